import { note } from './events.ts';
import type { CancelToken } from './tokens.ts';

/** What somebody wants done when a token is cancelled. */
export type Callback = (reason: unknown) => unknown;

/** What the callbacks of a token are made of; see `TokenParts`. */
export interface CallbackParts {
  /** Has a callback run when the token is cancelled; gives how it is taken back. */
  register(token: CancelToken, run: Callback): () => void;
  callBack(token: CancelToken, run: Callback): void;
  /** Raises what the callbacks of a cancelled token threw, where that is for the canceller. */
  raiseFailed(token: CancelToken): void;
}

/** One that comes too late would wait for ever: it is run at once, unless its owner is expected to look first. */
function register(token: CancelToken, run: Callback): () => void {
  const { signal, core } = token;
  const called = (): void => token.parts.callBack(token, run);
  if (signal.aborted) {
    // Not listened for as well: while the others are being called, the signal would still call one that is added.
    if (core.settings.lateCallbacks) called();
    return () => {};
  }
  signal.addEventListener('abort', called);
  return () => signal.removeEventListener('abort', called);
}

/** A callback that fails harms neither the others nor the cancellation. */
function callBack(token: CancelToken, run: Callback): void {
  const { settings } = token.core;
  if (settings.callbackError === 'platform') return void run(token.reason);
  const failed = (error: unknown): void => {
    if (settings.callbackError === 'to-canceller') token.failed.push(error);
    else note(token.core, 'warn', 'a cancellation callback failed', undefined, error);
  };
  try {
    const answer = run(token.reason);
    if (answer instanceof Promise) answer.catch(failed);
  } catch (error) {
    failed(error);
  }
}

function raiseFailed({ failed }: CancelToken): void {
  const errors = failed.splice(0);
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors, 'several cancellation callbacks failed');
}

export const callbackParts: CallbackParts = { register, callBack, raiseFailed };
