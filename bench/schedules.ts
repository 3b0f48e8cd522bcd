import { assert, asyncProperty, scheduler as makeScheduler } from 'fast-check';
import type { Target } from '../harness/index.ts';
import { Explorer } from '../harness/explore/explorer.ts';
import { violations } from '../harness/invariants/standing.ts';
import { withBarePace } from '../harness/lab/paces.ts';
import { Gates } from '../harness/lab/gates.ts';
import { makeJob } from '../harness/program/job.ts';
import { Reads } from '../harness/lab/reads.ts';
import { plainGround } from '../harness/explore/fixtures/ground.ts';
import { planted } from '../harness/explore/fixtures/planted.ts';
import { reference } from '../suites/reference/reference.ts';
import { perSecond, row } from './measure.ts';
import { actors, bodyOf, tasks } from '../harness/explore/fixtures/scenario.ts';

const walks = 2_000;

/** Ours: random walks in hops, with the whole history and every standing invariant. */
const explored = (target: Target): Promise<number> =>
  withBarePace(async (pace, reset) => {
    const course = {
      setup: (lab: { coordinator(setting: object): Promise<void> }) => lab.coordinator({ concurrency: 2 }),
      actors,
    };
    const ground = plainGround(target, pace, reset);
    const explorer = new Explorer(course, ground);
    const { schedules } = await explorer.explore(
      { orders: 0, sweep: 0, pairs: 0, walks, quiet: walks },
      1,
      ({ history, context }) => {
        if (violations(history, context, {}).length > 0) throw new Error('the correct coordinator broke an invariant');
        return true;
      },
    );
    return schedules;
  });

interface Started {
  readonly result: PromiseLike<unknown>;
  readonly cancel: () => unknown;
}

/** One run's coordinator and bodies, for those who make the calls themselves. */
async function openBare(target: Target) {
  const coordinator = await target.open({ concurrency: 2 } as Parameters<Target['open']>[0]);
  const gates = new Gates();
  const kit = { note: () => {}, gate: (name: string, opened: () => void) => gates.wait(name, opened) };
  return {
    gates,
    async submit(task: string): Promise<Started> {
      const signal = (): AbortSignal => new AbortController().signal;
      const parts = { id: task, program: bodyOf(task), signal, setting: {}, kit, reads: new Reads().ignore() };
      const handle = await coordinator.submit(makeJob(parts as unknown as Parameters<typeof makeJob>[0]));
      const ignore = (): void => {};
      handle.result.then(ignore, ignore);
      return { result: handle.result, cancel: () => handle.cancel?.() };
    },
    close: () => coordinator.dispose?.(),
  };
}

/** The calls alone, one after the other, each in the next microtask; an interleaving may end sooner, by an early cancel. */
async function straight(target: Target): Promise<number> {
  for (let run = 0; run < walks; run++) {
    const bare = await openBare(target);
    const started = await Promise.all(tasks.map((task) => bare.submit(task)));
    for (const [index, task] of tasks.entries()) {
      bare.gates.open(task);
      await Promise.resolve();
      void started[index]?.cancel();
      await Promise.resolve();
    }
    await Promise.allSettled(started.map(({ result }) => result));
    await bare.close();
  }
  return walks;
}

/** fast-check's scheduler on the same coordinator, actors and bodies; it checks nothing and keeps no history. */
async function scheduled(target: Target, wait: 'waitFor' | 'waitAll'): Promise<number> {
  await assert(
    asyncProperty(makeScheduler(), async (scheduler) => {
      const bare = await openBare(target);
      const done = tasks.map((task) => {
        let cancel: (() => unknown) | undefined;
        const sequence = scheduler.scheduleSequence([
          async () => {
            ({ cancel } = await bare.submit(task));
          },
          async () => bare.gates.open(task),
        ]);
        scheduler.scheduleSequence([async () => cancel?.()]);
        return sequence.task;
      });
      await (wait === 'waitFor' ? scheduler.waitFor(Promise.all(done)) : scheduler.waitAll());
      await bare.close();
    }),
    { numRuns: walks, endOnFailure: true, seed: 1 },
  );
  return walks;
}

/** Schedules per second: ours beside fast-check's, on the same coordinators in the same run. */
export async function schedules(): Promise<readonly string[]> {
  const rows = ['schedules per second, one process (three tasks, three cancels, two slots)'];
  for (const [name, target] of [
    ['the reference', reference()],
    ['a small coordinator with a hop after each step', planted()],
  ] as const) {
    const [ours = 0, alone, waitFor = 0, waitAll = 0] = await perSecond([
      () => explored(target),
      () => straight(target),
      () => scheduled(target, 'waitFor'),
      () => scheduled(target, 'waitAll'),
    ]);
    const times = (theirs: number): string => `nothing checked; quiesce: ${(ours / theirs).toFixed(2)} times as many`;
    rows.push(
      row(`  quiesce, ${name}`, String(ours), 'history and invariants on'),
      row('  its calls alone, in one order', String(alone), 'no schedule, nothing checked'),
      row('  fast-check scheduler, waitFor', String(waitFor), times(waitFor)),
      row('  fast-check scheduler, waitAll', String(waitAll), times(waitAll)),
    );
  }
  return rows;
}
