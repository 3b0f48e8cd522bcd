import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dialectOptions, readCatalogue } from '../../harness/index.ts';
import { partsFor } from '../reference/parts.ts';
import { settingsOf } from '../reference/settings.ts';
import { mutantById, mutants } from './index.ts';
import { targetNamed } from './targets.ts';

const requirements = readCatalogue(new URL('../cancellation/', import.meta.url)).requirements.filter(({ id }) =>
  id.startsWith('CAN-'),
);

test('every requirement of cancellation has a mutant', () => {
  const owners = new Set(mutants.map(({ own }) => own));
  expect(requirements.map(({ id }) => id).filter((id) => !owners.has(id))).toEqual([]);
});

test('ids are unique, begin with their requirement, and lead to their mutant', () => {
  expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
  for (const mutant of mutants) {
    expect(mutant.id).toMatch(new RegExp(`^${mutant.own}/[a-z-]+$`));
    expect(mutantById(mutant.id)).toBe(mutant);
  }
  expect(() => targetNamed('CAN-99/nothing')).toThrow(expect.objectContaining({ code: 'MUTANT_UNKNOWN' }));
});

test('no two faults are told in the same words', () => {
  expect(new Set(mutants.map(({ fault }) => fault)).size).toBe(mutants.length);
});

test.each(mutants)('$id differs from the reference in its own parts only', ({ dialect, parts }) => {
  const correct = partsFor(settingsOf(dialect));
  const faulty = parts(correct);
  const different = Object.entries(correct).filter(([name, part]) => faulty[name as keyof typeof faulty] !== part);
  expect(Object.keys(faulty)).toEqual(Object.keys(correct));
  expect(different.length).toBeGreaterThan(0);
  expect(different.length).toBeLessThan(3);
});

test.each(mutants)('$id stands in a dialect that exists, and opens', async ({ id, dialect }) => {
  for (const [option, choice] of Object.entries(dialect)) {
    const word = typeof choice === 'string' ? choice : (choice as { value: string }).value;
    const values = dialectOptions()[option]?.values ?? [];
    const known = values.filter(({ deviation }) => !deviation).map(({ value }) => value);
    expect(known).toContain(word);
  }
  const target = targetNamed(id);
  expect(target.name).toBe(id);
  expect(target.dialect).toMatchObject(dialect);
  expect(await target.open({} as never)).toHaveProperty('submit');
});

test('no fault takes more than eight lines', () => {
  const folder = new URL('cancellation/', import.meta.url);
  const long = readdirSync(folder)
    .flatMap((file) =>
      readFileSync(new URL(file, folder), 'utf8')
        .split(/^(?= {6}parts: )/m)
        .slice(1),
    )
    .map((text) => text.slice(0, text.search(/^ {4}\},$/m)).trimEnd())
    .filter((text) => text.split('\n').length > 8);
  expect(long).toEqual([]);
});
