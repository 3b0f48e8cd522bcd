import type { Connect, Connection, Json } from '../../../harness/index.ts';
import { until } from './background.ts';

type Reader = (message: Json) => void;

/** The connection to the facilitator, and what has come over it and not been read. */
export class Transport {
  readonly #open: Connect;
  readonly #arrived: Json[] = [];
  readonly #readers: Reader[] = [];
  #connection: Connection | undefined;
  #lost: () => void = () => {};

  constructor(open: Connect) {
    this.#open = open;
  }

  get connected(): boolean {
    return this.#connection !== undefined;
  }

  /** A connect that is cancelled leaves no connection behind, also when it comes late. */
  async connect(signal: AbortSignal): Promise<void> {
    const opening = this.#open(signal);
    const connection = await until(opening, signal).catch((error: unknown) => {
      opening.then((late) => late.close()).catch(() => {});
      throw error;
    });
    this.#connection = connection;
    connection.onMessage((message) => this.#arrive(message));
    connection.onClose(() => {
      this.#connection = undefined;
      this.#lost();
    });
  }

  /** Settles when the connection that there is has been lost. */
  loss(): Promise<void> {
    return new Promise((resolve) => {
      this.#lost = resolve;
    });
  }

  async disconnect(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    await connection?.close();
  }

  async send(message: Json): Promise<void> {
    if (!this.#connection) throw new Error('there is no connection');
    await this.#connection.send(message);
  }

  /** The next message. A read that is cancelled takes none that comes later. */
  async receive(signal: AbortSignal): Promise<Json> {
    if (this.#arrived.length > 0) return this.#arrived.shift() as Json;
    let reader: Reader = () => {};
    const message = new Promise<Json>((resolve) => {
      reader = resolve;
      this.#readers.push(reader);
    });
    signal.addEventListener('abort', () => {
      const at = this.#readers.indexOf(reader);
      if (at >= 0) this.#readers.splice(at, 1);
    });
    return message;
  }

  #arrive(message: Json): void {
    const reader = this.#readers.shift();
    if (reader) reader(message);
    else this.#arrived.push(message);
  }
}
