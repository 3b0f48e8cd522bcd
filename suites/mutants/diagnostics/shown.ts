import type { Task } from '../../reference/core.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

const atTheEnd = new WeakMap<Task, number>();

/** What is published at the request is no end: it comes later, and is told apart. */
const early = { 'terminal.when': 'at-acceptance', 'cancel.binding': 'sticky' };

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

/** Settles when the task has been cancelled before it started, and only then. */
const cancelledUnstarted = (task: Task): Promise<void> =>
  new Promise((resolve) => {
    task.result.promise.catch(() => {
      if (task.startedAt === undefined) resolve();
    });
  });
