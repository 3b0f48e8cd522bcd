import type { Awaitable, Json, Wish } from './wish.ts';
import type { Coordinator } from './target.ts';

export interface Shutdown {
  /**
   * Every way to shut the library down, under its own names; also its flushes. The kit finds out what
   * each one means, and runs each case once for every mode it meets: a mode, while it is pending, refuses or
   * keeps a submit, tells or kills running bodies, or takes a grace period. What only waits belongs to `idle`. Gives `shutdown`;
   * a flush gives `cancel.all`.
   */
  readonly shutdown?: Readonly<Record<string, (wish: ShutdownWish) => unknown>>;
  /** Registers a hook that the library runs in its shutdown. Gives `shutdown.hooks`. */
  onShutdown?(hook: () => unknown): unknown;
  /** A second instance over the same data, after or beside the first. Gives `reopen`. */
  reopen?(): Awaitable<Coordinator>;
}

export interface ShutdownWish {
  /** How long running tasks may go on. Gives `shutdown.grace`. */
  readonly grace: Wish<number>;
  /** How long they may take once told, before they are given up. Gives `shutdown.force`. */
  readonly force: Wish<number>;
}

/** Ids are the library's or the kit's. */
export interface ShutdownReport {
  /** Tasks that had not ended. `age`: ms since their start; `state`: the library's own word. */
  readonly unfinished?: readonly { readonly id: string; readonly age?: number; readonly state?: string }[];
  /** Ids of tasks handed back to the caller, never run. */
  readonly returned?: readonly string[];
  /** Messages that a component's stop left over, unhandled or unsent. */
  readonly left?: readonly Json[];
}
