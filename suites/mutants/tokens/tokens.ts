import { Cancelled } from '../../reference/errors.ts';
import { CancelToken } from '../../reference/tokens.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

const shared = new Cancelled();
const first = new WeakMap<object, AbortSignal>();
const one = new WeakMap<object, CancelToken>();

/** Faults of tokens and their epochs. */
export const tokens: readonly Mutant[] = [
  ...faultsOf('TOK-01', {
    'copy-of-the-flag': {
      fault:
        'whoever is handed the token gets a copy of the flag made at that moment; cancel() sets only the flag of the object it was called on',
      trips: [],
      parts: (p) => ({
        ...p,
        tokens: {
          ...p.tokens,
          heed: (token, stop) => {
            if (token.cancelled) stop(token.reason);
            return () => {};
          },
          link: (own, parents) => (parents.some(({ cancelled }) => cancelled) ? AbortSignal.abort('linked') : own),
        },
      }),
    },
    'out-of-reach-of-threads': {
      fault: 'a body in another thread is handed the state of the token at its start, and nothing of what comes later',
      trips: ['TOK-02', 'OBS-07'],
      dialect: { 'cancel.delivery': { value: 'tell-then-kill', after: 50 } },
      parts: (p) => ({
        ...p,
        tokens: {
          ...p.tokens,
          heed: (token, stop) => {
            if (token.cancelled) stop(token.reason);
            return () => {};
          },
        },
      }),
    },
    'second-cancel-takes-back': {
      fault: 'cancel() toggles the flag, so a second cancel takes the first one back',
      trips: [],
      parts: (p) => ({
        ...p,
        tokens: {
          ...p.tokens,
          cancel: (token, reason) => {
            if (token.cancelled) token.renew();
            else p.tokens.cancel(token, reason);
            return true;
          },
        },
      }),
    },
  }),
  ...faultsOf('TOK-02', {
    'echo-fires-again': {
      fault:
        'a cancel message from the other side runs the callbacks without looking whether the token is cancelled already, so the echo of the own message fires them again',
      trips: ['TOK-13'],
      dialect: { 'cancel.delivery': { value: 'tell-then-kill', after: 50 } },
      parts: (p) => ({
        ...p,
        tokens: {
          ...p.tokens,
          heard: (token, reason) => {
            if (token.cancelled) token.signal.dispatchEvent(new Event('abort'));
            p.tokens.heard(token, reason);
          },
        },
      }),
    },
  }),
  ...faultsOf('TOK-03', {
    'an-error-like-any': {
      fault: 'check() throws new Error("stopped"): no kind of its own and no reason',
      trips: [],
      parts: (p) => ({
        ...p,
        tokens: {
          ...p.tokens,
          raise: () => {
            throw new Error('stopped');
          },
        },
      }),
    },
    'one-error-for-all': {
      fault: 'check() throws one cancellation object shared by all tokens, whose reason is the one given last',
      trips: [],
      parts: (p) => ({
        ...p,
        tokens: {
          ...p.tokens,
          cancel: (token, reason) => {
            Object.assign(shared, { reason });
            return p.tokens.cancel(token, reason);
          },
          raise: () => {
            throw shared;
          },
        },
      }),
    },
  }),
  ...faultsOf('TOK-04', {
    'reset-without-epochs': {
      fault: 'reset() clears the flag of a token that is said to stay cancelled',
      trips: [],
      parts: (p) => ({
        ...p,
        tokens: {
          ...p.tokens,
          make: (core, parents) => {
            const token = new CancelToken(core, parents);
            return Object.assign(token, { reset: () => token.renew() });
          },
        },
      }),
    },
    'reset-frees-the-running': {
      fault: 'reset() sets the flag that running operations read back to false',
      trips: [],
      dialect: { 'token.epoch': 'new-epoch' },
      parts: (p) => ({
        ...p,
        waves: {
          ...p.waves,
          mayStart: (core, run, wave) => {
            if (run.token?.cancelled === false) run.halt = undefined;
            return p.waves.mayStart(core, run, wave);
          },
        },
      }),
    },
    'old-flag-for-new-work': {
      fault: 'reset() makes a new flag, but operations started later are still given the old one',
      trips: [],
      dialect: { 'token.epoch': 'new-epoch' },
      parts: (p) => ({
        ...p,
        tokens: {
          ...p.tokens,
          heed: (token, stop) => {
            const signal = first.get(token) ?? token.signal ?? AbortSignal.abort();
            first.set(token, signal);
            return p.tokens.heed({ cancelled: signal.aborted, signal }, stop);
          },
        },
      }),
    },
  }),
  ...faultsOf('TOK-11', {
    'one-token-for-all': {
      fault: 'token() returns the same token each time it is called on a coordinator',
      trips: ['TOK-03', 'TOK-12'],
      parts: (p) => ({
        ...p,
        tokens: {
          ...p.tokens,
          make: (core, parents) => {
            const token = (parents.length === 0 && one.get(core)) || p.tokens.make(core, parents);
            if (parents.length === 0) one.set(core, token);
            return token;
          },
        },
      }),
    },
  }),
];
