import {
  claim,
  type Contradiction,
  describe,
  type Event,
  firstOf,
  type History,
  refuted,
  seen,
  type TokenLook,
} from '../../harness/index.ts';
import { type Cases, endsUncompleted } from './claims.ts';
import { cleared, raised, reasonAt, untouched } from './flag.ts';
import { cancelled, entries, item } from './runs.ts';

/** TOK-12: tokens that others cancel. */
export const linked: Cases = {
  'any-parent-cancels-the-child': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      for (const token of ['P1', 'P2', 'Q1', 'Q2']) lab.tokens.make(token);
      lab.tokens.link('C', 'P1', 'P2');
      lab.tokens.link('D', 'Q1', 'Q2');
      lab.tokens.read('C', 'D');
      lab.tokens.cancel('P2', 'b');
      await lab.quiesce();
      lab.tokens.cancel('Q1', 'a');
      await lab.quiesce();
      lab.tokens.read('C', 'D', 'P1', 'Q2');
    },
    premise: (history) => ({
      'both children read not cancelled before':
        untouched(history, 'C', cancelled(history, 'P2')) && untouched(history, 'D', cancelled(history, 'P2')),
      'both cancels returned': cancelled(history, 'P2') && cancelled(history, 'Q1'),
    }),
    claims: [
      claim('each child reads cancelled, whichever parent was', (history) =>
        firstOf(cleared(history, 'C', cancelled(history, 'P2')), cleared(history, 'D', cancelled(history, 'Q1'))),
      ),
      claim('with the reason of that parent, where tokens carry one', (history, { offer }) =>
        offer['token.reason'] ? firstOf(unlike(history, 'C', 'b'), unlike(history, 'D', 'a')) : undefined,
      ),
      claim('the other parents read not cancelled', (history) =>
        firstOf(touched(history, 'P1'), touched(history, 'Q2')),
      ),
    ],
  },

  'the-child-does-not-cancel-upwards': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.tokens.make('Q');
      lab.tokens.make('P');
      lab.tokens.link('D', 'Q', 'P');
      lab.tokens.link('E', 'Q', 'P');
      if (lab.tokens.has('D', 'cancel')) lab.tokens.cancel('D', 'd');
      await lab.quiesce();
      lab.tokens.read('D', 'Q', 'P', 'E');
      lab.tokens.cancel('Q', 'q');
      await lab.quiesce();
      lab.tokens.read('D', 'E');
    },
    premise: (history) => ({
      'the child reads cancelled after its own cancel':
        cancelled(history, 'D') && raised(history.before(cancelled(history, 'Q')), 'D'),
    }),
    absent: (history) => (cancelled(history, 'D') ? undefined : 'a linked token has no cancel of its own'),
    claims: [
      claim('neither its parents nor its sibling read cancelled by that', (history) => {
        const before = history.before(cancelled(history, 'Q'));
        return firstOf(touched(before, 'Q'), touched(before, 'P'), touched(before, 'E'));
      }),
      claim('a parent cancels the sibling, and the child stays cancelled', (history) =>
        firstOf(cleared(history, 'E', cancelled(history, 'Q')), cleared(history, 'D', cancelled(history, 'Q'))),
      ),
    ],
  },

  'born-cancelled': {
    workload: async (lab) => {
      await lab.coordinator();
      for (const token of ['P', 'R', 'O']) lab.tokens.make(token);
      lab.tokens.cancel('R', 'z');
      await lab.quiesce();
      lab.tokens.read('R');
      lab.tokens.link('control', 'P', 'O');
      lab.tokens.read('control');
      lab.tokens.link('F', 'P', 'R');
      lab.tokens.run('run', [2, 1], item, { token: 'F' });
      await lab.quiesce('born');
      lab.tokens.read('F');
      lab.open('1.1', '1.2', '2.1');
    },
    premise: (history) => ({
      'the parent read cancelled before the link': raised(history.before('born'), 'R'),
      'a token that is linked to untouched parents reads not cancelled': untouched(
        history,
        'control',
        history.mark('born'),
      ),
    }),
    claims: [
      claim(
        'F reads cancelled from the start, with the reason of its parent where tokens carry one',
        (history, { offer }) =>
          firstOf(
            cleared(history, 'F', history.mark('born')),
            offer['token.reason'] ? unlike(history, 'F', 'z') : undefined,
          ),
      ),
      claim('a run with F starts no item, and does not complete', (history, context) =>
        context.offer.waves
          ? (refuted(entries(history, 'run')[0], 'an item began') ??
            endsUncompleted('run').contradiction(history, context))
          : undefined,
      ),
    ],
  },
};

const last = (history: History, token: string): Event | undefined =>
  history.all('token.read').findLast(({ who }) => who === token);

function unlike(history: History, token: string, reason: string): Contradiction | undefined {
  const look = last(history, token);
  const shown = reasonAt(look);
  return Object.is(shown, reason) ? undefined : seen(`${token} has the reason ${describe(shown)}`, look);
}

function touched(history: History, token: string): Contradiction | undefined {
  const look = last(history, token);
  const { cancelled: shown, aborted } = (look?.value ?? {}) as Partial<TokenLook>;
  return shown || aborted ? seen(`${token} read cancelled`, look) : undefined;
}
