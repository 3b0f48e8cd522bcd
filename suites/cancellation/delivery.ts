import { claim, type Event, type History, missing } from '../../harness/index.ts';
import { type Cases, journalText, never } from './claims.ts';
import { returned, stood } from './facts.ts';
import { goesOn } from './programs.ts';

/** CAN-01: a cancel arrives at the body, in the way that is declared. */
export const delivery: Cases = {
  'a-waiting-body-learns-of-it': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', [{ try: { body: goesOn('g'), finally: [] } }]);
      await lab.quiesce();
      lab.cancel('T');
      await lab.quiesce('cancelled');
      lab.open('g');
      await lab.quiesce('opened');
    },
    premise: (history) => ({
      'T stood at its gate when it was cancelled': stood(history, 'T', 'g'),
      'the cancel call returned': returned(history, history.call('cancel', 'T')),
    }),
    claims: [
      claim(
        ({ dialect }) => ways[dialect.value('cancel.delivery')]?.expected ?? '',
        (history, { dialect }) => {
          const { mark = 'cancelled', arrived } = ways[dialect.value('cancel.delivery')] ?? {};
          const until = history.before(mark);
          return missing(arrived?.(until), `T's journal had ${journalText(until, 'T')} only`, history.mark(mark));
        },
      ),
      never('T', 'after'),
    ],
  },
};

/** What a delivery looks like, and by which rest it must have come. */
interface Way {
  readonly expected: string;
  readonly mark?: string;
  readonly arrived: (history: History) => Event | undefined;
}

const cleanup = (history: History): Event | undefined => history.journal('T', 'cleanup')[0];
const gone: Way = {
  expected: 'T is cancelled and its thread or process has ended at the next rest',
  arrived: (history) => history.ended('T'),
};

const ways: Readonly<Record<string, Way>> = {
  signal: {
    expected: 'T is cancelled and its signal has fired at the next rest',
    arrived: (history) => history.journal('T', 'told')[0],
  },
  exception: { expected: 'T is cancelled and is in its cleanup at the next rest', arrived: cleanup },
  poll: { expected: 'T is cancelled and ends at its next checkpoint', mark: 'opened', arrived: cleanup },
  kill: gone,
  'tell-then-kill': gone,
};
