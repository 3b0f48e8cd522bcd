import type { Json, Wish } from './wish.ts';

/** Each member builds one policy. Called once a case; the policy is then called many times. */
export interface Policies {
  /** Calls again after a failure, with back-off. Gives `retry`. */
  retry?(wish: RetryWish): Policy;
  /** Opens after `failures` in a row, lets `trials` calls through after `rest`. Gives `breaker`. */
  breaker?(wish: { readonly failures: number; readonly rest: number; readonly trials: Wish<number> }): Policy;
  /**
   * Answers `value()` for a failed call. Call `used` from the library's own hook, if it has one. Gives
   * `fallback`.
   */
  fallback?(wish: { readonly value: () => Json; readonly used: () => void }): Policy;
  /** At most `calls` starts in any `per`. Gives `rate`. */
  rate?(wish: { readonly calls: number; readonly per: number }): Policy;
}

export interface RetryWish {
  /** Calls in all, the first included. */
  readonly attempts: number;
  /** First delay of the back-off. */
  readonly delay: number;
  /** Longest delay. */
  readonly cap: Wish<number>;
  /** Time for all attempts together. */
  readonly timeout: Wish<number>;
  /** A wish, never undefined: tells errors that are not to be tried again. */
  readonly permanent: (error: unknown) => boolean;
}

/**
 * Runs `call` under the policy and settles as the library does. Pass on the signal and attempt number it
 * gives.
 */
export type Policy = (
  call: (signal?: AbortSignal | null, attempt?: number) => Promise<Json>,
  wish: { readonly signal: Wish<AbortSignal> },
) => PromiseLike<unknown>;
