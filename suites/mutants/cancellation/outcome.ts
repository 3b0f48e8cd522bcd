import { Cancelled } from '../../reference/errors.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

/** Faults in what a cancelled task is said to have ended as. */
export const outcome: readonly Mutant[] = [
  ...faultsOf('CAN-03', {
    'cancelled-shows-as-failed': {
      fault:
        'a cancelled task is settled, published and recorded as failed with a plain Error("aborted") that still carries the reason',
      trips: [],
      parts: (p) => ({
        ...p,
        conclude: (core, task, end) => {
          const { reason, suppressed } = end.error instanceof Cancelled ? end.error : new Cancelled();
          const error = Object.assign(new Error('aborted'), { reason, suppressed });
          p.conclude(core, task, end.kind === 'cancelled' ? { kind: 'failed', error, data: error } : end);
        },
      }),
    },
  }),
  ...faultsOf('CAN-06', {
    'swallowed-on-the-way-out': {
      fault: 'the run wrapper catches the cancellation, publishes the event and returns undefined',
      trips: ['CAN-03', 'CAN-18', 'RAC-01', 'RAC-15', 'SHU-22', 'SHU-27', 'SHU-30'],
      parts: (p) => ({
        ...p,
        settle: (core, task, end) =>
          p.settle(core, task, end.kind === 'cancelled' && task.startedAt !== undefined ? { kind: 'completed' } : end),
      }),
    },
  }),
  ...faultsOf('CAN-18', {
    'error-of-the-body-dropped': {
      fault:
        'when the signal is aborted, every rejection of the body is reported as plain cancelled and the error is dropped',
      trips: ['SHU-22'],
      parts: (p) => ({
        ...p,
        judge: (core, task, end, errors) =>
          p.judge(core, task, 'error' in end && task.stop ? { error: task.scope.reason } : end, errors),
      }),
    },
    'error-of-the-cleanup-dropped': {
      fault: 'errors of registered cleanup end in an empty catch',
      trips: [],
      parts: (p) => ({ ...p, judge: (core, task, end) => p.judge(core, task, end, []) }),
    },
  }),
  ...faultsOf('CAN-19', {
    'cancelled-then-completed': {
      fault: 'a cancelled task that returns a value is published as cancelled and then as completed',
      trips: ['RAC-01', 'RAC-15', 'SHU-27'],
      parts: (p) => ({
        ...p,
        judge: (core, task, end, errors) => {
          if (task.stop && 'value' in end) p.announce(core, task, { kind: 'cancelled', data: task.stop.reasons[0] });
          return p.judge(core, task, end, errors);
        },
      }),
    },
    'completed-after-acceptance': {
      fault: 'cancelled is published at acceptance, and completed once more when the body returns',
      trips: ['RAC-01', 'RAC-15', 'RAC-17', 'SHU-27'],
      dialect: { 'terminal.when': 'at-acceptance', 'cancel.binding': 'sticky' },
      parts: (p) => ({
        ...p,
        judge: (core, task, end, errors) => {
          if (task.stop && 'value' in end) p.announce(core, task, { kind: 'completed', data: end.value });
          return p.judge(core, task, end, errors);
        },
      }),
    },
  }),
  ...faultsOf('CAN-26', {
    'result-never-settles': {
      fault: 'the result of a running task that is cancelled is never settled',
      trips: ['RAC-01', 'RAC-05', 'SHU-22', 'SHU-27', 'SHU-30'],
      parts: (p) => ({
        ...p,
        settle: (core, task, end) => {
          if (end.kind !== 'cancelled' || task.startedAt === undefined) p.settle(core, task, end);
        },
      }),
    },
    'value-after-a-cancel-is-dropped': {
      fault: 'the value of a body that returns although it was cancelled is dropped, and its result is never settled',
      trips: ['CAN-19', 'RAC-01', 'RAC-15', 'SHU-24'],
      parts: (p) => ({
        ...p,
        settle: (core, task, end) => {
          if (end.kind !== 'completed' || !task.stop) p.settle(core, task, end);
        },
      }),
    },
    'first-waiter-only': {
      fault: 'waiters are kept in a list and only the first one registered is settled',
      trips: [],
      parts: (p) => ({
        ...p,
        settle: (core, task, end) => {
          task.waiters.splice(1);
          p.settle(core, task, end);
        },
      }),
    },
  }),
];
