import { deferred } from '../../reference/deferred.ts';
import { type Core, Task } from '../../reference/core.ts';
import { adopt } from '../../reference/tasks.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

const dropped = (core: Core, job: Task['job']): Task => new Task(job, core.parts.taskScope(core));
const lastReasons = new WeakMap<Core, unknown>();
const running = new WeakMap<Core, readonly Task[]>();

/** Tasks whose body is over, and how to wait for that. */
const bodies = new WeakMap<Task, ReturnType<typeof deferred<void>>>();
const bodyOf = (task: Task): ReturnType<typeof deferred<void>> => {
  const body = bodies.get(task) ?? deferred<void>();
  bodies.set(task, body);
  return body;
};
const bodiesOver = async (core: Core): Promise<boolean> => {
  await Promise.all([...core.running].map((task) => Promise.race([bodyOf(task).promise, task.ended.promise])));
  return true;
};

/** Faults in what a shutdown does with the tasks that run, wait or come. */
export const work: readonly Mutant[] = [
  ...faultsOf('SHU-06', {
    'accepted-and-run': {
      fault: 'submit does not look whether a shutdown is going on: what comes during it is accepted and run',
      trips: ['RAC-12'],
      parts: (p) => ({
        ...p,
        turnAway: (core, closing, job) => (closing.over ? p.turnAway(core, closing, job) : adopt(core, job)),
      }),
    },
    'accepted-while-it-drains': {
      fault: 'a drain goes on taking tasks, and waits for them as well: it ends once nobody submits any more',
      trips: [],
      parts: (p) => ({
        ...p,
        turnAway: (core, closing, job) =>
          closing.over || closing.queued !== 'run' ? p.turnAway(core, closing, job) : adopt(core, job),
      }),
    },
    'accepted-and-forgotten': {
      fault:
        'once a shutdown was asked for, a submit returns a handle, and the task is put in no queue: it never settles',
      trips: ['RAC-12', 'SHU-23'],
      parts: (p) => ({ ...p, turnAway: (core, _closing, job) => new Task(job, p.taskScope(core)) }),
    },
    'accepted-and-dropped': {
      fault: 'submits are accepted into the queue during the drain and dropped at the end',
      trips: ['RAC-12'],
      parts: (p) => ({
        ...p,
        turnAway: (core, closing, job) => (closing.over ? p.turnAway(core, closing, job) : dropped(core, job)),
      }),
    },
  }),
  ...faultsOf('SHU-07', {
    'only-those-with-clients': {
      fault: 'at the end of the grace period only the tasks that have clients are told',
      trips: [],
      parts: (p) => ({
        ...p,
        reached: (core, closing) =>
          [...p.reached(core, closing)].filter((task) => task.listeners.length + core.listeners.length > 0),
      }),
    },
    'told-again': {
      fault: 'tasks that still run at the end of the allowance are told a second time',
      trips: [],
      parts: (p) => ({
        ...p,
        abandon: (core, closing, task) => {
          task.scope.tellAgain();
          p.abandon(core, closing, task);
        },
      }),
    },
    'hands-on-a-callers-reason': {
      fault: 'shutdown hands on the last reason that a caller gave to cancel',
      trips: [],
      parts: (p) => ({
        ...p,
        request: (core, task, reason) => (lastReasons.set(core, reason), p.request(core, task, reason)),
        why: (core) => lastReasons.get(core) ?? p.why(core),
      }),
    },
  }),
  ...faultsOf('SHU-08', {
    'queue-replaced': {
      fault: 'shutdown replaces the queue by an empty one without settling its entries',
      trips: [],
      parts: (p) => ({ ...p, clear: (core) => (core.queue.entries.splice(0), []) }),
    },
    'queue-runs-afterwards': {
      fault: 'shutdown waits for the running tasks only, the queued ones run after it has resolved',
      trips: [],
      dialect: { 'shutdown.queued': 'run' },
      parts: (p) => ({
        ...p,
        ends: async (core, closing, ms) => {
          const others = [...core.running].filter((task) => task !== closing.self);
          const ends = Promise.all(others.map(({ ended }) => ended.promise));
          return Promise.race([p.ends(core, closing, ms), ends.then(() => true)]);
        },
      }),
    },
    'list-read-too-late': {
      fault: 'the returned list is read after the queue has been emptied',
      trips: [],
      dialect: { 'shutdown.queued': 'return' },
      parts: (p) => ({
        ...p,
        clear: (core, closing) => p.clear(core, closing).filter((task) => core.tasks.has(task.id)),
      }),
    },
  }),
  ...faultsOf('SHU-09', {
    'waits-for-results': {
      fault: 'after telling the tasks, shutdown waits for their results instead of for their ends',
      trips: ['SHU-05', 'SHU-10', 'SHU-21'],
      dialect: { 'terminal.when': 'at-acceptance', 'cancel.binding': 'sticky' },
      parts: (p) => ({
        ...p,
        ends: async (core, closing, ms) =>
          closing.running === 'drain-then-cancel' && [...core.running].every(({ outcome }) => outcome)
            ? true
            : p.ends(core, closing, ms),
      }),
    },
    'forgets-registered-cleanup': {
      fault: 'after telling the tasks, shutdown waits for the bodies but not for the cleanups registered with `defer`',
      trips: [],
      parts: (p) => ({
        ...p,
        cleanUp: (core, task, end) => (bodyOf(task).resolve(), p.cleanUp(core, task, end)),
        ends: (core, closing, ms) =>
          [...core.running].some(({ stop }) => stop)
            ? Promise.race([p.ends(core, closing, ms), bodiesOver(core)])
            : p.ends(core, closing, ms),
      }),
    },
  }),
  ...faultsOf('SHU-10', {
    'names-the-queue': {
      fault: 'the list of unfinished tasks is built from the queue instead of from the running tasks',
      trips: [],
      parts: (p) => ({ ...p, named: (core, _closing, left) => (left.length > 0 ? core.queue.entries : []) }),
    },
    'names-all-that-ran': {
      fault: 'the list of unfinished tasks holds every task that was running when shutdown was called',
      trips: ['SHU-05'],
      parts: (p) => ({
        ...p,
        clear: (core, closing) => (running.set(core, [...core.running]), p.clear(core, closing)),
        named: (core, _closing, left) => (left.length > 0 ? (running.get(core) ?? []) : []),
      }),
    },
  }),
  ...faultsOf('SHU-23', {
    'never-settles-afterwards': {
      fault: 'a submit after the end of shutdown returns a handle that never settles',
      trips: ['RAC-12'],
      parts: (p) => ({
        ...p,
        turnAway: (core, closing, job) => (closing.over ? dropped(core, job) : p.turnAway(core, closing, job)),
      }),
    },
  }),
  ...faultsOf('SHU-24', {
    'waits-for-its-caller': {
      fault: 'shutdown waits for all tasks, its caller included',
      trips: ['SHU-12'],
      parts: (p) => ({
        ...p,
        ends: (core, closing, ms) => p.ends(core, { ...closing, self: undefined }, ms),
      }),
    },
  }),
  ...faultsOf('SHU-27', {
    'result-left-pending': {
      fault: 'shutdown gives up and resolves, the result of the unfinished task stays pending',
      trips: [],
      parts: (p) => ({ ...p, abandon: () => {} }),
    },
    'late-end-is-told': {
      fault: 'the late end of an abandoned body publishes a second terminal event',
      trips: ['RAC-15'],
      parts: (p) => ({
        ...p,
        conclude: (core, task, outcome) =>
          task.outcome && core.closing ? p.announce(core, task, outcome) : p.conclude(core, task, outcome),
      }),
    },
  }),
  ...faultsOf('SHU-28', {
    'not-written-back': {
      fault: 'queued tasks leave the queue at shutdown without being written back to the store',
      trips: [],
      dialect: { 'shutdown.queued': 'requeue' },
      parts: (p) => ({ ...p, keep: () => {} }),
    },
    'gives-back-the-ended': {
      fault: 'shutdown gives back every task of the list it took at the call, ended or not',
      trips: [],
      dialect: { 'shutdown.queued': 'requeue' },
      parts: (p) => ({
        ...p,
        clear: (core, closing) => {
          for (const task of core.running) p.keep(core, task);
          return p.clear(core, closing);
        },
      }),
    },
    'given-back-twice': {
      fault: 'a task that shutdown gives up on is written back twice, as running and as waiting',
      trips: ['RAC-15', 'RAC-17'],
      dialect: { 'shutdown.queued': 'requeue', abandoned: 'kept' },
      parts: (p) => ({
        ...p,
        abandon: (core, closing, task) => {
          p.keep(core, task);
          p.abandon(core, closing, task);
        },
      }),
    },
  }),
  ...faultsOf('SHU-29', {
    'child-never-settles': {
      fault: 'after shutdown has begun a spawn returns a handle that never settles, so the drain never ends',
      trips: ['SHU-12'],
      parts: (p) => ({
        ...p,
        member: (core, scope, part) => (core.closing ? new Promise(() => {}) : p.member(core, scope, part)),
      }),
    },
    'child-refused': {
      fault: 'children spawned during the drain are refused like top-level submits although allow is declared',
      trips: [],
      parts: (p) => ({ ...p, bears: (core) => !core.closing }),
    },
  }),
  ...faultsOf('SHU-30', {
    'no-cancel-any-more': {
      fault: 'cancel() answers no and does nothing once shutdown has begun',
      trips: [],
      parts: (p) => ({ ...p, request: (core, task, reason) => !core.closing && p.request(core, task, reason) }),
    },
    'no-cancel-of-the-queued': {
      fault: 'cancel() of a queued task answers no once shutdown has begun',
      trips: [],
      dialect: { 'shutdown.queued': 'run' },
      parts: (p) => ({
        ...p,
        request: (core, task, reason) => (task.holds || !core.closing) && p.request(core, task, reason),
      }),
    },
  }),
];
