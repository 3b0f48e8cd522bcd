import { claim, missing } from '../../harness/index.ts';
import { type Cases, journalText, never } from './claims.ts';

/** CAN-20: a task that cancels itself does not wait for itself. */
export const self: Cases = {
  'an-awaited-self-cancel': {
    // A body that waits for itself is what the case is about.
    unfinished: ['T'],
    workload: async (lab) => {
      await lab.coordinator();
      const asks = { do: { call: 'cancel', wait: true } } as const;
      lab.submit('T', [
        { gate: 's' },
        { note: 'asks' },
        asks,
        { note: 'here' },
        { gate: 'g' },
        { check: 'throw' },
        { note: 'after' },
      ]);
      await lab.quiesce();
      lab.open('s');
      await lab.quiesce('asked');
      lab.open('g');
      await lab.quiesce('opened');
    },
    premise: (history) => ({
      'T called cancel on itself': history.noted('T', 'asks') && history.call('cancel', 'T')?.invoke,
    }),
    claims: [
      claim('the body of T ends by its own cancel, without waiting for anything else', (history, { dialect }) => {
        const mark = dialect.is('cancel.delivery', 'poll') ? 'opened' : 'asked';
        const until = history.before(mark);
        return missing(until.ended('T'), `it had not ended: ${journalText(until, 'T')}`, history.mark(mark));
      }),
      never('T', 'after'),
    ],
  },
};
