import { assert, asyncProperty, scheduler as makeScheduler } from 'fast-check';
import { Dialect, type Target } from '../harness/index.ts';
import { Explorer } from '../harness/explore/explorer.ts';
import { violations } from '../harness/invariants/standing.ts';
import { withBarePace } from '../harness/lab/paces.ts';
import type { Bench } from '../harness/lab/bench.ts';
import { Gates } from '../harness/lab/gates.ts';
import { makeJob } from '../harness/program/job.ts';
import { Reads } from '../harness/lab/reads.ts';
import { planted } from '../harness/explore/fixtures/planted.ts';
import { reference } from '../suites/reference/reference.ts';
import { perSecond, row } from './measure.ts';
import { actors, bodyOf, tasks } from '../harness/explore/fixtures/scenario.ts';

const walks = 2_000;

/** Ours: random walks in hops, with the whole history and every standing invariant. */
const explored = (target: Target): Promise<number> =>
  withBarePace((pace, reset) =>
    perSecond(async () => {
      const course = {
        setup: (lab: { coordinator(setting: object): Promise<void> }) => lab.coordinator({ concurrency: 2 }),
        actors,
      };
      const ground = {
        target,
        dialect: new Dialect([]),
        offer: {},
        shutdown: {},
        pace,
        reset,
        watched: true,
        current: (_bench: Bench) => {},
      };
      const explorer = new Explorer(course, ground);
      const { schedules } = await explorer.explore(
        { orders: 0, sweep: 0, pairs: 0, walks, quiet: walks },
        1,
        ({ history, context }) => {
          if (violations(history, context, {}).length > 0)
            throw new Error('the correct coordinator broke an invariant');
          return true;
        },
      );
      return schedules;
    }),
  );

/** fast-check's scheduler on the same coordinator, actors and bodies; it checks nothing and keeps no history. */
const scheduled = (target: Target, wait: 'waitFor' | 'waitAll'): Promise<number> =>
  perSecond(async () => {
    await assert(
      asyncProperty(makeScheduler(), async (scheduler) => {
        const coordinator = await target.open({ concurrency: 2 } as Parameters<Target['open']>[0]);
        const gates = new Gates();
        const done = tasks.map((task) => {
          let cancel: (() => unknown) | undefined;
          const kit = { note: () => {}, gate: (name: string, opened: () => void) => gates.wait(name, opened) };
          const { signal } = new AbortController();
          const parts = {
            id: task,
            program: bodyOf(task),
            signal: () => signal,
            setting: {},
            kit,
            reads: new Reads(),
          };
          const sequence = scheduler.scheduleSequence([
            async () => {
              const handle = await coordinator.submit(makeJob(parts as unknown as Parameters<typeof makeJob>[0]));
              cancel = () => handle.cancel?.();
              handle.result.then(
                () => {},
                () => {},
              );
            },
            async () => gates.open(task),
          ]);
          scheduler.scheduleSequence([async () => cancel?.()]);
          return sequence.task;
        });
        await (wait === 'waitFor' ? scheduler.waitFor(Promise.all(done)) : scheduler.waitAll());
        await coordinator.dispose?.();
      }),
      { numRuns: walks, endOnFailure: true, seed: 1 },
    );
    return walks;
  });

/** Schedules per second: ours beside fast-check's, on the same coordinators in the same run. */
export async function schedules(): Promise<readonly string[]> {
  const rows = ['schedules per second, one process (three tasks, three cancels, two slots)'];
  for (const [name, target] of [
    ['the reference', reference()],
    ['a small coordinator with a hop after each step', planted()],
  ] as const) {
    const ours = await explored(target);
    rows.push(row(`  quiesce, ${name}`, String(ours), 'history and invariants on'));
    for (const wait of ['waitFor', 'waitAll'] as const) {
      const theirs = await scheduled(target, wait);
      rows.push(
        row(
          `  fast-check scheduler, ${wait}`,
          String(theirs),
          `nothing checked; quiesce: ${(ours / theirs).toFixed(2)} times as many`,
        ),
      );
    }
  }
  return rows;
}
