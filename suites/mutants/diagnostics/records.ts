import type { Core, Task } from '../../reference/core.ts';
import { note, send } from '../../reference/events.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

const lastReason = new WeakMap<Core, unknown>();
const unnamed = (task: Task): Task => Object.assign(Object.create(task) as Task, { id: undefined });
const ring = new WeakMap<Core, number>();
const beginnings = new WeakMap<Task, number>();
const tellings = new WeakMap<Task, number>();

/** Faults in what is told of a task: events, causes and records. */
export const records: readonly Mutant[] = [
  ...faultsOf('OBS-01', {
    'queued-and-gone': {
      fault: 'tasks that are cancelled in the queue produce no record',
      trips: ['CAN-12', 'OBS-05', 'RAC-02', 'RAC-25'],
      parts: (p) => ({
        ...p,
        announce: (core, task, end) => {
          if (task.startedAt !== undefined) p.announce(core, task, end);
        },
      }),
    },
    'started-at-submit': {
      fault: 'the started event is sent at submit, also for tasks that never start',
      trips: [],
      parts: (p) => ({
        ...p,
        begun: () => {},
        enqueue: (core, task) => {
          send(core, task, 'started', undefined, false);
          p.enqueue(core, task);
        },
      }),
    },
  }),
  ...faultsOf('OBS-01', {
    'failure-of-nobody': {
      fault: 'the failure of a task is logged without its id, which all other records of the log have',
      trips: [],
      parts: (p) => ({
        ...p,
        begun: (core, task) => (note(core, 'debug', 'the task has started', task.id), p.begun(core, task)),
        report: (core, task, outcome) => p.report(core, outcome.kind === 'failed' ? unnamed(task) : task, outcome),
      }),
    },
    'numbered-by-the-living': {
      fault:
        'the id of a task is the number of those alive: after the end of one the next gets the id of another that lives',
      trips: ['RAC-15', 'RAC-17'],
      parts: (p) => ({
        ...p,
        follow: (core, task, signal) => {
          core.tasks.delete(task.id);
          const living = [...core.tasks.values()].filter(({ outcome }) => !outcome).length;
          Object.assign(task, { id: `task-${living + 1}` });
          core.tasks.set(task.id, task);
          p.follow(core, task, signal);
        },
      }),
    },
    'numbered-in-a-ring': {
      fault: 'the ids of tasks are counted in a ring of three, and none is asked whether it is free',
      trips: ['OBS-05', 'OBS-06', 'RAC-15', 'RAC-17'],
      parts: (p) => ({
        ...p,
        follow: (core, task, signal) => {
          core.tasks.delete(task.id);
          ring.set(core, ((ring.get(core) ?? 0) + 1) % 3);
          Object.assign(task, { id: `task-${ring.get(core)}` });
          core.tasks.set(task.id, task);
          p.follow(core, task, signal);
        },
      }),
    },
    'failure-of-the-first': {
      fault: 'the failure of a task is logged with the id of another one that runs beside it',
      trips: [],
      parts: (p) => ({
        ...p,
        report: (core, task, outcome) => {
          const [other] = outcome.kind === 'failed' ? [...core.running].filter((one) => one !== task) : [];
          p.report(core, other ?? task, outcome);
        },
      }),
    },
  }),
  ...faultsOf('OBS-02', {
    'id-from-the-clock': {
      fault: 'the id is taken from the wall clock',
      trips: [],
      parts: (p) => ({
        ...p,
        stamp: (core) => {
          core.lastEvent += 0.001;
          return { id: Date.now() + core.lastEvent, at: Date.now() };
        },
      }),
    },
    'local-date': {
      fault: 'the timestamp is written in the local date format',
      trips: [],
      parts: (p) => ({ ...p, stamp: (core) => ({ ...p.stamp(core), at: new Date().toLocaleString('en-US') }) }),
    },
  }),
  ...faultsOf('OBS-03', {
    'text-of-the-error': {
      fault: "the result's wrapper rejects with new Error(String(e))",
      trips: ['PAT-05', 'PAT-06', 'PAT-11', 'PAT-26', 'PAT-27', 'PAT-30'],
      parts: (p) => ({
        ...p,
        settle: (core, task, end) =>
          p.settle(core, task, end.kind === 'failed' ? { ...end, error: new Error(String(end.error)) } : end),
      }),
    },
    'built-anew': {
      fault: 'the error is built anew from its name and message: the cause is lost',
      trips: ['PAT-05', 'PAT-11', 'PAT-27'],
      parts: (p) => ({
        ...p,
        settle: (core, task, end) => {
          const { name, message } = (end.error ?? {}) as Error;
          const error = end.error instanceof Error ? Object.assign(new Error(message), { name }) : end.error;
          p.settle(core, task, end.kind === 'failed' ? { ...end, error } : end);
        },
      }),
    },
  }),
  ...faultsOf('OBS-04', {
    'no-state': {
      fault: 'the record of a task that is given up has its id and age, but no state or activity',
      trips: [],
      parts: (p) => ({ ...p, unfinished: (core, task) => ({ ...p.unfinished(core, task), state: '' }) }),
    },
    'age-by-the-wall-clock': {
      fault: 'the age of a task that is given up is taken from the wall clock: it is negative after that was set back',
      trips: [],
      parts: (p) => ({
        ...p,
        begun: (core, task) => (beginnings.set(task, Date.now()), p.begun(core, task)),
        unfinished: (core, task) => ({
          ...p.unfinished(core, task),
          age: Date.now() - (beginnings.get(task) ?? Date.now()),
        }),
      }),
    },
    'age-since-it-was-told': {
      fault: 'the age of a task that is given up is counted from the moment at which the shutdown told it',
      trips: [],
      parts: (p) => ({
        ...p,
        deliver: (core, task, reason) => {
          tellings.set(task, performance.now());
          p.deliver(core, task, reason);
        },
        unfinished: (core, task) => ({
          ...p.unfinished(core, task),
          age: performance.now() - (tellings.get(task) ?? 0),
        }),
      }),
    },
  }),
  ...faultsOf('OBS-05', {
    'says-nothing-of-it': {
      fault: 'a cancelled task leaves nothing in the log: whoever looks for it finds its start alone',
      trips: [],
      parts: (p) => ({
        ...p,
        report: (core, task, outcome) => outcome.kind === 'cancelled' || p.report(core, task, outcome),
      }),
    },
    'nothing-of-one-that-waits': {
      fault:
        'a task that is cancelled while it waits leaves nothing in the log: it is taken out of the queue, and that is all',
      trips: [],
      parts: (p) => ({
        ...p,
        report: (core, task, outcome) => task.startedAt === undefined || p.report(core, task, outcome),
      }),
    },
    'an-error-of-one-that-waits': {
      fault: 'a task that is cancelled while it waits is logged as an error, as one that could not be run',
      trips: [],
      parts: (p) => ({
        ...p,
        report: (core, task, outcome) => {
          if (task.startedAt !== undefined || outcome.kind !== 'cancelled') return p.report(core, task, outcome);
          note(core, 'error', 'the task could not be run', task.id, outcome.error);
        },
      }),
    },
    'without-its-reason': {
      fault: 'the log says that a task was cancelled, and not why: the reason is lost on the way to it',
      trips: [],
      parts: (p) => ({
        ...p,
        report: (core, task, outcome) =>
          p.report(core, task, outcome.kind === 'cancelled' ? { ...outcome, error: undefined } : outcome),
      }),
    },
    'with-another-reason': {
      fault: 'the log gives the reason of an earlier cancel: it is kept in one variable for all tasks',
      trips: [],
      parts: (p) => ({
        ...p,
        report: (core, task, outcome) => {
          if (outcome.kind !== 'cancelled') return p.report(core, task, outcome);
          const { error } = outcome;
          p.report(core, task, { ...outcome, error: lastReason.get(core) });
          lastReason.set(core, error);
        },
      }),
    },
    'cancelled-is-an-error': {
      fault: 'a cancelled task is logged as an error with a stack trace',
      trips: [],
      parts: (p) => ({
        ...p,
        report: (core, task, { kind, error }) => {
          if (kind !== 'completed') note(core, 'error', `the task ended: ${kind}`, task.id, error);
        },
      }),
    },
    'warns-twice': {
      fault: 'the request of a cancel and the end of the task are both logged as warnings',
      trips: [],
      parts: (p) => ({
        ...p,
        accept: (core, task, stop) => {
          note(core, 'warn', 'the task is being cancelled', task.id, stop.reasons[0]);
          p.accept(core, task, stop);
        },
      }),
    },
  }),
];
