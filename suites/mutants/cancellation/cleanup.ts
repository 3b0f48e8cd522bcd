import { faultsOf, type Mutant } from '../mutant.ts';

/** Faults in what comes before the outcome, and in waits after a cancel. */
export const cleanup: readonly Mutant[] = [
  ...faultsOf('CAN-16', {
    'raced-against-the-abort': {
      fault: 'the wrapper races the body against the abort of its signal and publishes the outcome when the abort wins',
      trips: [
        'CAN-18',
        'CAN-19',
        'OBS-09',
        'PAT-07',
        'REL-08',
        'SHU-01',
        'SHU-05',
        'SHU-09',
        'SHU-10',
        'SHU-21',
        'SHU-22',
        'SHU-24',
      ],
      parts: (p) => ({
        ...p,
        watch: (core, task, body) => {
          const aborted = new Promise<never>((_, reject) => void task.scope.onCancel(reject));
          p.watch(core, task, Promise.race([body, aborted]));
        },
      }),
    },
    'cleanup-not-awaited': {
      fault: 'registered cleanup is started but not awaited before the outcome is published',
      trips: ['CAN-18', 'SHU-09'],
      parts: (p) => ({ ...p, cleanUp: async (core, task, end) => (void p.cleanUp(core, task, end), []) }),
    },
    'ended-at-acceptance': {
      fault: 'the ended promise resolves together with the outcome, at acceptance',
      trips: [],
      dialect: { 'terminal.when': 'at-acceptance', 'cancel.binding': 'sticky' },
      parts: (p) => ({
        ...p,
        settle: (core, task, end) => {
          p.settle(core, task, end);
          task.ended.resolve();
        },
      }),
    },
  }),
  ...faultsOf('CAN-17', {
    'waits-reject-once-cancelled': {
      fault: 'a lent wait that begins after the cancellation was delivered rejects at once, and nothing can mask that',
      trips: [],
      parts: (p) => ({
        ...p,
        enter: (_core, task) => {
          if (task.scope.cancelled) throw task.scope.reason;
        },
      }),
    },
  }),
];
