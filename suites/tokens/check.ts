import { carries, claim, type Contradiction, describe, type Event, type History, seen } from '../../harness/index.ts';
import type { Cases } from './claims.ts';

const first = { code: 'stop' };
const second = { code: 'stop' };

/** TOK-03: the check of a token. */
export const check: Cases = {
  'quiet-then-raises': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.tokens.make('K');
      lab.tokens.make('M');
      lab.tokens.check('K');
      lab.tokens.check('M');
      lab.tokens.cancel('K');
      await lab.quiesce();
      lab.tokens.check('K');
      lab.tokens.check('M');
    },
    premise: (history) => ({
      'the check of K was called before and after its cancel': checks(history, 'K').length === 2,
      'it returned before': checks(history, 'K')[0]?.kind === 'ok',
    }),
    claims: [
      claim('the check of M, which nobody cancels, returns each time', (history) => {
        const odd = checks(history, 'M').find(({ kind }) => kind === 'fail');
        return odd && seen(`it threw ${describe(odd.value)}`, odd);
      }),
      claim('the check of K throws after the cancel, and what it throws is known as a cancellation', (history) => {
        const thrown = checks(history, 'K')[1];
        if (thrown?.kind !== 'fail') return seen('it returned', thrown);
        const ending = history.endingOf(thrown, 'result');
        return ending === 'cancelled'
          ? undefined
          : seen(`it threw ${describe(thrown.value)}, which is known as ${ending}`, thrown);
      }),
    ],
  },

  'carries-its-own-reason': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.tokens.make('K');
      lab.tokens.make('M');
      lab.tokens.cancel('K', first);
      lab.tokens.cancel('M', second);
      await lab.quiesce();
      lab.tokens.check('K');
      lab.tokens.check('M');
    },
    premise: (history) => ({
      'both checks threw': checks(history, 'K')[0]?.kind === 'fail' && checks(history, 'M')[0]?.kind === 'fail',
    }),
    claims: [
      claim(
        'each check throws the reason of its own token, or a cancellation that has it, and not that of the other',
        (history) => own(history, 'K', first, second) ?? own(history, 'M', second, first),
      ),
    ],
  },
};

/** What the checks of a token gave. */
export const checks = (history: History, token: string): readonly Event[] =>
  history
    .calls('token.check')
    .filter(({ invoke }) => invoke.who === token)
    .flatMap(({ answer }) => (answer ? [answer] : []));

/** Told by identity: the two reasons look alike. */
function own(history: History, token: string, reason: object, other: object): Contradiction | undefined {
  const thrown = checks(history, token)[0];
  if (carries(thrown?.value, other)) return seen(`the check of ${token} threw the reason of the other token`, thrown);
  return carries(thrown?.value, reason)
    ? undefined
    : seen(`the check of ${token} threw ${describe(thrown?.value)}, without the reason`, thrown);
}
