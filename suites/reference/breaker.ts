import type { Policy } from '../../harness/index.ts';
import { Refused } from './errors.ts';

/** What a breaker is asked for. */
export interface BreakerWish {
  readonly failures: number;
  readonly rest: number;
  readonly trials: number | undefined;
}

/** A breaker between two calls. */
export interface Breaker {
  readonly wish: BreakerWish;
  /** Failures in a row. */
  failures: number;
  /** When it opened; undefined: it is closed. */
  openedAt: number | undefined;
  /** Calls under way that try whether the rest has helped. */
  trying: number;
}

/** What a breaker is made of. */
export interface BreakerParts {
  /** Trial calls at once. */
  trials(breaker: Breaker): number;
  /** True: it is the dependency that failed, and not the caller that went away. */
  counts(error: unknown, signal: AbortSignal | undefined): boolean;
  failed(breaker: Breaker): void;
  /** A call has worked; `tried`: it was a trial. */
  worked(breaker: Breaker, tried: boolean): void;
  /** A trial has failed. */
  reopen(breaker: Breaker): void;
  /** A trial has ended, in whatever way. */
  leave(breaker: Breaker, signal: AbortSignal | undefined): void;
  /** How long it stays open. */
  rest(breaker: Breaker): number;
}

export const breakerParts: BreakerParts = {
  trials: ({ wish }) => wish.trials ?? 1,
  counts: (_error, signal) => !signal?.aborted,
  failed(breaker) {
    breaker.failures += 1;
    if (breaker.failures >= breaker.wish.failures) breaker.openedAt = performance.now();
  },
  /** One that was under way when it opened says nothing of the time since. */
  worked(breaker, tried) {
    if (tried) breaker.openedAt = undefined;
    breaker.failures = 0;
  },
  reopen(breaker) {
    breaker.openedAt = performance.now();
  },
  leave(breaker) {
    breaker.trying -= 1;
  },
  rest: ({ wish }) => wish.rest,
};

/** Refuses calls of a dependency that keeps failing, and after a rest lets a few try. */
export function breaker(wish: BreakerWish, parts: BreakerParts = breakerParts): Policy {
  const { failures, rest, trials } = wish;
  const it: Breaker = { wish: { failures, rest, trials }, failures: 0, openedAt: undefined, trying: 0 };
  return async (call, { signal }) => {
    const tries = it.openedAt !== undefined;
    if (tries) admit(it, parts);
    try {
      const value = await call(signal);
      parts.worked(it, tries);
      return value;
    } catch (error) {
      if (parts.counts(error, signal)) (tries ? parts.reopen : parts.failed)(it);
      throw error;
    } finally {
      if (tries) parts.leave(it, signal);
    }
  };
}

function admit(it: Breaker, parts: BreakerParts): void {
  const rested = performance.now() - (it.openedAt ?? 0) >= parts.rest(it);
  if (!rested || it.trying >= parts.trials(it)) throw new Refused('CLOSED', 'the breaker is open');
  it.trying += 1;
}
