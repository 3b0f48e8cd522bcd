import type { Awaitable, Wish } from './wish.ts';

export interface Events {
  /** Delivers every event of every task. Called once a client, before and between submits. Gives `events`. */
  subscribe?(listener: Listener): Unsubscribe;
  /**
   * Attaches a client that pulls, to one task (waiting, running or ended) or to all; `after`: an event id
   * to go on from. Gives `client`, and `subscribe.late`; where it is all that there is, `events` too.
   */
  connect?(wish: { readonly task: Wish<string>; readonly after: Wish<string> }): Awaitable<Client>;
  /**
   * The library's own hook or log, one call of `sink` for each record. Hand the return value of `sink`
   * back to the library. Gives `diagnostics`.
   */
  diagnostics?(sink: (record: Diagnostic) => unknown): Unsubscribe;
}

/**
 * The kit's listener. It may throw, or return a promise: hand both back to the library untouched.
 * Gives `delivery.async`; absent when the library is not seen to wait.
 */
export type Listener = (event: TaskEvent) => unknown;
/** Takes a listener back. Called once, also from inside a delivery. */
export type Unsubscribe = () => unknown;

export interface TaskEvent {
  /** The library's own word. */
  readonly type: string;
  /** Id of the task: the library's or the kit's. */
  readonly task?: string | undefined;
  /** The library's payload: what a body emitted, or the type and data of it in an object or a pair. */
  readonly data?: unknown;
  /** The library's number or id of the event. */
  readonly id?: string | number | undefined;
  /** The library's timestamp: milliseconds or an ISO date. */
  readonly at?: number | string | undefined;
}

/** One client, as it would be at the end of a network. */
export interface Client {
  /**
   * The next event; `undefined` once the stream has ended. Called again only when the last call has
   * settled.
   */
  next(): PromiseLike<TaskEvent | undefined>;
  /** Stops reading from the transport. Gives `client.pause`, with `resume`. */
  pause?(): unknown;
  /** Reads again. */
  resume?(): unknown;
  /** Leaves politely. */
  close(): unknown;
  /**
   * Vanishes without a word, as a broken network does; settles when the far side has noticed. Gives
   * `client.drop`.
   */
  drop?(): unknown;
}

export interface Diagnostic {
  /** The nearest of these to the library's own. */
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** The library's message. */
  readonly text: string;
  /** Id of the task it is about: the library's or the kit's. */
  readonly task?: string | undefined;
  /** The error it hands over, the same object. */
  readonly error?: unknown;
}
