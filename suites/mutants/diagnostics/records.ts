import type { Task } from '../../reference/core.ts';
import { note, send } from '../../reference/events.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

const tellings = new WeakMap<Task, number>();

/** Faults in what is told of a task: events, causes and records. */
export const records: readonly Mutant[] = [
  ...faultsOf('OBS-01', {
    'queued-and-gone': {
      fault: 'tasks that are cancelled in the queue produce no record',
      trips: ['CAN-12', 'RAC-02', 'RAC-25'],
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
