import type { Outcome } from '../../reference/core.ts';
import { Cancelled } from '../../reference/errors.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

const unexplained = ({ suppressed }: Cancelled): Cancelled => new Cancelled(undefined, suppressed);

function inOwnWords(outcome: Outcome): Outcome {
  if (outcome.kind !== 'cancelled') return outcome;
  const own = new Error('aborted');
  return { ...outcome, error: new Cancelled(own, (outcome.error as Cancelled).suppressed), data: own };
}

/** Faults with the reason of a cancel. */
export const reasons: readonly Mutant[] = [
  ...faultsOf('CAN-14', {
    'constant-in-the-event': {
      fault: 'the terminal event carries the constant "external_cancellation" instead of the reason',
      trips: [],
      parts: (p) => ({
        ...p,
        payload: (core, task, end) => (end.kind === 'cancelled' ? 'external_cancellation' : p.payload(core, task, end)),
      }),
    },
    'left-out-of-one-that-waits': {
      fault: 'a task that is cancelled while it waits ends with an error that leaves the reason out',
      trips: ['CAN-24', 'OBS-05'],
      parts: (p) => ({
        ...p,
        discard: (core, task) => {
          if (task.stop?.kind === 'cancelled') task.stop.reasons.splice(0, 1, undefined);
          p.discard(core, task);
        },
      }),
    },
    'replaced-in-the-outcome': {
      fault:
        "the body's signal has the reason of the caller; the result and the event have an error of the library's own",
      trips: ['OBS-05'],
      parts: (p) => ({
        ...p,
        judge: (core, task, end, errors) => inOwnWords(p.judge(core, task, end, errors)),
      }),
    },
    'replaced-in-the-signal': {
      fault: "the body's signal is aborted with an error of the library's own, without the reason of the caller",
      trips: [],
      parts: (p) => ({
        ...p,
        deliver: (core, task, reason) =>
          p.deliver(core, task, task.stop?.kind === 'cancelled' ? new Error('aborted') : reason),
      }),
    },
    'left-out-of-the-result': {
      fault: 'the result is rejected with a new error that leaves the reason out',
      trips: ['CAN-24'],
      parts: (p) => ({
        ...p,
        settle: (core, task, end) =>
          p.settle(core, task, end.error instanceof Cancelled ? { ...end, error: unexplained(end.error) } : end),
      }),
    },
  }),
  ...faultsOf('CAN-15', {
    'overwritten-by-each-cancel': {
      fault: 'each cancel() overwrites the stored reason',
      trips: ['RAC-05'],
      parts: (p) => ({
        ...p,
        second: (core, task, reason) => {
          task.stop?.reasons.splice(0, 1, reason);
          return p.second(core, task, reason);
        },
      }),
    },
  }),
  ...faultsOf('CAN-30', {
    'only-truthy-reasons': {
      fault: 'a task whose body was rejected counts as cancelled only if its stored reason is truthy',
      trips: [],
      parts: (p) => ({
        ...p,
        judge: (core, task, end, errors) =>
          'error' in end && task.stop && !task.scope.reason
            ? { kind: 'failed', error: end.error, data: end.error }
            : p.judge(core, task, end, errors),
      }),
    },
    'only-errors-as-reasons': {
      fault: 'a task whose body was rejected counts as cancelled only if the rejection is an Error',
      trips: [],
      parts: (p) => ({
        ...p,
        judge: (core, task, end, errors) =>
          'error' in end && !(end.error instanceof Error)
            ? { kind: 'failed', error: end.error, data: end.error }
            : p.judge(core, task, end, errors),
      }),
    },
  }),
];
