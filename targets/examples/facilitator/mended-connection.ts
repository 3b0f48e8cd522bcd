import type { Connect, Connection, Json } from '../../../harness/index.ts';
import type { Log } from '../streaming/log.ts';
import { CancelledError, sleep, until } from './background.ts';

const retryDelay = 5_000;
/** A peer may never answer a goodbye. */
const goodbyeLimit = 5_000;

/** One connection at a time, kept up until the end: whoever needs it shares the attempt that is under way. */
export class KeptConnection {
  readonly #open: Connect;
  readonly #arrive: (message: Json) => void;
  readonly #stopping: AbortSignal;
  readonly #log: Log;
  #connection: Connection | undefined;
  #attempt: Promise<Connection> | undefined;

  constructor(open: Connect, arrive: (message: Json) => void, stopping: AbortSignal, log: Log) {
    this.#open = open;
    this.#arrive = arrive;
    this.#stopping = stopping;
    this.#log = log;
  }

  /** Tries until there is a connection, or no need for one. */
  async keepUp(): Promise<void> {
    while (!this.#stopping.aborted) {
      try {
        await this.get();
        return;
      } catch (error) {
        if (error instanceof CancelledError) return;
        this.#log.write({ level: 'warn', text: 'Could not connect', error });
        await sleep(retryDelay, this.#stopping).catch(() => {});
      }
    }
  }

  /** The connection that there is, or that the attempt gives. A failed attempt is not used again. */
  async get(): Promise<Connection> {
    if (this.#connection) return this.#connection;
    this.#attempt ??= this.#connect().finally(() => {
      this.#attempt = undefined;
    });
    return this.#attempt;
  }

  /** It has failed: the old one is closed before there is a new one. */
  lose(connection: Connection): void {
    if (this.#connection !== connection) return;
    this.#connection = undefined;
    this.#close(connection);
    void this.keepUp();
  }

  async hangUp(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    if (!connection) return;
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), goodbyeLimit);
    await until(connection.close(), limit.signal).catch((error: unknown) => this.#failedToClose(error));
    clearTimeout(timer);
  }

  /** A connection that comes when nobody wants it any more is closed, and used for nothing. */
  async #connect(): Promise<Connection> {
    const connection = await this.#open(this.#stopping);
    if (this.#stopping.aborted) {
      this.#close(connection);
      throw new CancelledError(this.#stopping.reason);
    }
    this.#connection = connection;
    connection.onMessage(this.#arrive);
    connection.onClose(() => this.lose(connection));
    return connection;
  }

  #close(connection: Connection): void {
    connection.close().catch((error: unknown) => this.#failedToClose(error));
  }

  #failedToClose(error: unknown): void {
    this.#log.write({ level: 'warn', text: 'A connection did not close', error });
  }
}
