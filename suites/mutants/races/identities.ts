import { Task } from '../../reference/core.ts';
import { Refused } from '../../reference/errors.ts';
import { hops } from '../../reference/hops.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

/** What is refused has been written down before. */
function refusing<T>(admit: () => T, write: () => unknown): T {
  try {
    return admit();
  } catch (error) {
    write();
    throw error;
  }
}

/** Faults in reused identities, in calls from inside, and in refusals. */
export const identities: readonly Mutant[] = [
  ...faultsOf('RAC-24', {
    'a-late-finalizer': {
      fault: 'a late finalizer deletes the entry by key again three hops after the terminal event',
      trips: [],
      parts: (p) => ({
        ...p,
        end: (core, task) => {
          p.end(core, task);
          void hops(3).then(() => core.tasks.delete(task.id));
        },
      }),
    },
    'found-by-identity': {
      fault: "emit() finds the clients by the task's identity at the time of the call",
      trips: [],
      parts: (p) => ({
        ...p,
        emit: (core, task, type, data) => p.emit(core, core.tasks.get(task.id) ?? task, type, data),
      }),
    },
    'a-timer-by-identity': {
      fault: "the limit's timer is not cleared at the end and stops whatever task has the identity when it fires",
      trips: ['PAT-16'],
      parts: (p) => ({
        ...p,
        disarm: () => {},
        expire: (core, task, ms) => p.expire(core, core.tasks.get(task.id) ?? task, ms),
      }),
    },
    'free-before-the-cleanup': {
      fault:
        'an identity is free once its task is told to stop, and the end of the cleanup takes the entry of its next owner',
      trips: ['RAC-15'],
      parts: (p) => ({
        ...p,
        admit: (core, job) => {
          const known = core.tasks.get(job.id);
          if (known?.stop && !known.outcome) core.tasks.delete(job.id);
          p.admit(core, job);
        },
        end: (core, task) => {
          p.end(core, task);
          if (core.tasks.get(task.id) !== task) core.tasks.delete(task.id);
        },
      }),
    },
  }),
  ...faultsOf('RAC-25', {
    'dropped-while-it-tells': {
      fault: 'an event raised while a broadcast is running is dropped (re-entrancy guard)',
      trips: [],
      parts: (p) => ({
        ...p,
        post: (core, task, event) => {
          if (!core.delivering) p.post(core, task, event);
        },
      }),
    },
    'one-cancel-at-a-time': {
      fault: 'while one task cleans up, cancels of others are answered and forgotten',
      trips: [],
      parts: (p) => ({
        ...p,
        request: (core, task, reason) =>
          [...core.running].some((other) => other !== task && other.state === 'cancelling')
            ? true
            : p.request(core, task, reason),
      }),
    },
    'waits-for-the-broadcast': {
      fault: 'cancel() waits until the broadcast in progress has been delivered (a lock that the broadcast holds)',
      trips: [],
      parts: (p) => ({
        ...p,
        request: async (core, task, reason) => {
          if (core.delivering) await hops(1);
          await Promise.all(core.inHand);
          return p.request(core, task, reason);
        },
      }),
    },
  }),
  ...faultsOf('RAC-26', {
    'registered-and-then-refused': {
      fault: 'the entry is registered before the check that throws',
      trips: ['OBS-07', 'RAC-15'],
      parts: (p) => ({
        ...p,
        admit: (core, job) =>
          refusing(
            () => p.admit(core, job),
            () => core.tasks.set(job.id, new Task(job, p.taskScope(core))),
          ),
        turnAway: (core, closing, job) =>
          refusing(
            () => p.turnAway(core, closing, job),
            () => core.tasks.set(job.id, new Task(job, p.taskScope(core))),
          ),
      }),
    },
    'counted-and-then-refused': {
      fault: 'the slot is counted as taken before the check that throws',
      trips: ['REL-09', 'REL-11'],
      parts: (p) => ({
        ...p,
        admit: (core, job) =>
          refusing(
            () => p.admit(core, job),
            () => core.running.add(new Task(job, p.taskScope(core))),
          ),
      }),
    },
    'refused-with-a-listener': {
      fault: 'a job whose signal is aborted is refused when its entry and its listener are already there',
      trips: [],
      parts: (p) => ({
        ...p,
        follow: (core, task, signal) => {
          if (signal.aborted) p.listen(core, task, signal);
          if (signal.aborted) throw new Refused('CLOSED', 'the signal of the job is aborted');
          p.follow(core, task, signal);
        },
      }),
    },
  }),
];
