import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dialectOptions } from '../../harness/index.ts';
import { mutants } from '../mutants/index.ts';
import { fixes } from './fixes.ts';
import { suite } from './suite.ts';

const { requirements } = suite.catalogue;
const ids = requirements.map(({ id }) => id);

test('the catalogue has the 27 requirements of reliability, and 69 cases', () => {
  expect(ids).toEqual(Array.from({ length: 27 }, (_, index) => `REL-${String(index + 1).padStart(2, '0')}`));
  expect(suite.cases).toHaveLength(69);
  expect(new Set(suite.cases.map(({ id }) => id)).size).toBe(69);
});

test('every case has something to do, a premise and a claim, or says why it cannot be run', () => {
  for (const { id, workload, race, claims, untested } of suite.cases) {
    const does = workload !== undefined || race !== undefined;
    expect({ id, judged: does && claims.length > 0 }).toEqual({ id, judged: untested === undefined });
  }
  expect(suite.cases.filter(({ untested }) => untested !== undefined)).toHaveLength(1);
});

test('every condition names an option and values that exist', () => {
  const options = dialectOptions();
  const unknown = suite.cases.flatMap(({ id, text }) =>
    Object.entries(text.when ?? {}).flatMap(([option, named]) => {
      const values = options[option]?.values.map(({ value }) => value) ?? [];
      return named.filter((value) => !values.includes(value)).map((value) => `${id}: ${option}=${value}`);
    }),
  );
  expect(unknown).toEqual([]);
  expect(requirements.flatMap(({ dialect }) => dialect).filter((option) => !(option in options))).toEqual([]);
});

test('what cases and requirements need are capabilities', () => {
  const text = readFileSync(new URL('../../harness/adapter/capability.ts', import.meta.url), 'utf8');
  const capabilities = new Set([...text.matchAll(/\| '([\w.]+)'/g)].map(([, name]) => name));
  const needed = [...requirements, ...suite.cases.map((one) => one.text)].flatMap(({ needs }) => needs);
  expect(needed.filter((name) => !capabilities.has(name))).toEqual([]);
});

test('every requirement has a mutant and a way to mend it', () => {
  const owners = new Set(mutants.map(({ own }) => own));
  expect(ids.filter((id) => !owners.has(id))).toEqual([]);
  expect(ids.filter((id) => !fixes[id])).toEqual([]);
  for (const { sketch } of Object.values(fixes)) expect(sketch.trim().split('\n').length).toBeLessThanOrEqual(12);
});
