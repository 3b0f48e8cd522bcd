import type { Stop } from '../../reference/core.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

const heard = new WeakSet<AbortSignal>();

const unreasoned = (stop: Stop): Stop =>
  stop.kind === 'cancelled' ? { ...stop, reasons: [new Error('aborted')] } : stop;

/** Faults with the caller's signal. */
export const signals: readonly Mutant[] = [
  ...faultsOf('CAN-24', {
    'flag-never-read': {
      fault: 'only the abort event of the signal is listened to; its aborted flag is never read',
      trips: [],
      parts: (p) => ({ ...p, follow: p.listen }),
    },
    'flag-read-at-the-start': {
      fault: 'the aborted flag is read only when a slot is free and the task is about to start',
      trips: [],
      parts: (p) => ({
        ...p,
        follow: p.listen,
        start: (core, task) => (task.job.signal.aborted ? p.follow(core, task, task.job.signal) : p.start(core, task)),
      }),
    },
  }),
  ...faultsOf('CAN-29', {
    'reason-replaced-where-it-runs': {
      fault: "a running task is cancelled with an error of the library's own: the reason of the caller arrives nowhere",
      trips: [],
      parts: (p) => ({
        ...p,
        accept: (core, task, stop) => p.accept(core, task, task.holds ? unreasoned(stop) : stop),
      }),
    },
    'looked-at-in-submit-only': {
      fault: 'the signal is looked at in submit() only',
      trips: [],
      parts: (p) => ({ ...p, listen: () => {} }),
    },
    'listens-from-the-start-on': {
      fault: 'the listener on the signal is added when the body starts',
      trips: [],
      parts: (p) => ({
        ...p,
        listen: () => {},
        start: (core, task) => {
          p.listen(core, task, task.job.signal);
          p.start(core, task);
        },
      }),
    },
    'one-listener-a-signal': {
      fault: 'a second task with the same signal does not get a listener of its own',
      trips: [],
      parts: (p) => ({
        ...p,
        listen: (core, task, signal) => {
          if (!heard.has(signal)) p.listen(core, task, signal);
          heard.add(signal);
        },
      }),
    },
  }),
];
