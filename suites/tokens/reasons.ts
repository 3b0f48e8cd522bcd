import {
  carries,
  claim,
  type Contradiction,
  describe,
  type Event,
  forEach,
  type History,
  seen,
  type TokenLook,
} from '../../harness/index.ts';
import { checks } from './check.ts';
import type { Cases } from './claims.ts';
import { cleared, untouched } from './flag.ts';
import { cancelled } from './runs.ts';

/** Values that are false in a condition, and one that is not. */
const reasons: Readonly<Record<string, unknown>> = { zero: 0, empty: '', no: false, nothing: null, text: 'why' };

/** TOK-03: what the reason of a token is. */
export const reasonOf: Cases = {
  'every-reason-is-kept': {
    workload: async (lab) => {
      await lab.coordinator();
      for (const [token, reason] of Object.entries(reasons)) {
        lab.tokens.make(token);
        lab.tokens.cancel(token, reason);
      }
      await lab.quiesce();
      lab.tokens.read(...Object.keys(reasons));
    },
    premise: (history) => ({
      'each cancel returned': history.calls('token.cancel').every(({ answer }) => answer?.kind === 'ok'),
      'each token reads cancelled': Object.keys(reasons).every((token) => lastLook(history, token)?.cancelled),
    }),
    claims: [
      claim('each token shows the very reason that it was cancelled with, also 0, "", false and null', (history) =>
        forEach(Object.entries(reasons), ([token, reason]) => unlikeReason(history, token, reason)),
      ),
    ],
  },

  'the-first-reason-stays': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.tokens.make('K');
      lab.tokens.cancel('K', 'first');
      lab.tokens.cancel('K', 'second');
      await lab.quiesce();
      lab.tokens.read('K');
      lab.tokens.check('K');
    },
    premise: (history) => ({
      'the token was cancelled twice': history.calls('token.cancel')[1]?.answer,
      'it reads cancelled': lastLook(history, 'K')?.cancelled,
    }),
    claims: [
      claim('the token shows the reason of the first cancel', (history) => unlikeReason(history, 'K', 'first')),
      claim('its check does not throw that of the second', (history) =>
        carries(checks(history, 'K')[0]?.value, 'second')
          ? seen('it threw the reason of the second cancel', checks(history, 'K')[0])
          : undefined,
      ),
    ],
  },
};

/** TOK-12: a reset does not part a token from its parents. */
export const relinked: Cases = {
  'a-link-outlives-a-reset': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.tokens.make('P');
      lab.tokens.link('C', 'P');
      lab.tokens.cancel('C', 'c');
      await lab.quiesce();
      lab.tokens.reset('C');
      await lab.quiesce();
      lab.tokens.read('C');
      lab.tokens.cancel('P', 'p');
      await lab.quiesce();
      lab.tokens.read('C');
    },
    premise: (history) => ({
      'the child reads not cancelled after its reset': untouched(history, 'C', cancelled(history, 'P')),
      'the cancel of the parent returned': cancelled(history, 'P'),
    }),
    claims: [
      claim('the child reads cancelled once its parent is', (history) =>
        cleared(history, 'C', cancelled(history, 'P')),
      ),
    ],
  },
};

const lookAt = (history: History, token: string): Event | undefined =>
  history.all('token.read').findLast(({ who }) => who === token);

const lastLook = (history: History, token: string): TokenLook | undefined =>
  lookAt(history, token)?.value as TokenLook | undefined;

function unlikeReason(history: History, token: string, wanted: unknown): Contradiction | undefined {
  const { reason } = lastLook(history, token) ?? {};
  return Object.is(reason, wanted)
    ? undefined
    : seen(`the reason is ${describe(reason)}, and it was cancelled with ${describe(wanted)}`, lookAt(history, token));
}
