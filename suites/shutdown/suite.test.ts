import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dialectOptions } from '../../harness/index.ts';
import { mutants } from '../mutants/index.ts';
import { fixes } from './fixes.ts';
import { suite } from './suite.ts';

const here = new URL('./', import.meta.url);
const sources = readdirSync(here)
  .filter((name) => name.endsWith('.ts') && !name.includes('.test.'))
  .map((name) => ({ name, text: readFileSync(new URL(name, here), 'utf8') }));
const { requirements } = suite.catalogue;
const inProcess = suite.cases.filter(({ untested }) => untested === undefined);

test('the catalogue has the 30 requirements of shutdown', () => {
  expect(requirements.map(({ id }) => id)).toEqual(
    Array.from({ length: 30 }, (_, index) => `SHU-${String(index + 1).padStart(2, '0')}`),
  );
});

test('what needs a process of the target is listed as untested, and nothing else is', () => {
  for (const { text, requirement, untested } of suite.cases) {
    const modes = text.modes ?? requirement.modes;
    const ofProcess = modes.length === 1 && modes[0] === 'process';
    expect({ name: text.name, untested }).toEqual({
      name: text.name,
      untested: ofProcess && untested !== undefined ? 'needs a process target' : undefined,
    });
  }
  expect(new Set(inProcess.map(({ requirement }) => requirement.id)).size).toBe(22);
});

test('every other case is run for each shutdown mode, does something, and has a premise and a claim', () => {
  expect(inProcess.length).toBe(32);
  for (const { id, text, workload, premise, claims } of inProcess) {
    expect({ id, each: text.each, workload: typeof workload, premise: typeof premise }).toEqual({
      id,
      each: 'shutdown',
      workload: 'function',
      premise: 'function',
    });
    expect(claims.length).toBeGreaterThan(0);
    expect([text.premise, ...text.steps, ...text.expect].every((words) => words.length > 0)).toBe(true);
  }
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

test('every requirement that is tested in this process has a mutant', () => {
  const owners = new Set(mutants.map(({ own }) => own));
  const tested = new Set(inProcess.map(({ requirement }) => requirement.id));
  expect([...tested].filter((id) => !owners.has(id))).toEqual([]);
});

const allowed = /^(?:lab\.(?:coordinator|reopen|read|quiesce|advance)\(|untilTold\(lab\b)/;

test('workloads await nothing but the lab', () => {
  const awaits = sources.flatMap(({ name, text }) =>
    [...text.matchAll(/\bawait\s+(.{0,60})/g)].map(([, what = '']) => ({ name, what })),
  );
  expect(awaits.length).toBeGreaterThan(100);
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
