import { faultsOf, type Mutant } from '../mutant.ts';

/** Faults of linked tokens, and of what tokens keep of those that listened. */
export const links: readonly Mutant[] = [
  ...faultsOf('TOK-12', {
    'parent-cancelled-before': {
      fault: 'linking only listens for a later cancel and misses a parent that is already cancelled',
      trips: [],
      parts: (p) => ({
        ...p,
        tokens: {
          ...p.tokens,
          link: (own, parents) =>
            p.tokens.link(
              own,
              parents.filter((parent) => !parent.cancelled),
            ),
        },
      }),
    },
    'first-parent-only': {
      fault: 'only the first parent is linked',
      trips: [],
      parts: (p) => ({
        ...p,
        tokens: { ...p.tokens, link: (own, parents) => p.tokens.link(own, parents.slice(0, 1)) },
      }),
    },
    'cancels-upwards': {
      fault: 'child and parent share one state, so cancelling the child cancels the parent',
      trips: [],
      parts: (p) => ({
        ...p,
        tokens: {
          ...p.tokens,
          cancel: (token, reason) => {
            for (const parent of token.parents) parent.cancel(reason);
            return p.tokens.cancel(token, reason);
          },
        },
      }),
    },
  }),
  ...faultsOf('TOK-13', {
    'listener-of-a-run-stays': {
      fault: 'the listener of a run on its token is removed only when the token is cancelled',
      trips: [],
      parts: (p) => ({
        ...p,
        tokens: {
          ...p.tokens,
          heed: (token, stop) => {
            p.tokens.heed(token, stop);
            return () => {};
          },
        },
      }),
    },
    'parent-keeps-its-children': {
      fault: 'a parent keeps its children in a set until it fires',
      trips: [],
      parts: (p) => ({
        ...p,
        tokens: {
          ...p.tokens,
          make: (core, parents) => {
            const token = p.tokens.make(core, parents);
            for (const parent of parents) parent.onCancel((reason) => token.cancel(reason));
            return token;
          },
        },
      }),
    },
  }),
];
