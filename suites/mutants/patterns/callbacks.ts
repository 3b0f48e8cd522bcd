import type { Callback } from '../../reference/callbacks.ts';
import type { CancelToken } from '../../reference/tokens.ts';
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
    'skips-the-next': {
      fault:
        'the callbacks are called from the live list, by index: one that takes itself back makes the next one miss its turn',
      trips: [],
      parts: (p) => {
        const lists = new WeakMap<object, (() => void)[]>();
        return {
          ...p,
          tokens: {
            ...p.tokens,
            register: (token, run) => (token.cancelled ? p.tokens.register(token, run) : listed(token, run, lists)),
          },
        };
      },
    },
    'deaf-while-it-calls': {
      fault:
        'a callback that is registered while the others are being called is put into the list that nobody calls again',
      trips: [],
      parts: (p) => {
        let calling = 0;
        return {
          ...p,
          tokens: {
            ...p.tokens,
            register: (token, run) => (calling > 0 && token.cancelled ? () => {} : p.tokens.register(token, run)),
            callBack: (token, run) => {
              calling += 1;
              p.tokens.callBack(token, run);
              calling -= 1;
            },
          },
        };
      },
    },
  }),
];

function listed(token: CancelToken, run: Callback, lists: WeakMap<object, (() => void)[]>): () => void {
  const list = lists.get(token.signal) ?? [];
  if (!lists.has(token.signal)) {
    lists.set(token.signal, list);
    token.signal.addEventListener('abort', () => {
      for (let index = 0; index < list.length; index++) list[index]?.();
    });
  }
  const called = (): void => token.parts.callBack(token, run);
  list.push(called);
  return () => void (list.includes(called) && list.splice(list.indexOf(called), 1));
}
