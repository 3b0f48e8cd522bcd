import { expect, test } from 'vitest';
import type { Suite } from '../harness/suite.ts';
import { builtInSuites } from '../suites/index.ts';
import { beginnings } from '../suites/mutants/cancellation/hops.ts';
import { beginnings as ownBeginnings } from '../suites/mutants/patterns/hops.ts';
import { type Subject, survey } from './survey.ts';

/** Many cases, two at a time. */
const patience = 120_000;

const suites = await Promise.all(
  builtInSuites.map(async ({ address }) => ((await import(address)) as { readonly suite: Suite }).suite),
);
const marked = suites.flatMap(({ cases }) => cases.filter(({ atEveryHop }) => atEveryHop).map(({ id }) => id));
const targets = (module: string): string => new URL(`../suites/${module}/targets.ts`, import.meta.url).href;

test('the mark is a workload’s: the interleavings of a race are searched anyway', () => {
  const all = suites.flatMap(({ cases }) => cases);
  expect(marked.length).toBeGreaterThan(150);
  expect(all.filter(({ atEveryHop, race }) => atEveryHop && race).map(({ id }) => id)).toEqual([]);
});

test(
  'the reference passes every case that says so with its stops at every hop, and each was run so',
  async () => {
    const [one] = await survey([['reference', `${targets('reference')}#default`, marked]]);
    const ran = (one?.outcomes ?? []).filter(({ verdict }) => verdict !== 'skip');
    expect(ran.length).toBeGreaterThan(150);
    const odd = ran.filter(({ verdict, invariants }) => verdict !== 'pass' || invariants);
    expect(odd.map((outcome) => `${outcome.verdict} ${outcome.case} ${outcome.schedule}`)).toEqual([]);
    expect(ran.filter(({ evidence }) => (evidence?.schedules ?? 0) < 2).map((outcome) => outcome.case)).toEqual([]);
  },
  patience,
);

test(
  'faults of the first hops are not found at rest, but by stops at every hop, with their windows',
  async () => {
    const subjects = [...beginnings, ...ownBeginnings].map(
      ({ id, own }): Subject => [id, `${targets('mutants')}#${id}`, [own]],
    );
    const atRest = await survey(subjects, { depth: 'quick' });
    expect(atRest.flatMap(({ outcomes }) => outcomes.filter(({ verdict }) => verdict === 'fail'))).toEqual([]);
    const found = await survey(subjects);
    const windows = found.map(({ outcomes }) => outcomes.filter(({ verdict }) => verdict === 'fail'));
    const window = (hops: string): string => `fails with ${hops} hops in the place of rest 1, before cancel (of 1..6)`;
    expect(windows.map(([first]) => [first?.schedule, first?.window])).toEqual([
      ['cancellation/registered-cleanup-ends-first:+1q1', window('1..4')],
      ['cancellation/spawned-children-and-grandchildren:+2q1', window('2..5')],
      ['cancellation/in-a-sleep:+1q1', window('1..3')],
      ['patterns/only-the-scope-is-cancelled:+1q1', window('1..3')],
    ]);
  },
  patience,
);
