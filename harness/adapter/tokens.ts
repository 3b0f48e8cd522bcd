import type { Json, Wish } from './wish.ts';
import type { Unsubscribe } from './events.ts';
import type { Ending } from './target.ts';
import type { Job } from './tasks.ts';

export interface Tokens {
  /** Makes a cancellation token, a child if there is a parent. Gives `token`. */
  token?(parent?: Token): Token;
  /** Makes a token that any of several parents cancels. Gives `token.link`. */
  link?(parents: readonly Token[]): Token;
  /** Runs waves of jobs, one wave after another. Gives `waves`. */
  waves?(waves: readonly (readonly Job[])[], wish: WavesWish): PromiseLike<WavesResult>;
}

export interface Token {
  /** Read at rest, in bodies and after `reset`. */
  readonly cancelled: boolean;
  /** Cancels it and its children. Left out: only its parents can. */
  cancel?(reason?: unknown): unknown;
  /** What `cancel` was given, here or at a parent. */
  readonly reason?: unknown;
  /** Throws the token's own cancellation if it is cancelled, else returns. Gives `token.check`. */
  check?(): unknown;
  /** Makes it usable again. Gives `token.reset`. */
  reset?(): unknown;
  /** Registers a callback. Gives `token.callbacks`; so does `signal`. */
  onCancel?(run: (reason: unknown) => unknown): Unsubscribe;
  /** If the token is an AbortSignal, or has one. */
  readonly signal?: AbortSignal;
}

export interface WavesWish {
  /** Cancels the run. */
  readonly token: Wish<Token>;
  /** Time limit of the run. Gives `waves.timeout`. */
  readonly timeout: Wish<number>;
  /** What a failed item does to the waves after it. */
  readonly failure: Wish<'stop' | 'go-on'>;
}

/** The library's answer in one shape, whether it came as a value, an error or an event. Add nothing to it. */
export interface WavesResult {
  /** How the run ended. */
  readonly ending: Ending;
  /** Number of the last wave that is complete, from 1; 0: none. */
  readonly last: number;
  /** What each item gave, in any order. */
  readonly results: readonly WaveItem[];
  /** The reason of a cancel, if the library tells. */
  readonly reason?: unknown;
  /** The error of a failure, the same object. */
  readonly error?: unknown;
  /** Items that failed, if the library tells which. */
  readonly failures?: readonly { readonly wave: number; readonly id: string; readonly error: unknown }[];
}

export interface WaveItem {
  /** Number of its wave, from 1. */
  readonly wave: number;
  /** The job's id. */
  readonly id: string;
  /** What its body returned. */
  readonly value: Json;
  /** Its wave was cut short. */
  readonly partial?: boolean;
}
