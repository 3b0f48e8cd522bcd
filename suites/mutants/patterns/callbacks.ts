import { faultsOf, type Mutant } from '../mutant.ts';

/** Faults in the callbacks of a token. */
export const callbacks: readonly Mutant[] = [
  ...faultsOf('PAT-28', {
    'throwing-stops-the-loop': {
      fault: 'a throwing callback stops the loop',
      trips: [],
      parts: (p) => {
        const broken = new Set<object>();
        const callBack: typeof p.tokens.callBack = (token, run) => {
          if (broken.has(token)) return;
          p.tokens.callBack(token, (reason) => (broken.add(token), run(reason), broken.delete(token)));
        };
        return { ...p, tokens: { ...p.tokens, callBack } };
      },
    },
    'run-again-by-each-cancel': {
      fault: 'every cancel() call runs the callbacks again',
      trips: [],
      parts: (p) => {
        const cancel: typeof p.tokens.cancel = (token, reason) => {
          if (token.cancelled) token.signal.dispatchEvent(new Event('abort'));
          return p.tokens.cancel(token, reason);
        };
        return { ...p, tokens: { ...p.tokens, cancel } };
      },
    },
    'late-one-never-run': {
      fault: 'a callback registered late is stored and never run although callback.late=run-at-once',
      trips: [],
      parts: (p) => ({
        ...p,
        tokens: {
          ...p.tokens,
          register: (token, run) => (token.cancelled ? () => {} : p.tokens.register(token, run)),
        },
      }),
    },
  }),
];
