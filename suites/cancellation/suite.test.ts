import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { builtInSuites } from '../index.ts';
import { grid, impossible, kinds, phases } from './grid.ts';
import { suite } from './suite.ts';

const here = new URL('./', import.meta.url);
const sources = readdirSync(here)
  .filter((name) => name.endsWith('.ts') && !name.includes('.test.'))
  .map((name) => ({ name, text: readFileSync(new URL(name, here), 'utf8') }));
const { requirements } = suite.catalogue;

test('the catalogue has the 30 requirements of cancellation', () => {
  expect(requirements.map(({ id }) => id)).toEqual(
    Array.from({ length: 30 }, (_, index) => `CAN-${String(index + 1).padStart(2, '0')}`),
  );
});

test('every case has a slug of its own, something to do, a premise and a claim', () => {
  expect(new Set(suite.cases.map(({ id }) => id)).size).toBe(suite.cases.length);
  for (const { id, text, workload, premise, claims } of suite.cases) {
    expect(text.name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(id).toBe(`cancellation/${text.name}`);
    expect({ id, workload: typeof workload, premise: typeof premise, claims: claims.length > 0 }).toEqual({
      id,
      workload: 'function',
      premise: 'function',
      claims: true,
    });
    expect([text.premise, ...text.steps, ...text.expect].every((words) => words.length > 0)).toBe(true);
  }
});

/** An await of a method of the lab, or of a step that is given the lab and awaits nothing else either. */
const allowed = /^(?:lab\.(?:coordinator|read|quiesce|advance|pass|hops|until)\(|\w+(?:\[\w+\])?(?:\('\w+'\))?\(lab\b)/;

test('workloads await nothing but the lab', () => {
  const awaits = sources.flatMap(({ name, text }) =>
    [...text.matchAll(/\bawait\s+(.{0,60})/g)].map(([, what = '']) => ({ name, what })),
  );
  expect(awaits.length).toBeGreaterThan(100);
  expect(awaits.filter(({ what }) => !allowed.test(what))).toEqual([]);
});

test.each(['await fetch(address)', 'await null', 'await lab.history', 'await Promise.resolve()', 'await other(task)'])(
  'the check of awaits finds "%s"',
  (planted) => {
    expect(allowed.test(planted.replace('await ', ''))).toBe(false);
  },
);

test('every square of the grid has a case or a reason', () => {
  expect(grid.length + impossible.length).toBe(5 * Object.keys(phases).length * Object.keys(kinds).length);
  expect(impossible.every(({ because }) => because.length > 0)).toBe(true);
  const names = grid.map(({ text }) => text.name);
  expect(names).toContain('grid-queued-ignores-can-26');
  for (const { requirement, phase, kind } of impossible) {
    expect(names).not.toContain(`grid-${phase}-${kind}-${requirement.toLowerCase()}`);
  }
});

test('every phase and every kind of body is tried', () => {
  for (const phase of Object.keys(phases))
    expect(grid.some(({ text }) => text.name.startsWith(`grid-${phase}-`))).toBe(true);
  for (const kind of Object.keys(kinds))
    expect(grid.some(({ text }) => text.name.includes(`-${kind}-can-`))).toBe(true);
});

test('the built-in suites give the address of a module that exports the suite', async () => {
  const [built] = builtInSuites;
  expect(built?.name).toBe('cancellation');
  const loaded = (await import(built?.address ?? '')) as { suite: typeof suite };
  expect(loaded.suite.cases.map(({ id }) => id)).toEqual(suite.cases.map(({ id }) => id));
});
