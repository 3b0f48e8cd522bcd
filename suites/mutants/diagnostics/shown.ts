import type { Ending } from '../../../harness/index.ts';
import type { Core, Parts, Task } from '../../reference/core.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

const atTheEnd = new WeakMap<Task, number>();

/** What is published at the request is no end: it comes later, and is told apart. */
const early = { 'terminal.when': 'at-acceptance', 'cancel.binding': 'sticky' };

const stuckAtRunning = (p: Parts, kind: Ending): Parts => ({
  ...p,
  shown: (core, task) =>
    task.startedAt !== undefined && task.outcome?.kind === kind ? 'running' : p.shown(core, task),
});

/** Faults in counts, states and the answer that all is done. */
export const shown: readonly Mutant[] = [
  ...faultsOf('OBS-06', {
    'cancelled-is-not-counted': {
      fault: 'the counts leave out tasks whose cancel has been accepted',
      trips: [],
      parts: (p) => ({
        ...p,
        snapshot: (core) => ({ ...p.snapshot(core), running: [...core.running].filter(({ stop }) => !stop).length }),
      }),
    },
    'failed-is-still-running': {
      fault: 'the shown state of a task stays "running" when it fails: it is set on the way of success alone',
      trips: [],
      parts: (p) => stuckAtRunning(p, 'failed'),
    },
    'cancelled-is-still-running': {
      fault: 'the shown state of a task that was cancelled while it ran stays "running" after its end',
      trips: [],
      parts: (p) => stuckAtRunning(p, 'cancelled'),
    },
    'late-is-still-running': {
      fault: 'the shown state of a task that ran out of time stays "running" after its end',
      trips: [],
      parts: (p) => stuckAtRunning(p, 'timeout'),
    },
    'waiting-is-running': {
      fault: 'a task is shown as running from its submit on, also while it waits',
      trips: [],
      parts: (p) => ({
        ...p,
        shown: (core, task) => (task.startedAt === undefined && !task.outcome ? 'running' : p.shown(core, task)),
      }),
    },
    'lists-the-failed': {
      fault: 'a task that has failed stays in the list of those alive',
      trips: [],
      parts: (p) => ({
        ...p,
        snapshot: (core) => {
          const failed = [...core.tasks.values()].filter(({ outcome }) => outcome?.kind === 'failed');
          const says = p.snapshot(core);
          return { ...says, ids: [...new Set([...(says.ids ?? []), ...failed.map(({ id }) => id)])] };
        },
      }),
    },
    'reported-is-not-running': {
      fault: 'the running count is lowered when the outcome is reported',
      trips: [],
      dialect: early,
      parts: (p) => ({
        ...p,
        snapshot: (core) => ({
          ...p.snapshot(core),
          running: [...core.running].filter((task) => !task.outcome).length,
        }),
      }),
    },
    'running-until-the-next': {
      fault: 'the shown state of an ended task stays "running" until the next submit',
      trips: [],
      parts: (p) => ({
        ...p,
        end: (core, task) => {
          atTheEnd.set(task, core.tasks.size);
          p.end(core, task);
        },
        shown: (core, task) => (atTheEnd.get(task) === core.tasks.size ? 'running' : p.shown(core, task)),
      }),
    },
  }),
  ...faultsOf('OBS-09', {
    'cancelled-at-once': {
      fault: 'the shown state jumps from running to cancelled at the request, ahead of result and event',
      trips: ['CAN-19', 'PAT-14', 'RAC-15'],
      parts: (p) => ({ ...p, shown: (core, task) => (task.stop ? 'cancelled' : p.shown(core, task)) }),
    },
    'running-to-the-end': {
      fault: 'the shown state stays "running" until the end of the cleanup',
      trips: [],
      parts: (p) => ({ ...p, shown: (core, task) => (task.holds ? 'running' : p.shown(core, task)) }),
    },
    'nothing-until-the-end': {
      fault:
        'a cancel request changes nothing that is shown: the cancelled state appears with the end of the cleanup only',
      trips: [],
      dialect: early,
      parts: (p) => ({ ...p, shown: (core, task) => (task.holds ? 'running' : p.shown(core, task)) }),
    },
  }),
  ...faultsOf('OBS-10', {
    'begins-with-the-body': {
      fault: 'idle counts tasks from the start of their bodies: those submitted in the same turn are not seen',
      trips: [],
      parts: (p) => ({ ...p, idle: async (core) => (core.running.size === 0 ? undefined : p.idle(core)) }),
    },
    'empty-queue': {
      fault: 'idle settles when the queue is empty, whatever runs',
      trips: [],
      parts: (p) => ({ ...p, idle: async (core) => (p.waiting(core) === 0 ? undefined : p.idle(core)) }),
    },
    'nothing-runs': {
      fault: 'idle settles when what runs at the call has ended, whatever waits',
      trips: [],
      parts: (p) => ({
        ...p,
        idle: async (core) => {
          if (core.running.size === 0) return p.idle(core);
          await Promise.all([...core.running].map(({ ended }) => ended.promise));
        },
      }),
    },
    'reported-is-idle': {
      fault: 'idle is computed from the reported outcomes',
      trips: [],
      dialect: early,
      parts: (p) => ({
        ...p,
        idle: async (core) => {
          const ends = [...core.tasks.values()].map(({ result }) => result.promise);
          await Promise.allSettled(ends);
        },
      }),
    },
    'comes-with-a-failure': {
      fault: 'idle is answered by the first task that fails, whatever else runs',
      trips: [],
      parts: (p) => ({ ...p, idle: (core) => Promise.race([p.idle(core), ...endedBadly(core, 'failed')]) }),
    },
    'comes-with-any-end-but-success': {
      fault: 'idle is answered by the first task that fails, is cancelled or runs out of time, whatever else runs',
      trips: [],
      parts: (p) => ({
        ...p,
        idle: (core) =>
          Promise.race([
            p.idle(core),
            ...(['failed', 'cancelled', 'timeout'] as const).flatMap((kind) => endedBadly(core, kind)),
          ]),
      }),
    },
    'comes-with-a-cancel': {
      fault: 'idle is answered by the first running task that is cancelled, whatever else runs',
      trips: [],
      parts: (p) => ({ ...p, idle: (core) => Promise.race([p.idle(core), ...endedBadly(core, 'cancelled')]) }),
    },
    'comes-with-a-limit': {
      fault: 'idle is answered by the first task that runs out of time, whatever else runs',
      trips: [],
      parts: (p) => ({ ...p, idle: (core) => Promise.race([p.idle(core), ...endedBadly(core, 'timeout')]) }),
    },
    'never-after-a-failure': {
      fault: 'nobody who waits for idle is told when the last task fails: that is done on the way of success alone',
      trips: [],
      parts: (p) => ({ ...p, idle: (core) => neverAfter(core, p.idle(core), 'failed') }),
    },
    'never-after-a-cancel': {
      fault: 'nobody who waits for idle is told when the last task was cancelled',
      trips: [],
      parts: (p) => ({ ...p, idle: (core) => neverAfter(core, p.idle(core), 'cancelled') }),
    },
    'never-after-a-limit': {
      fault: 'nobody who waits for idle is told when the last task ran out of time',
      trips: [],
      parts: (p) => ({ ...p, idle: (core) => neverAfter(core, p.idle(core), 'timeout') }),
    },
    'a-cancel-at-once-counts-twice': {
      fault: 'a task that is cancelled before it starts is counted off twice: idle settles, whatever else lives',
      trips: [],
      parts: (p) => ({
        ...p,
        idle: (core) => {
          const waiting = [...core.tasks.values()].filter(({ startedAt }) => startedAt === undefined);
          return Promise.race([p.idle(core), ...waiting.map(cancelledUnstarted)]);
        },
      }),
    },
    'those-of-the-call': {
      fault: 'idle waits for the tasks that were live at the call and for no later one',
      trips: [],
      parts: (p) => ({
        ...p,
        idle: async (core) => {
          await Promise.all([...core.tasks.values()].map(({ ended }) => ended.promise));
        },
      }),
    },
  }),
];

/** One promise for each task that runs, for its end of that kind. */
const endedBadly = (core: Core, kind: Ending): readonly Promise<void>[] =>
  [...core.running].map(
    (task) =>
      new Promise((resolve) => {
        void task.ended.promise.then(() => task.outcome?.kind === kind && resolve());
      }),
  );

/** The tasks that there are at the call; the last of them to end decides. */
async function neverAfter(core: Core, idle: Promise<void>, kind: Ending): Promise<void> {
  let last: Task | undefined;
  for (const task of core.tasks.values()) void task.ended.promise.then(() => (last = task));
  await idle;
  if (last?.outcome?.kind === kind) await new Promise(() => {});
}

/** Settles when the task has been cancelled before it started, and only then. */
const cancelledUnstarted = (task: Task): Promise<void> =>
  new Promise((resolve) => {
    task.result.promise.catch(() => {
      if (task.startedAt === undefined) resolve();
    });
  });
