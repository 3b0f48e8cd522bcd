import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { suite } from './suite.ts';

const here = new URL('./', import.meta.url);
const sources = readdirSync(here)
  .filter((name) => name.endsWith('.ts') && !name.includes('.test.'))
  .map((name) => ({ name, text: readFileSync(new URL(name, here), 'utf8') }));
const { requirements } = suite.catalogue;

test('the catalogue has the 18 requirements', () => {
  const ids = Array.from({ length: 18 }, (_, index) => `LIF-${String(index + 1).padStart(2, '0')}`);
  expect(requirements.map(({ id }) => id)).toEqual(ids);
});

test('every case has a slug of its own, something to do, a premise and a claim, or says why it cannot be run', () => {
  expect(new Set(suite.cases.map(({ id }) => id)).size).toBe(suite.cases.length);
  for (const { text } of suite.cases) expect(text.name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  const idle = suite.cases.filter(({ workload, race, claims }) => !(workload ?? race) || claims.length === 0);
  expect(idle.map(({ text }) => text.name)).toEqual(['every-exit']);
  expect(idle.every(({ untested }) => untested !== undefined && untested.length > 0)).toBe(true);
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
