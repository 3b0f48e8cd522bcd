import { expect, test } from 'vitest';
import type { Outcome } from '../harness/outcome.ts';
import { parse } from '../harness/explore/schedule.ts';
import { survey } from './survey.ts';

const address = new URL('./fixtures/packages.ts', import.meta.url).href;
const names = ['queue7', 'queueBroken', 'queueMended', 'limiterBroken', 'limiterMended'];

/** What broke in a case: its own claim, or a standing invariant. */
const broken = ({ verdict, finding, invariants }: Outcome): readonly string[] => [
  ...(verdict === 'fail' && finding ? [`${finding.rule}: ${finding.observed}`] : []),
  ...(invariants ?? []).map(({ rule, observed }) => `${rule}: ${observed}`),
];

test('bugs that packages really had are found by adapters that know nothing of them, and are gone where they were mended', async () => {
  const surveyed = await survey(
    names.map((name) => [name, `${address}#${name}`]),
    { suites: ['cancellation', 'races', 'reliability'] },
  );
  const [queue7, queueBroken, queueMended, limiterBroken, limiterMended] = surveyed.map(({ outcomes }) => outcomes);
  const of = (outcomes: readonly Outcome[] | undefined, id: string): readonly string[] =>
    (outcomes ?? []).filter((outcome) => outcome.case.endsWith(`/${id}`)).flatMap(broken);
  const steps = (outcomes: readonly Outcome[] | undefined, id: string): number => {
    const found = outcomes?.find((outcome) => outcome.case.endsWith(`/${id}`))?.schedule;
    return parse(found ?? '').schedule.filter(([name]) => !name.startsWith('v')).length;
  };

  // 7.3.0 forgets the slot of a task that was aborted as it started: the queue hangs.
  expect(of(queue7, 'cancel-in-the-turn-its-slot-frees')).toEqual(['RAC-02: U had not started']);
  expect(steps(queue7, 'cancel-in-the-turn-its-slot-frees')).toBe(2);
  expect(of(queue7, 'cancelling-queued-and-running-leaves-one-slot')).toHaveLength(1);

  // 9.1.0 leaves a queued task pending when its signal fires.
  expect(of(queueBroken, 'while-the-slot-is-taken')).toEqual(['CAN-12: the result of B was still pending at rest']);
  expect(of(queueMended, 'while-the-slot-is-taken')).toEqual([]);

  // 1.20.1 counts what `abort` drops as if it had run, and then runs more than it may.
  expect(of(limiterBroken, 'whole-lives-in-any-order').join()).toMatch(/^invariant\/limit-kept: \d bodies ran at once/);
  expect(steps(limiterBroken, 'whole-lives-in-any-order')).toBeLessThanOrEqual(4);
  expect(of(limiterMended, 'whole-lives-in-any-order')).toEqual([]);

  const racing = (outcomes: readonly Outcome[] | undefined): readonly string[] =>
    (outcomes ?? []).filter((outcome) => outcome.case.startsWith('races/')).flatMap(broken);
  expect(racing(queueMended)).toEqual([]);
  expect(racing(limiterMended)).toEqual([]);
}, 300_000);
