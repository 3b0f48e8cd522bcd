import type { Core, Task, Told } from '../../reference/core.ts';
import { hops } from '../../reference/hops.ts';
import { stopped } from '../../reference/tasks.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

/** Controllers of notifications that a further cancel cuts short. */
const notifying = new WeakMap<Task, { stopped: boolean }>();

/** Tells one client after the other, as long as nobody stops it. */
async function oneByOne(core: Core, task: Task, event: Told): Promise<void> {
  const loop = { stopped: false };
  notifying.set(task, loop);
  task.log.push(event);
  for (const listener of [...core.listeners, ...task.listeners]) {
    if (loop.stopped) return;
    try {
      await listener(event);
    } catch {
      // It is told, as far as the loop is concerned.
    }
  }
}

/** Registered cleanups that a cancel has set going. */
const cleaning = new WeakMap<Task, Promise<unknown>[]>();

/** Faults in what a further stop does, and in stops that come together. */
export const stops: readonly Mutant[] = [
  ...faultsOf('RAC-03', {
    'notification-under-a-controller': {
      fault:
        'the terminal event is delivered client after client in a loop under a controller of the task, and a further cancel aborts that controller',
      trips: [],
      parts: (p) => ({
        ...p,
        post: (core, task, event) => void (event.terminal ? oneByOne(core, task, event) : p.post(core, task, event)),
        terminal: (core, task, reason) => {
          const loop = notifying.get(task);
          if (loop) loop.stopped = true;
          return p.terminal(core, task, reason);
        },
      }),
    },
    'settled-by-the-second-cancel': {
      fault: 'a second cancel of a task in cleanup settles it at once',
      trips: [],
      parts: (p) => ({
        ...p,
        second: (core, task, reason) => {
          if (task.stop) p.conclude(core, task, stopped(core, task.stop));
          return p.second(core, task, reason);
        },
      }),
    },
  }),
  ...faultsOf('RAC-04', {
    'cleanup-run-by-every-canceller': {
      fault:
        'cancel() tests the flag, awaits a hook, sets the flag and then itself runs the registered deferred cleanups, which the end of the body leaves to it',
      trips: ['RAC-18'],
      parts: (p) => ({
        ...p,
        request: async (core, task, reason) => {
          if (task.stop || task.outcome) return p.request(core, task, reason);
          await hops(1);
          cleaning.set(task, [...(cleaning.get(task) ?? []), ...task.cleanups.map((cleanup) => cleanup())]);
          return p.request(core, task, reason);
        },
        cleanUp: async (core, task, end) =>
          cleaning.get(task) ? (await Promise.all(cleaning.get(task) ?? []), []) : p.cleanUp(core, task, end),
      }),
    },
  }),
  ...faultsOf('RAC-05', {
    'reason-of-the-last-kind-of-the-first': {
      fault:
        'each stop request overwrites the recorded reason, while the kind of outcome is taken from the first request',
      trips: ['CAN-15'],
      parts: (p) => ({
        ...p,
        second: (core, task, reason) => {
          if (reason !== undefined) task.stop?.reasons.splice(0, 1, reason);
          return p.second(core, task, undefined);
        },
      }),
    },
    'timeout-of-a-cancelled-task': {
      fault:
        'when the limit fires on a task that is already being cancelled, its timer publishes a timeout event of its own',
      trips: ['RAC-15'],
      parts: (p) => ({
        ...p,
        expire: (core, task, ms) => {
          if (task.stop && !task.outcome) p.announce(core, task, { kind: 'timeout' });
          p.expire(core, task, ms);
        },
      }),
    },
  }),
];
