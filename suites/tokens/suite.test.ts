import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dialectOptions } from '../../harness/index.ts';
import { fixes } from './fixes.ts';
import { suite } from './suite.ts';

const here = new URL('./', import.meta.url);
const sources = readdirSync(here)
  .filter((name) => name.endsWith('.ts') && !name.includes('.test.'))
  .map((name) => ({ name, text: readFileSync(new URL(name, here), 'utf8') }));
const { requirements } = suite.catalogue;

test('the catalogue has the 16 requirements', () => {
  const ids = Array.from({ length: 16 }, (_, index) => `TOK-${String(index + 1).padStart(2, '0')}`);
  expect(requirements.map(({ id }) => id)).toEqual(ids);
});

test('every case has a slug of its own, something to do, a premise and a claim, or says why it cannot be run', () => {
  expect(new Set(suite.cases.map(({ id }) => id)).size).toBe(suite.cases.length);
  for (const { text } of suite.cases) expect(text.name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  const idle = suite.cases.filter(({ workload, race, claims }) => !(workload ?? race) || claims.length === 0);
  expect(idle.map(({ text }) => text.name)).toEqual([]);
  expect(idle.every(({ untested }) => untested !== undefined && untested.length > 0)).toBe(true);
});

test('every condition names an option and values that exist', () => {
  const options = dialectOptions();
  const values = (option: string): readonly string[] => options[option]?.values.map(({ value }) => value) ?? [];
  const unknown = suite.cases.flatMap(({ id, text }) =>
    Object.entries(text.when ?? {}).flatMap(([option, named]) =>
      named.filter((value) => !values(option).includes(value)).map((value) => `${id}: ${option}=${value}`),
    ),
  );
  expect(unknown).toEqual([]);
  expect(requirements.flatMap(({ dialect }) => dialect).filter((option) => !(option in options))).toEqual([]);
});

test('what cases and requirements need are capabilities', () => {
  const text = readFileSync(new URL('../../harness/adapter/capability.ts', import.meta.url), 'utf8');
  const capabilities = new Set([...text.matchAll(/\| '([\w.]+)'/g)].map(([, name]) => name));
  const named = [...requirements, ...suite.cases.map((one) => one.text)].flatMap(({ needs, ...more }) => [
    ...needs,
    ...('anyOf' in more ? (more.anyOf ?? []) : []),
  ]);
  expect(named.filter((name) => !capabilities.has(name))).toEqual([]);
});

/** An await of a method of the lab, or of a step that is given the lab and awaits nothing else either. */
const allowed = /^(?:lab\.(?:coordinator|read|quiesce|advance|pass|hops|until)\(|\w+\(lab\b)/;

test('workloads await nothing but the lab', () => {
  const awaits = sources.flatMap(({ name, text }) =>
    [...text.matchAll(/\bawait\s+(.{0,60})/g)].map(([, what = '']) => ({ name, what })),
  );
  expect(awaits.length).toBeGreaterThan(30);
  expect(awaits.filter(({ what }) => !allowed.test(what))).toEqual([]);
});

test('no source of the suite counts time, sleeps, or looks at the clock itself', () => {
  const own = /setTimeout|Date\.now|performance\.|Math\.random/;
  expect(sources.filter(({ text }) => own.test(text)).map(({ name }) => name)).toEqual([]);
});

test('every requirement has a sketch of a fix, in at most twelve lines', () => {
  expect(Object.keys(fixes).sort()).toEqual(requirements.map(({ id }) => id).sort());
  const lines = (sketch: string): number => sketch.trim().split('\n').length;
  const unfit = Object.entries(fixes).filter(([, { title, sketch }]) => title.length < 10 || lines(sketch) > 12);
  expect(unfit.map(([id]) => id)).toEqual([]);
});
