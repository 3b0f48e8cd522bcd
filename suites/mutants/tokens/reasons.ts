import { Cancelled } from '../../reference/errors.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

/** Faults with the reason of a token, and with its parents. */
export const reasons: readonly Mutant[] = [
  ...faultsOf('TOK-03', {
    'falsy-is-no-reason': {
      fault: 'cancel() takes a reason that is 0, false, null or empty for none, and makes up one of its own',
      trips: [],
      parts: (p) => ({
        ...p,
        tokens: { ...p.tokens, cancel: (token, reason) => p.tokens.cancel(token, reason || new Cancelled()) },
      }),
    },
    'last-reason-wins': {
      fault: 'a second cancel replaces the reason of the first',
      trips: [],
      parts: (p) => {
        const last = new WeakMap<object, unknown>();
        return {
          ...p,
          tokens: {
            ...p.tokens,
            cancel: (token, reason) => {
              last.set(token, reason);
              return p.tokens.cancel(token, reason);
            },
            raise: (token) => {
              throw new Cancelled(last.get(token) ?? token.reason);
            },
          },
        };
      },
    },
  }),
  ...faultsOf('TOK-12', {
    'reason-lost-on-the-way': {
      fault: 'a child is cancelled with its parent, and not with the reason of its parent',
      trips: ['TOK-13'],
      parts: (p) => ({
        ...p,
        tokens: {
          ...p.tokens,
          link: (own, parents) => AbortSignal.any([own, withoutReason(parents.map(({ signal }) => signal))]),
        },
      }),
    },
    'parted-by-a-reset': {
      fault: 'reset() makes a new flag and forgets the parents of the token',
      dialect: { 'token.epoch': 'new-epoch' },
      trips: [],
      parts: (p) => ({
        ...p,
        tokens: {
          ...p.tokens,
          reset: (token) => {
            if (!token.cancelled) return;
            token.controller = new AbortController();
            token.signal = token.controller.signal;
          },
        },
      }),
    },
  }),
];

function withoutReason(parents: readonly AbortSignal[]): AbortSignal {
  const controller = new AbortController();
  for (const parent of parents) {
    if (parent.aborted) controller.abort();
    parent.addEventListener('abort', () => controller.abort());
  }
  return controller.signal;
}
