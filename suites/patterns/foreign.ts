import {
  type Action,
  type Claim,
  claim,
  type Conduct,
  type History,
  type Program,
  type Race,
  seen,
} from '../../harness/index.ts';
import { accepted, cancelOf } from '../cancellation/facts.ts';
import { type Cases, journalText, noneOf, notCompleted, resultText } from './claims.ts';
import { before, openingOf, threw } from './facts.ts';
import { limited } from './nested.ts';
import { aborting } from './owner.ts';
import { cancels, opens, plays, waits } from './moves.ts';

const goesOn: Program = [{ gate: 'h' }, { note: 'after' }, { return: 1 }];
const cleaning: Program = [
  ...limited(20, [{ try: { body: [{ gate: 'g' }], finally: [{ note: 'in' }, { gate: 'clean' }] } }], 'caught'),
  ...goesOn,
];
const plain: Program = [...limited(20, [{ gate: 'g' }], 'caught'), ...goesOn];

/** Its own timer fires: the limit of the scope. */
const timer: Action = { name: 't', act: () => {} };
const cancel: Action = { name: 'c1', act: (lab) => lab.cancel('T') };

/** The control goes through the same, but for the cancel. */
const meets = (name: string, program: Program, trigger: Action, rest: readonly string[]): Race => ({
  name,
  setup: async (lab) => {
    await lab.coordinator();
    lab.submit('control', program);
    lab.submit('T', program);
    await lab.quiesce();
  },
  actors: () => [[trigger], [cancel]],
  finish: async (lab) => {
    await lab.advance(20);
    for (const gate of rest) {
      lab.open(gate);
      await lab.quiesce();
    }
  },
});

/** In whatever order: a cancel that was taken up is the end of T. */
const survives: Claim = claim('T, whose cancel was not refused, neither completes nor goes on', (history) => {
  if (!accepted(history, history.call('cancel', 'T'))) return undefined;
  const result = history.result('T');
  const done = result && history.endingOf(result, 'result') === 'completed';
  return done || history.noted('T', 'after')
    ? seen(
        `the result of T ${resultText(result)}, with the journal ${journalText(history, 'T')}`,
        cancelOf(history, 'T'),
        history.noted('T', 'after') ?? result,
      )
    : undefined;
});

const bothOrders = (
  first: string,
  happened: (history: History) => ReturnType<History['find']>,
): NonNullable<Conduct['covers']> => ({
  [`${first} before the cancel`]: (history) =>
    before(happened(history), cancelOf(history, 'T')) !== undefined && cancelOf(history, 'T') !== undefined,
  [`the cancel before ${first}`]: (history) => {
    const event = happened(history);
    return cancelOf(history, 'T') !== undefined && (!event || before(cancelOf(history, 'T'), event) !== undefined);
  },
});

const control = (history: History) => ({
  'the same body goes on when it is not cancelled':
    history.noted('control', 'caught') && history.noted('control', 'after') && history.result('control')?.value === 1,
  'T was cancelled': cancelOf(history, 'T'),
});

/** PAT-23: a cancel from outside is not taken for the scope's own. */
export const foreign: Cases = {
  'a-cancel-during-the-timeouts-cleanup': {
    atEveryHop: true,
    workload: plays(
      { control: cleaning, T: cleaning },
      {
        'at 20 ms': waits(20),
        'after the cancel': cancels('T'),
        'once clean is open': opens('clean'),
        'once h is open': opens('h'),
      },
    ),
    premise: (history) => ({
      ...control(history),
      'the cleanup had begun, and waited':
        before(history.noted('T', 'in'), cancelOf(history, 'T')) &&
        before(cancelOf(history, 'T'), openingOf(history, 'clean')),
      'the cancel call was not refused': accepted(history, history.call('cancel', 'T')),
    }),
    claims: [notCompleted('T'), noneOf(['T', 'after'])],
  },

  'a-cancel-around-the-expiry': {
    race: meets('cancel-meets-expiry', plain, timer, ['h']),
    premise: control,
    covers: bothOrders('the expiry', (history) => history.noted('T', 'caught')),
    claims: [survives],
  },

  'a-cancel-around-a-childs-failure': {
    race: meets('cancel-meets-failure-of-a-child', aborting, { name: 'g1', act: (lab) => lab.open('a') }, [
      'a',
      'clean',
      'h',
    ]),
    premise: control,
    covers: bothOrders("the child's failure", (history) => threw(history, 'T/0')),
    claims: [survives],
  },
};
