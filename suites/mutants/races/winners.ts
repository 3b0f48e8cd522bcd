import { hops } from '../../reference/hops.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

/** Faults in who wins, and in what happens before the first instruction. */
export const winners: readonly Mutant[] = [
  ...faultsOf('RAC-01', {
    'cancelled-without-a-second-look': {
      fault:
        'cancel() checks for a terminal state, awaits an audit hook of three hops, then settles the task as cancelled without checking again',
      dialect: { 'terminal.when': 'at-acceptance', 'cancel.binding': 'sticky', 'cancel.committed': 'marked' },
      trips: ['RAC-15', 'RAC-04', 'RAC-05'],
      parts: (p) => ({
        ...p,
        request: async (core, task, reason) => {
          if (task.outcome || task.stop) return p.request(core, task, reason);
          await hops(3);
          task.outcome = undefined;
          return p.request(core, task, reason);
        },
      }),
    },
    'told-as-completed': {
      fault: 'the terminal event of a cancelled task is that of a completion; its result says cancelled',
      trips: ['RAC-02', 'RAC-05', 'RAC-12', 'RAC-14', 'RAC-15', 'RAC-21', 'CAN-03', 'CAN-04'],
      parts: (p) => ({
        ...p,
        announce: (core, task, outcome) =>
          p.announce(core, task, outcome.kind === 'cancelled' ? { ...outcome, kind: 'completed' } : outcome),
      }),
    },
    'published-as-it-was-read': {
      fault:
        'when the body returns, the cancel flag is read, a persist hook of two hops is awaited, then the outcome is published as it was read',
      dialect: { 'cancel.binding': 'sticky', 'cancel.committed': 'marked' },
      trips: [],
      parts: (p) => ({ ...p, persist: () => hops(2) }),
    },
  }),
  ...faultsOf('RAC-02', {
    'nothing-before-the-first-instruction': {
      fault:
        "settlement, publication and removal live in the finally of the body's wrapper, and a task cancelled before its first instruction returns before the wrapper's try",
      trips: ['CAN-24', 'RAC-12'],
      parts: (p) => ({
        ...p,
        discard: (core, task) => (core.running.size < core.limit ? p.withdraw(core, task) : p.discard(core, task)),
      }),
    },
  }),
];
