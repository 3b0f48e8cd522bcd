import {
  answerOf,
  answerText,
  type Call,
  claim,
  type Context,
  describe,
  type History,
  isCompletion,
  type Race,
  seen,
  sights,
  sightText,
} from '../../harness/index.ts';
import type { Cases } from '../cancellation/claims.ts';
import { oneEndEach, settlesOnce, viewsAgree } from './claims.ts';
import { madeCall, opened, precedes } from './facts.ts';
import { returns } from './programs.ts';

/** A task returns while somebody cancels it. */
export const cancelMeetsCompletion: Race = {
  name: 'cancel-meets-completion',
  setup: async (lab) => {
    await lab.coordinator();
    lab.submit('T', returns('g', 1));
    await lab.quiesce();
  },
  actors: () => [[{ name: 'g1', act: (lab) => lab.open('g') }], [{ name: 'c1', act: (lab) => lab.cancel('T') }]],
  finish: (lab) => lab.read('views', 'T'),
};

const cancel = (history: History): Call | undefined => history.call('cancel', 'T');
const completed = (history: History): boolean => sights(history, 'T').some(({ ending }) => isCompletion(ending));

/** RAC-01: one winner, and everybody is told the same. */
export const winner: Cases = {
  'all-views-agree-on-the-winner': {
    race: cancelMeetsCompletion,
    premise: (history) => ({
      'T has a start line': history.started('T'),
      'the cancel call was made': madeCall(cancel(history)),
    }),
    covers: {
      'the cancel call stood before the opening of g': (history) =>
        precedes(cancel(history)?.invoke, opened(history, 'g')),
      'the cancel call stood after the opening of g': (history) =>
        precedes(opened(history, 'g'), cancel(history)?.invoke),
      'T completed at least once': completed,
      'T did not complete at least once': (history) => history.result('T') !== undefined && !completed(history),
    },
    claims: [
      oneEndEach('T'),
      settlesOnce('T'),
      viewsAgree('T'),
      claim('after a negative answer to the cancel T is completed', (history) =>
        answerOf(cancel(history)) === 'negative' && !completed(history) ? against(history) : undefined,
      ),
      claim('the answer names the outcome that the views show', (history, { dialect }) => {
        const said = cancel(history)?.answer?.value;
        const names = typeof said === 'string' && dialect.is('cancel.return', 'confirmed');
        return names && (said === 'completed') !== completed(history) ? against(history) : undefined;
      }),
      claim('what cancel.binding and race.winner promise of the winner holds', (history, context) =>
        broken(history, context) ? against(history) : undefined,
      ),
    ],
  },
};

const against = (history: History) => {
  const call = cancel(history);
  return seen(
    `the cancel ${answerText(call, describe)}, and the views say: ${sightText(sights(history, 'T')) || 'nothing'}`,
    call?.answer ?? call?.invoke,
    history.result('T'),
  );
};

/** The winner is another than the dialect promises. */
function broken(history: History, { dialect }: Context): boolean {
  const call = cancel(history);
  const said = answerOf(call);
  const positive = said === 'positive' && !dialect.is('cancel.return', 'confirmed');
  if (dialect.is('cancel.binding', 'sticky') && positive && completed(history)) return true;
  if (dialect.is('race.winner', 'completion'))
    return (
      history.ended('T')?.value === 'returned' && precedes(history.ended('T'), call?.invoke) && !completed(history)
    );
  const inTime = call?.answer && precedes(call.answer, history.result('T'));
  return dialect.is('race.winner', 'cancel') && positive && inTime === true && completed(history);
}
