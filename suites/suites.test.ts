import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dialectOptions, type Suite } from '../harness/index.ts';
import { builtInSuites } from './index.ts';
import { mutants } from './mutants/index.ts';
import { serverMutants } from './mutants/servers/index.ts';

// What holds for every suite; a suite's own test has what is its own.
const suites = await Promise.all(
  builtInSuites.map(async ({ name, address, fixes }) => {
    const { suite } = (await import(address)) as { readonly suite: Suite };
    return { name, suite, fixes, requirements: suite.catalogue.requirements };
  }),
);
const sourcesOf = (suite: string): readonly { readonly name: string; readonly text: string }[] => {
  const folder = new URL(`./${suite}/`, import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.includes('.test.'));
  return names.map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }));
};

test('there are eight suites with 188 requirements, no two of one name', () => {
  const ids = suites.flatMap(({ requirements }) => requirements.map(({ id }) => id));
  expect([suites.length, new Set(ids).size, ids.length]).toEqual([8, 188, 188]);
});

test.each(suites)('$name: every case has a slug of its own', ({ name, suite }) => {
  expect(new Set(suite.cases.map(({ id }) => id)).size).toBe(suite.cases.length);
  for (const { id, text } of suite.cases) {
    expect(text.name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(id).toBe(`${name}/${text.name}`);
  }
});

test.each(suites)('$name: every condition names an option and values that exist', ({ suite, requirements }) => {
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

const capabilities = new Set(
  [
    ...readFileSync(new URL('../harness/adapter/capability.ts', import.meta.url), 'utf8').matchAll(/\| '([\w.]+)'/g),
  ].map(([, name]) => name),
);

test.each(suites)('$name: what cases and requirements need are capabilities', ({ suite, requirements }) => {
  expect(capabilities.size).toBeGreaterThan(50);
  const needed = suite.cases.flatMap(({ text }) => [...text.needs, ...(text.anyOf ?? [])]);
  const named = [...needed, ...requirements.flatMap(({ needs }) => needs)];
  expect(named.filter((name) => !capabilities.has(name))).toEqual([]);
});

/** It is about a thread that is kept busy for real, so it keeps it busy. */
const busy = 'reliability/rate.ts';

test.each(suites)('$name: no source counts time, sleeps, or looks at the clock itself', ({ name }) => {
  const own = /setTimeout|Date\.now|performance\.|Math\.random/;
  const sources = sourcesOf(name);
  expect(sources.length).toBeGreaterThan(5);
  const found = sources.filter(({ text }) => own.test(text)).map((source) => `${name}/${source.name}`);
  expect(found.filter((source) => source !== busy)).toEqual([]);
});

test.each(suites)(
  '$name: every requirement has a sketch of a fix, in at most twelve lines',
  ({ fixes, requirements }) => {
    expect(Object.keys(fixes).sort()).toEqual(requirements.map(({ id }) => id).sort());
    const lines = (sketch: string): number => sketch.trim().split('\n').length;
    const unfit = Object.entries(fixes).filter(([, { title, sketch }]) => title.length < 10 || lines(sketch) > 12);
    expect(unfit.map(([id]) => id)).toEqual([]);
  },
);

test.each(suites)(
  '$name: every requirement has a mutant, and builds on requirements that exist',
  ({ requirements }) => {
    const owners = new Set([...mutants, ...serverMutants].map(({ own }) => own));
    expect(requirements.filter(({ id }) => !owners.has(id)).map(({ id }) => id)).toEqual([]);
    const known = new Set(suites.flatMap((one) => one.requirements.map(({ id }) => id)));
    expect(requirements.flatMap(({ after }) => after).filter((id) => !known.has(id))).toEqual([]);
  },
);
