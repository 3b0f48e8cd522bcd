import type { Json, Wish } from './wish.ts';
import type { Lease } from './resources.ts';

/**
 * Primitives that the library lends to a running body, as the second argument of `run`. Each member
 * serves the step of the same name and gives the capability of the same name. A step that finds its primitive missing is journalled `unsupported`. Settle as the
 * library does; give each body the signal that the library gives it, nothing if it gives none.
 */
export interface Lent {
  /** Sends an event on the task's own channel. Gives `emit`. */
  emit?(type: string, data?: Json): unknown;
  /** Waits so many ms. Gives `sleep`; left out, the step sleeps by itself. */
  sleep?(ms: number): PromiseLike<unknown>;
  /** Runs `body` so that no cancel reaches it. Gives `shield`. */
  shield?(body: Body): PromiseLike<unknown>;
  /** Runs `body` under a time limit; hands it the limit, if it can be moved or read. Gives `within`. */
  within?(
    ms: number,
    body: (signal?: AbortSignal | null, limit?: Limit, lent?: Lent) => Promise<Json>,
  ): PromiseLike<unknown>;
  /** Runs `body` in a cancel scope and hands out, at once, how to cancel it from outside. Gives `scope`. */
  scope?(body: Body, opened: (cancel: (reason?: unknown) => unknown) => void): PromiseLike<unknown>;
  /** Needs all: the first failure ends the others. Gives `all`. */
  all?(bodies: readonly Body[]): PromiseLike<unknown>;
  /**
   * Waits for all and ends none: one entry an input, in input order. `timeout`: what there is by then;
   * gives `partial`. Gives `settle`.
   */
  settle?(bodies: readonly Body[], wish: { readonly timeout: Wish<number> }): PromiseLike<readonly Entry[]>;
  /** The first to settle wins, also with a failure. Gives `race`. */
  race?(bodies: readonly Body[]): PromiseLike<unknown>;
  /** The first success wins. Gives `any`. */
  any?(bodies: readonly Body[]): PromiseLike<unknown>;
  /** Runs `owner`, waits for what it spawned; a failure ends the others. Gives `group`. */
  group?(owner: Owner): PromiseLike<unknown>;
  /** As `group`, but a failure leaves the others alone. Gives `supervise`. */
  supervise?(owner: Owner): PromiseLike<unknown>;
  /** Starts a child of this task, in no group. Gives `spawn`. */
  spawn?: Spawn;
  /**
   * Runs `body` for each item of `source`, whose `return` is watched. The kit reads a result that is
   * iterable to its end, or leaves it. Gives `map`.
   */
  map?(
    source: AsyncIterable<Json>,
    body: (item: Json, signal?: AbortSignal | null) => Promise<Json>,
    wish: { readonly concurrency: Wish<number> },
  ): PromiseLike<unknown> | AsyncIterable<unknown>;
  /** Runs `body` while it holds the lock or permit of that name. Gives `hold`. */
  hold?(name: string, body: Body): PromiseLike<unknown>;
  /** Waits for the lock or permit of that name; the kit releases it when the body ends. Gives `acquire`. */
  acquire?(name: string): PromiseLike<Lease>;
  /** Runs `body`, then awaits `dispose`, however it ended. Gives `use`. */
  use?(dispose: () => Promise<void>, body: Body): PromiseLike<unknown>;
  /** Registers a cleanup with the task. Gives `defer`. */
  defer?(cleanup: () => Promise<void>): unknown;
  /** Runs `body` in a transaction of the library's own. Gives `transaction`. */
  transaction?(body: (data: Transaction, signal?: AbortSignal | null) => Promise<Json>): PromiseLike<unknown>;
}

/**
 * One part of a body, run once. `lent`: what the library lends to this part, where it differs from what the part
 * around it was lent, as a wait does that ends with the cancel scope it is called in; else leave it out.
 */
export type Body = (signal?: AbortSignal | null, lent?: Lent) => Promise<Json>;
/** The body of a group; its arguments as those of `Body`. */
export type Owner = (spawn: Spawn, signal?: AbortSignal | null, lent?: Lent) => Promise<Json>;
/** Starts a child and returns at once. */
export type Spawn = (body: Body) => Child;
export interface Child {
  /** As the library settles it. */
  readonly result: PromiseLike<unknown>;
  /** Cancels this child alone. Gives `spawn.cancel`. */
  cancel?(reason?: unknown): unknown;
}
export interface Limit {
  /** Sets the limit to so many ms from now; undefined: none. Gives `within.move`. */
  move?(ms: number | undefined): unknown;
  /** What is left, undefined without a limit. Gives `within.remaining`. */
  remaining?(): number | undefined;
}
export interface Transaction {
  /** `undefined`: no such key. */
  read(key: string): PromiseLike<Json | undefined>;
  /** Visible to others only after the commit, which is the library's. */
  write(key: string, value: Json): PromiseLike<unknown>;
}
/** One input of a `settle`. */
export type Entry =
  | { readonly value: Json }
  | { readonly error: unknown }
  | { readonly missing: 'cancelled' | 'timeout' | 'not started' };
