import { expect, test } from 'vitest';
import { claim, missing, refuted } from './checkers/claim.ts';
import type { Race } from './explore/race.ts';
import { limiter } from './fixtures/limiter.ts';
import { caseOf, door, request, runOn, settings, viewsAgree } from './fixtures/tried.ts';
import { runCase } from './run-case.ts';
import { smokeRun } from './smoke/smoke-run.ts';
import type { Conduct } from './suite.ts';
import type { Target } from './adapter/target.ts';
import { real } from './time/door.ts';

const queued: Conduct = {
  async workload(lab) {
    await lab.coordinator({ concurrency: 1 });
    lab.submit('A', [{ gate: 'a' }]);
    lab.submit('B', [{ note: 'ran' }]);
    await lab.quiesce();
    lab.cancel('B', 'away');
    await lab.quiesce('cancelled');
    lab.open('a');
  },
  premise: (history) => ({
    'A started': history.started('A'),
    'the cancel returned': history.call('cancel', 'B')?.answer,
  }),
  claims: [
    claim('B never starts', (history) => refuted(history.started('B'), 'B started')),
    claim('B settles at once', (history) =>
      missing(history.before('cancelled').result('B'), 'the result of B was pending', history.mark('cancelled')),
    ),
  ],
};

test('a claim that holds passes, with its evidence', async () => {
  const outcome = await runOn(queued, limiter());
  expect(outcome).toMatchObject({ verdict: 'pass', mode: 'virtual', case: 'probe/one' });
  expect(outcome.evidence?.premise['A started']).toBeGreaterThan(0);
});

test('a claim that does not hold fails, and says where the coordinator stood', async () => {
  const outcome = await runOn(queued, limiter({ keepsQueued: true }));
  expect(outcome).toMatchObject({ verdict: 'fail', finding: { expected: 'B never starts', observed: 'B started' } });
  expect(outcome.where?.file).toBe('harness/fixtures/limiter.ts');
  expect(outcome.history?.length).toBeGreaterThan(0);
});

test('a premise that was not reached is inconclusive', async () => {
  const outcome = await runOn({ ...queued, premise: (history) => ({ 'C started': history.started('C') }) }, limiter());
  expect(outcome).toMatchObject({ verdict: 'inconclusive', because: 'not reached: C started' });
});

test('the standing invariants see what the case does not ask for', async () => {
  const twice = await runOn(queued, limiter({ tellsTwice: true }));
  expect(twice.verdict).toBe('pass');
  expect(twice.invariants?.map(({ rule }) => rule)).toEqual(['invariant/one-terminal-event']);
  const stray = await runOn(queued, limiter({ leavesRejection: true }));
  expect(stray.invariants?.map(({ rule }) => rule)).toEqual(['invariant/no-stray-error']);
});

test('a target that answers by chance is uncontrolled, not flaky', async () => {
  let odd = false;
  const target: Target = {
    name: 'coin',
    open(wish) {
      odd = !odd;
      return limiter(odd ? { keepsQueued: true } : {}).open(wish);
    },
  };
  expect(await runOn(queued, target)).toMatchObject({ verdict: 'error', error: { code: 'UNCONTROLLED' } });
});

test('a failure that tells of a number which goes up from run to run is one failure all the same', async () => {
  let runs = 0;
  const target: Target = {
    name: 'counter',
    open(wish) {
      runs += 1;
      return limiter({ keepsQueued: true }).open(wish);
    },
  };
  const counting: Conduct = {
    ...queued,
    claims: [{ expected: 'never', contradiction: (history) => ({ observed: `run ${runs}`, witness: [history.last] }) }],
  };
  expect(await runOn(counting, target)).toMatchObject({ verdict: 'fail', finding: { observed: 'run 1' } });
});

const race: Race = {
  name: 'cancel-meets-return',
  async setup(lab) {
    await lab.coordinator();
    lab.submit('T', [{ deaf: [{ gate: 'g' }] }, { return: 1 }]);
    await lab.quiesce();
  },
  actors: () => [[{ name: 'g1', act: (lab) => lab.open('g') }], [{ name: 'c1', act: (lab) => lab.cancel('T') }]],
};

const raced: Conduct = {
  race,
  premise: (history) => ({ 'T started': history.started('T') }),
  covers: {
    'the cancel came first': (history) =>
      (history.call('cancel', 'T')?.invoke.seq ?? 0) < (history.ended('T')?.seq ?? 0),
  },
  claims: [viewsAgree],
};

test('a window of two hops is found, shrunk to two steps and described', async () => {
  const outcome = await runOn(raced, limiter({ window: 2 }));
  expect(outcome).toMatchObject({ verdict: 'fail', finding: { observed: 'they differ' } });
  expect(outcome.schedule).toMatch(/^probe\/one:\.\w1[.+]\d?\w1$/);
  expect(outcome.evidence?.schedules).toBeGreaterThan(1);
});

test('the correct twin passes, and says how much was explored', async () => {
  const outcome = await runOn(raced, limiter());
  expect(outcome.verdict).toBe('pass');
  expect(outcome.evidence?.schedules).toBeGreaterThan(20);
});

test('the smoke run sees what a target offers', async () => {
  const report = await smokeRun(limiter(), settings, door());
  expect(Object.keys(report.offer)).toEqual([
    'cancel.queued',
    'cancel.reason',
    'cancel.running',
    'events',
    'id.chosen',
    'limit',
    'queue',
    'result',
    'submit',
  ]);
});

test('a search whose schedules are slow says that it gets on, long before it has had many', async () => {
  const told: number[] = [];
  const tested = caseOf(raced);
  const slow: Target = {
    ...limiter(),
    open(wish) {
      for (const until = real.now() + 30; real.now() < until; );
      return limiter().open(wish);
    },
  };
  await runCase(tested, slow, request(tested.id), settings, { ...door(), progress: (ran) => void told.push(ran) });
  expect(told[0]).toBeLessThan(12);
});

test('a steady tick that a long time makes too many of leaves the case undecided', async () => {
  const ticking: Target = {
    ...limiter(),
    open(wish) {
      setInterval(() => {}, 5);
      return limiter().open(wish);
    },
  };
  const day: Conduct = {
    ...queued,
    async workload(lab) {
      await queued.workload?.(lab);
      await lab.advance(86_400_000);
    },
  };
  const outcome = await runOn(day, ticking);
  expect(outcome).toMatchObject({ verdict: 'inconclusive' });
  expect(outcome.because).toContain('200,000 timers had fired, by 1,000,000 ms');
});

test('a long run that comes to rest again and again says that it gets on', async () => {
  const told: number[] = [];
  const long: Conduct = {
    ...queued,
    async workload(lab) {
      await queued.workload?.(lab);
      for (let turn = 0; turn < 250; turn += 1) await lab.quiesce();
    },
  };
  const tested = caseOf(long);
  const listening = { ...door(), progress: (schedules: number) => void told.push(schedules) };
  await runCase(tested, limiter(), request(tested.id), settings, listening);
  expect(told).toEqual([0, 0]);
});

test('in real time each rest says that it gets on: a slow machine is no deadlock', async () => {
  const told: number[] = [];
  const tested = caseOf(queued);
  const listening = { ...door(), progress: (ran: number) => void told.push(ran) };
  await runCase(tested, { ...limiter(), pace: 0.05 }, { ...request(tested.id), mode: 'real' }, settings, listening);
  expect(told.length).toBeGreaterThanOrEqual(2);
});
