/**
 * What you write so that quiesce can test your coordinator.
 *
 * Required: `name`, `open` and `submit`. Everything else is optional. What you leave out is reported as
 * not offered, and counts against the coordinator only if its profile expects it.
 *
 * Translate; never repair, never judge: hand over what the library answers, as it answers it, when it
 * answers it. A wrapper that swallows a late rejection, or waits a little before it answers, hides what
 * the report is for. A throw of your own code is an `error` of the adapter, never of the coordinator.
 *
 * For a queue, a pool or a limiter read `Target` to `Shutdown`; the rest is for those who have it.
 *
 * How to read the comments. "Gives `x`" names a capability. It is absent, unless the comment says
 * otherwise, when the member is missing; for a wish, when it is never read; over the wire, when the
 * operation is not offered. Times are milliseconds. `unknown` means that the answer is recorded as it is.
 */
import type { Awaitable, Json, Wish } from './wish.ts';
import type { Component, Components, Connect } from './components.ts';
import type { Events } from './events.ts';
import type { Policies } from './policies.ts';
import type { ProcessTarget } from './process.ts';
import type { Resource, ResourceWish } from './resources.ts';
import type { Shutdown, ShutdownReport } from './shutdown.ts';
import type { Store } from './store.ts';
import type { Tasks } from './tasks.ts';
import type { Tokens } from './tokens.ts';

/** What an adapter exports as `target`: a coordinator built in this process, or one reached as a process. */
export type AnyTarget = Target | ProcessTarget;

export interface TargetInfo {
  /** The name to print in the report; best the name of the package. */
  readonly name: string;
  /** The version under test. Left out: read from the installed package of this name. */
  readonly version?: string;
  /**
   * The kind of coordinator this is; says which capabilities are expected. Left out: none, and nothing
   * absent fails.
   */
  readonly profile?: Profile;
  /**
   * Declared choices and parameters where several behaviours are legitimate. Left out: observed where
   * possible, else the default.
   */
  readonly dialect?: Readonly<Record<string, Json>>;
  /**
   * Left out: the coordinator lives in this process alone and runs in virtual time. Given: it runs in
   * real time and every wait of the kit is multiplied by it (1 process, 3 threads, 5 to 15 stores). A
   * `ProcessTarget` always runs in real time; its default is 1.
   */
  readonly pace?: number;
  /** The smallest time the library can tell from zero (1000 where it counts whole seconds). Left out: 1. */
  readonly grain?: number;
}

export interface Target extends TargetInfo {
  /**
   * Builds a coordinator that shares nothing with an earlier one. Called once for every schedule
   * explored, often hundreds of times a case, with the clock already in place.
   */
  open(wish: OpenWish): Awaitable<Coordinator>;
  /**
   * Names what the library's own words mean: a rejection (`result`), a `TaskEvent` (`events`,
   * `lateSubscribe`), a `Snapshot` (`query`). `null`: says nothing about an ending. `undefined`, or
   * left out: the kit goes by the names and codes it knows. Pure, called once for each thing said, and again
   * with the kit's reason text changed: an answer that changes with it is an adapter error.
   */
  classify?(said: unknown, view: View): Ending | null | undefined;
  /**
   * Reads names out of what a shutdown, or a component's stop, settled with, value or rejection. Pure,
   * called once for each. Gives `shutdown.report`.
   */
  report?(settled: unknown): ShutdownReport;
}

export interface OpenWish {
  /** How many bodies may run at once. Gives `limit`; `queue` if a task is then seen to wait at 1. */
  readonly concurrency: Wish<number>;
  /** How many tasks may wait. Gives `queue.bounded`. */
  readonly queueLimit: Wish<number>;
  /**
   * Time limit of every task, for libraries that take it only here; else read `job.timeout`. Gives
   * `timeout`.
   */
  readonly timeout: Wish<number>;
  /** Components to start with the coordinator and to stop in its shutdown. Gives `components.attached`. */
  readonly components: Wish<readonly Component[]>;
  /** Where to keep records; it may be told to fail or to hang. Gives `store`. */
  readonly store: Wish<Store>;
  /** Opens the connection that tasks talk over. Gives `network`. */
  readonly connect: Wish<Connect>;
}

/**
 * How a task ended, in the kit's words. `refused`: never accepted; `abandoned`: given up by a shutdown or a
 * lost connection.
 */
export type Ending = 'completed' | 'failed' | 'cancelled' | 'timeout' | 'refused' | 'abandoned';
/** Where an answer can be read; each is offered with the member, or capability, of its name. */
export type View = 'result' | 'events' | 'query' | 'lateSubscribe' | 'diagnostics' | 'ended';
/** Kinds of coordinators, each a set of expected capabilities. */
export type Profile =
  | 'limiter'
  | 'queue'
  | 'coordinator'
  | 'service'
  | 'runtime'
  | 'orchestrator'
  | 'component'
  | 'toolkit';

/** The coordinator: `submit`, and of each group below what the library has. */
export interface Coordinator extends Tasks, Events, Shutdown, Components, Tokens {
  /**
   * Builds a lock, semaphore or pool: each kind the library has, under its own name. Called once a case.
   * Gives `lock`, or `pool` where `create` and `destroy` are read.
   */
  readonly resources?: Readonly<Record<string, (wish: ResourceWish) => Awaitable<Resource>>>;
  /** Policies around one call: retry, breaker, fallback, rate limit. */
  readonly policies?: Policies;
  /** Takes down what `open` built, by any means. Called once at the end of a case; never judged. */
  dispose?(): unknown;
}

/** Types the wishes for you; changes nothing. */
export const defineTarget = (target: Target): Target => target;
