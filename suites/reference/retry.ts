import type { Json, Policy, RetryWish } from '../../harness/index.ts';
import { Cancelled } from './errors.ts';
import { after } from './timer.ts';

/** What a retry is asked for, and whether an attempt that ended as cancelled is tried again. */
export interface Retry extends RetryWish {
  readonly cancelledToo: boolean;
}

/** What a retry is made of. */
export interface RetryParts {
  /** Raises the cancel of the operation, if there was one. */
  goOn(signal: AbortSignal | undefined): void;
  /** Waits between two attempts; a cancel ends it. `error`: that of the attempt before. */
  pause(ms: number, signal: AbortSignal | undefined, error: unknown): Promise<void>;
  isRetried(retry: Retry, error: unknown): boolean;
  /** Attempts in all. */
  most(retry: Retry): number;
  /** How long to wait after that attempt, ms. */
  delay(retry: Retry, attempt: number): number;
  /** False: the time for all attempts would be over by then, in ms since the first. */
  inTime(retry: Retry, then: number): boolean;
  /** What an attempt is told about its number. */
  told(attempt: number): number | undefined;
  /** What the operation ends with after the last attempt. */
  final(error: unknown, attempts: number): unknown;
}

/** The last attempt has failed, too. */
export class GaveUp extends Error {
  override readonly name = 'GaveUpError';
  readonly attempts: number;

  constructor(attempts: number, cause: unknown) {
    super(`gave up after ${attempts} attempts`, { cause });
    this.attempts = attempts;
  }
}

export const retryParts: RetryParts = {
  goOn: (signal) => signal?.throwIfAborted(),

  pause: (ms, signal) =>
    new Promise((resolve, reject) => {
      const abort = (): void => {
        disarm();
        reject(signal?.reason as Error);
      };
      const disarm = after(ms, () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      });
      signal?.addEventListener('abort', abort, { once: true });
    }),

  isRetried: ({ permanent, cancelledToo }, error) =>
    !permanent(error) && (cancelledToo || !(error instanceof Cancelled)),

  most: ({ attempts }) => attempts,

  /** Half of it by chance: those who failed together do not come back together. */
  delay({ delay, cap = Number.POSITIVE_INFINITY }, attempt) {
    const most = Math.min(cap, delay * 2 ** (attempt - 1));
    return (most / 2) * (1 + Math.random());
  },

  inTime: ({ timeout = Number.POSITIVE_INFINITY }, then) => then < timeout,

  told: (attempt) => attempt,

  final: (error, attempts) => new GaveUp(attempts, error),
};

/** Calls again after a failure, with a back-off that a cancel ends. */
export function retry(wish: Retry, parts: RetryParts = retryParts): Policy {
  return async (call, { signal }) => {
    const began = performance.now();
    for (let attempt = 1; ; attempt += 1) {
      parts.goOn(signal);
      const end = await attempted(() => call(signal, parts.told(attempt)));
      if ('value' in end) return end.value;
      parts.goOn(signal);
      if (!parts.isRetried(wish, end.error)) throw end.error;
      if (attempt >= parts.most(wish)) throw parts.final(end.error, attempt);
      const ms = parts.delay(wish, attempt);
      if (!parts.inTime(wish, performance.now() - began + ms)) throw parts.final(end.error, attempt);
      await parts.pause(ms, signal, end.error);
    }
  };
}

async function attempted(call: () => Promise<Json>): Promise<{ readonly value: Json } | { readonly error: unknown }> {
  try {
    return { value: await call() };
  } catch (error) {
    return { error };
  }
}
