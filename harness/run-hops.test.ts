import { AsyncLocalStorage } from 'node:async_hooks';
import { expect, test } from 'vitest';
import { claim, missing } from './checkers/claim.ts';
import { planted } from './explore/fixtures/planted.ts';
import { limiter } from './fixtures/limiter.ts';
import { runOn, viewsAgree } from './fixtures/tried.ts';
import type { Target } from './adapter/target.ts';
import type { Conduct } from './suite.ts';

/** The second of its two rests stands between the end of the body and the cancel. */
const afterTheEnd: Conduct = {
  atEveryHop: true,
  async workload(lab) {
    await lab.coordinator();
    lab.submit('T', [{ deaf: [{ gate: 'g' }] }, { return: 1 }]);
    await lab.quiesce();
    lab.open('g');
    await lab.quiesce('ended');
    lab.cancel('T');
  },
  premise: (history) => ({ 'T had been released': history.before('ended').find(({ what }) => what === 'open') }),
  claims: [viewsAgree],
};

test('what goes wrong only in the hops before a stop is found, with the least hops and the window', async () => {
  const outcome = await runOn(afterTheEnd, limiter({ window: 2 }));
  expect(outcome).toMatchObject({
    verdict: 'fail',
    finding: { observed: 'they differ' },
    schedule: 'probe/one:+1q2',
    window: 'fails with 1..3 hops in the place of rest 2, before cancel (of 1..6)',
  });
  expect(outcome.history?.find(({ what }) => what === 'hops')).toMatchObject({ who: 'ended', text: '1' });
});

test('a wider window moves the hops with it, and the correct twin passes with what was tried', async () => {
  const wide = await runOn(afterTheEnd, limiter({ window: 9 }));
  expect(wide.window).toBe('fails with 1..10 hops in the place of rest 2, before cancel (of 1..13)');
  const twin = await runOn(afterTheEnd, limiter());
  expect(twin).toMatchObject({ verdict: 'pass', evidence: { schedules: 7, traces: 3 } });
  expect(twin).not.toHaveProperty('schedule');
});

test('at rest, and at quick, it passes', async () => {
  const outcome = await runOn(afterTheEnd, limiter({ window: 2 }), { depth: 'quick' });
  expect(outcome).toMatchObject({ verdict: 'pass', evidence: { schedules: 1, traces: 1 } });
});

test('the printed hops show it again, and hops outside of the window do not', async () => {
  const replay = (schedule: string) => runOn(afterTheEnd, limiter({ window: 2 }), { schedule });
  expect(await replay('probe/one:+1q2')).toMatchObject({ verdict: 'fail', finding: { observed: 'they differ' } });
  expect(await replay('+3q2')).toMatchObject({ verdict: 'fail' });
  expect(await replay('+4q2')).toMatchObject({ verdict: 'pass', schedule: '+4q2' });
});

test('a schedule that is none of its own is refused, with what one looks like', async () => {
  for (const [schedule, code] of [
    ['.s1+2c1', 'SCHEDULE_NOT_HOPS'],
    ['+0q2', 'SCHEDULE_NOT_HOPS'],
    ['+1q9', 'SCHEDULE_REST_UNKNOWN'],
  ])
    expect(await runOn(afterTheEnd, limiter(), { schedule: schedule ?? '' })).toMatchObject({
      verdict: 'error',
      error: { code },
    });
});

test('a script of its calls waits the same hops', async () => {
  const { script } = await runOn(afterTheEnd, limiter({ window: 2 }), { script: true });
  expect(script).toMatchObject({
    lines: [
      'await lab.coordinator();',
      'lab.submit("T", [{ deaf: [{ gate: "g" }] }, { return: 1 }]);',
      'await lab.quiesce(undefined);',
      'lab.open("g");',
      'await lab.hops(1);',
      'lab.recorder.record("info", "hops", undefined, "ended", 1);',
      'lab.cancel("T");',
    ],
  });
});

/** What it claims holds at rest alone. */
const atRest: Conduct = { ...afterTheEnd, premise: () => ({}) };
const { atEveryHop: _, ...unmarked } = atRest;

test('without the mark only the standing invariants are asked, and only in depth', async () => {
  expect(await runOn(unmarked, limiter({ window: 2 }))).toMatchObject({ verdict: 'pass', evidence: { schedules: 1 } });
  const deep = await runOn(unmarked, limiter({ window: 2 }), { depth: 'deep' });
  expect(deep).toMatchObject({ verdict: 'pass', invariants: [{ rule: 'invariant/views-agree' }] });
  expect(deep.schedule).toBe('probe/one:+1q2');
});

/** A waiting job is cancelled when the slot before it has become free. */
const whenItIsLetIn: Conduct = {
  atEveryHop: true,
  async workload(lab) {
    await lab.coordinator({ concurrency: 1 });
    lab.submit('A', [{ gate: 'a' }]);
    lab.submit('B', [{ gate: 'b' }]);
    await lab.quiesce();
    lab.open('a');
    await lab.quiesce();
    lab.cancel('B');
    await lab.quiesce();
    lab.open('b');
  },
  premise: (history) => ({ 'the cancel was answered yes': history.call('cancel', 'B')?.answer?.value === true }),
  claims: [
    claim('a cancel that was answered yes is kept', (history) => {
      const kept = history.ending('B') !== 'completed';
      return missing(kept ? history.last : undefined, 'B completed', history.result('B'));
    }),
  ],
};

test('a cancel that is lost in the hop in which its task is let in is found; the right one is not accused', async () => {
  expect(await runOn(whenItIsLetIn, planted())).toMatchObject({ verdict: 'pass' });
  const outcome = await runOn(whenItIsLetIn, planted('forgets'));
  expect(outcome).toMatchObject({ verdict: 'fail', finding: { observed: 'B completed' } });
  expect(outcome.window).toBe('fails with 5 hops in the place of rest 2, before cancel (of 1..7)');
});

const context = new AsyncLocalStorage<true>();
/** Its cancel is carried out by a timer that needs the async context of the call. */
const carrying: Target = {
  name: 'carrying',
  open: () => ({
    submit({ id }) {
      let end: ((error: unknown) => void) | undefined;
      const result = new Promise<unknown>((_, reject) => (end = reject));
      const inTime = (): void => (context.getStore() ? end?.(new Error('cancelled')) : undefined);
      return { id, result, cancel: () => context.run(true, () => void setTimeout(inTime, 5)) };
    },
  }),
};

test('timers keep their async context while stops are swept', async () => {
  const outcome = await runOn(
    {
      atEveryHop: true,
      async workload(lab) {
        await lab.coordinator();
        lab.submit('T', []);
        await lab.quiesce();
        lab.cancel('T');
        await lab.advance(5);
      },
      premise: () => ({}),
      claims: [claim('T settles', (history) => missing(history.result('T'), 'it was pending', history.last))],
    },
    carrying,
  );
  expect(outcome).toMatchObject({ verdict: 'pass', evidence: { schedules: 7 } });
});
