import type { Json, Wish } from './wish.ts';

export interface ResourceWish {
  /** How many may hold it at once. Always given. */
  readonly limit: number;
  /**
   * A wish, never undefined: makes one pooled thing; may fail or hang. Gives `pool`, with `destroy`;
   * never read: a lock or semaphore.
   */
  readonly create: () => Promise<unknown>;
  /** Ends one pooled thing; may fail or hang. A wish like `create`. */
  readonly destroy: (resource: unknown) => Promise<unknown>;
}

export interface Resource {
  /** Waits for a turn. The caller gives back. */
  acquire?(wish: HoldWish): PromiseLike<Lease>;
  /** Runs `body` with it and gives it back: the library does, not the caller. Gives `resource.use`, and `lock.use` or `pool.use`. */
  use?(body: (resource: unknown, signal?: AbortSignal | null) => Promise<Json>, wish: HoldWish): PromiseLike<unknown>;
  /** Ends it, at the latest when `timeout` is over. Gives `pool.close`. */
  close?(wish: WaitWish): unknown;
}

export interface WaitWish {
  /** Ends the caller's wait. */
  readonly signal: Wish<AbortSignal>;
  /** How long to wait. */
  readonly timeout: Wish<number>;
}

export interface HoldWish extends WaitWish {
  /** Greater is sooner. */
  readonly priority: Wish<number>;
}

export interface Lease {
  /** What `create` made. */
  readonly resource?: unknown;
  /** Gives it back. Called twice in some cases. */
  release(): unknown;
  /** Gives it back as broken. */
  discard?(): unknown;
}
