import { type Claim, claim, describe, type Event, type History, refuted, seen } from '../../harness/index.ts';
import { tally } from '../cancellation/claims.ts';
import { type Cases, where } from './claims.ts';
import { findError, inDiagnostics } from './errors.ts';
import { before } from './facts.ts';

const at = { cancel: 'after the cancel', second: 'after the second cancel', late: 'after the late registration' };

/** Times that a callback ran. */
const ran = (history: History, callback: string): readonly Event[] =>
  history.all('token.callback').filter(({ who }) => who === callback);

const runs = (callback: string, count: number): Claim =>
  claim(`the callback ${callback} runs ${tally(count)}`, (history) => {
    const times = ran(history, callback);
    return times.length === count ? undefined : seen(`it ran ${tally(times.length)}`, ...times, history.last);
  });

/** What the token showed last, up to that moment. */
const shown = (history: History, mark?: string): boolean | undefined => {
  const looks = (mark === undefined ? history : history.before(mark)).all('token.read');
  return (looks.at(-1)?.value as { readonly cancelled?: boolean } | undefined)?.cancelled;
};

const showsCancelled: Claim = claim('the token shows that it is cancelled', (history) =>
  shown(history) ? undefined : seen('it does not', history.all('token.read').at(-1) ?? history.last),
);

const strays = (history: History): readonly Event[] =>
  history.all('stray').filter(({ value }) => findError(value, 'X') !== undefined);

/** Where the error of a callback goes, by what is declared. */
const destinations: readonly Claim[] = [
  where(
    'callback.error',
    ['diagnosed'],
    claim('the cancel call does not fail, and nothing stray carries X', (history) => {
      const { answer } = history.call('token.cancel') ?? {};
      return (
        refuted(answer?.kind === 'fail' ? answer : undefined, `the call failed with ${describe(answer?.value)}`) ??
        refuted(strays(history)[0], 'X went to the platform')
      );
    }),
  ),
  where(
    'callback.error',
    ['diagnosed'],
    claim('X can be found in a diagnostic, where there are any', (history, { offer }) =>
      !offer.diagnostics || inDiagnostics(history, 'X') ? undefined : seen('it is in none', history.last),
    ),
  ),
  where(
    'callback.error',
    ['to-canceller'],
    claim('the cancel call fails with an error that carries X, after all callbacks have run', (history) => {
      const { answer } = history.call('token.cancel') ?? {};
      if (answer?.kind !== 'fail' || findError(answer.value, 'X') === undefined)
        return seen(`it answered ${describe(answer?.value)}`, answer ?? history.last);
      return before(ran(history, 'c3')[0], answer) ? undefined : seen('it failed before c3 had run', answer);
    }),
  ),
  where(
    'callback.error',
    ['platform'],
    claim('one uncaught exception carries X', (history) => {
      const found = strays(history);
      return found.length === 1 ? undefined : seen(`there were ${found.length}`, ...found, history.last);
    }),
  ),
];

const registeredAndCancelled = (history: History) => ({
  'all were registered': history.calls('token.listen').every(({ answer }) => answer?.kind === 'ok'),
  'the cancel call has an answer': history.call('token.cancel')?.answer,
  'a callback was called': ran(history, 'c1')[0] ?? ran(history, 'c2')[0],
});

/** PAT-28: whoever asked to be told is told, once, whatever the others do. */
export const callbacks: Cases = {
  'each-callback-once': {
    atEveryHop: true,
    // Where errors of callbacks are left to the platform, that is where they go.
    loud: true,
    workload: async (lab) => {
      await lab.coordinator();
      const { tokens } = lab;
      tokens.make('t');
      tokens.listen('t', 'c1');
      tokens.listen('t', 'c2', new Error('X'));
      for (const callback of ['c3', 'c5']) tokens.listen('t', callback);
      tokens.unlisten('c5');
      tokens.cancel('t', 'r');
      await lab.quiesce(at.cancel);
      tokens.cancel('t', 'r2');
      await lab.quiesce(at.second);
      tokens.read('t');
      await lab.quiesce();
    },
    premise: (history) => ({
      'all four were registered': history.calls('token.listen').every(({ answer }) => answer?.kind === 'ok'),
      'both cancel calls have an answer':
        history.call('token.cancel', undefined, 0)?.answer && history.call('token.cancel', undefined, 1)?.answer,
      'the callback that throws was called': ran(history, 'c2')[0],
    }),
    claims: [runs('c1', 1), runs('c2', 1), runs('c3', 1), runs('c5', 0), showsCancelled, ...destinations],
  },

  'a-late-callback-is-not-left-waiting': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      const { tokens } = lab;
      tokens.make('t');
      tokens.listen('t', 'c1');
      tokens.read('t');
      await lab.quiesce('in the beginning');
      tokens.cancel('t');
      await lab.quiesce(at.cancel);
      tokens.read('t');
      tokens.listen('t', 'c4');
      await lab.quiesce(at.late);
      tokens.read('t');
      await lab.quiesce();
    },
    premise: (history) => ({
      'the token did not show it before it was cancelled': shown(history, at.cancel) === false,
      'the cancel call returned before the late registration': before(
        history.call('token.cancel')?.answer,
        history.call('token.listen', undefined, 1)?.invoke,
      ),
      'a callback that came in time was called': ran(history, 'c1')[0],
    }),
    claims: [
      where('callback.late', ['run-at-once'], runs('c4', 1)),
      where('callback.late', ['state-only'], runs('c4', 0)),
      where(
        'callback.late',
        ['state-only'],
        claim('the token shows that it is cancelled before the late registration too', (history) =>
          shown(history, at.late) ? undefined : seen('it did not', history.mark(at.late)),
        ),
      ),
      showsCancelled,
    ],
  },

  'one-that-takes-itself-back': {
    workload: async (lab) => {
      await lab.coordinator();
      const { tokens } = lab;
      tokens.make('t');
      tokens.listen('t', 'c1', () => tokens.unlisten('c1'));
      for (const callback of ['c2', 'c3', 'c4']) tokens.listen('t', callback);
      tokens.cancel('t', 'r');
      await lab.quiesce(at.cancel);
    },
    premise: registeredAndCancelled,
    claims: ['c1', 'c2', 'c3', 'c4'].map((callback) => runs(callback, 1)),
  },

  'one-that-comes-in-the-middle': {
    workload: async (lab) => {
      await lab.coordinator();
      const { tokens } = lab;
      tokens.make('t');
      tokens.listen('t', 'c1', () => tokens.listen('t', 'c4'));
      for (const callback of ['c2', 'c3']) tokens.listen('t', callback);
      tokens.cancel('t', 'r');
      await lab.quiesce(at.cancel);
      await lab.quiesce();
    },
    premise: (history) => ({
      ...registeredAndCancelled(history),
      'another was registered while the callbacks ran': history.call('token.listen', undefined, 3)?.answer,
    }),
    claims: ['c1', 'c2', 'c3', 'c4'].map((callback) => runs(callback, 1)),
  },
};
