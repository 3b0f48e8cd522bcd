import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { suite } from './suite.ts';

const here = new URL('./', import.meta.url);
const sources = readdirSync(here)
  .filter((name) => name.endsWith('.ts') && !name.includes('.test.'))
  .map((name) => ({ name, text: readFileSync(new URL(name, here), 'utf8') }));
const { requirements } = suite.catalogue;
const ids = Array.from({ length: 30 }, (_none, index) => `PAT-${String(index + 1).padStart(2, '0')}`);

test('the catalogue has the 30 requirements of patterns, in order', () => {
  expect(requirements.map(({ id }) => id)).toEqual(ids);
});

test('every case has a slug of its own, something to do, a premise and a claim', () => {
  expect(new Set(suite.cases.map(({ id }) => id)).size).toBe(suite.cases.length);
  for (const { id, text, workload, race, claims } of suite.cases) {
    expect(text.name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    const whole = (workload ?? race) !== undefined && claims.length > 0;
    expect({ id, whole }).toEqual({ id, whole: true });
    expect([text.premise, ...text.steps, ...text.expect].every((words) => words.length > 0)).toBe(true);
  }
});

/** An await of a method of the lab, or of a step that is given the lab and awaits nothing else either. */
const allowed = /^(?:lab\.(?:coordinator|read|quiesce|advance|pass|hops|until|child\.run)\(|move\(lab\)|plays\()/;

test('workloads await nothing but the lab', () => {
  const awaits = sources.flatMap(({ name, text }) =>
    [...text.matchAll(/\bawait\s+(.{0,60})/g)].map(([, what = '']) => ({ name, what })),
  );
  expect(awaits.length).toBeGreaterThan(30);
  expect(awaits.filter(({ what }) => !allowed.test(what))).toEqual([]);
  expect(allowed.test('fetch(address)')).toBe(false);
});
