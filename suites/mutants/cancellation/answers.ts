import { faultsOf, type Mutant } from '../mutant.ts';

/** Faults in the answer of a cancel, and in what it does to tasks that it must not touch. */
export const answers: readonly Mutant[] = [
  ...faultsOf('CAN-07', {
    'no-for-a-running-task': {
      fault: 'cancel() returns the negative answer for a running task although it delivers the signal',
      trips: ['CAN-08', 'CAN-09', 'RAC-01', 'RAC-04', 'RAC-24', 'SHU-30'],
      parts: (p) => ({ ...p, answer: (core, task) => (task.startedAt === undefined ? p.answer(core, task) : false) }),
    },
    'no-for-a-queued-task': {
      fault: 'cancel() returns the negative answer for a waiting task although it takes it off the queue',
      trips: ['SHU-30'],
      parts: (p) => ({ ...p, answer: (core, task) => (task.startedAt === undefined ? false : p.answer(core, task)) }),
    },
  }),
  ...faultsOf('CAN-08', {
    'poisoned-identity': {
      fault: 'unknown identities are remembered and the next task of that identity is cancelled',
      trips: [],
      parts: (p) => ({
        ...p,
        unknown: (core, id, reason) => {
          core.tombstones.set(id, reason);
          return p.unknown(core, id, reason);
        },
      }),
    },
    'yes-to-the-unknown': {
      fault: 'cancel() answers yes for an identity that it does not know',
      trips: [],
      parts: (p) => ({ ...p, unknown: () => true }),
    },
  }),
  ...faultsOf('CAN-09', {
    'ended-tasks-are-cancelled': {
      fault:
        'cancel() does not look for a terminal state: it answers accepted, publishes a cancelled event and sets the queried state',
      trips: ['CAN-10', 'RAC-01', 'RAC-15'],
      parts: (p) => ({
        ...p,
        terminal: (core, task, reason) => {
          task.state = 'cancelled';
          p.announce(core, task, { kind: 'cancelled', data: reason });
          return true;
        },
      }),
    },
  }),
  ...faultsOf('CAN-10', {
    'told-and-cleaned-again': {
      fault:
        "every cancel() dispatches the abort event on the body's signal again and runs the registered cleanup again",
      trips: ['RAC-03', 'RAC-04', 'RAC-18'],
      parts: (p) => ({
        ...p,
        defer: (core, task, cleanup) => {
          task.scope.signal.addEventListener('abort', ({ isTrusted }) => isTrusted || void cleanup());
          p.defer(core, task, cleanup);
        },
        second: (core, task, reason) => (task.scope.tellAgain(), p.second(core, task, reason)),
      }),
    },
  }),
];
