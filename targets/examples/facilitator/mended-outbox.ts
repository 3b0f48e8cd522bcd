import type { Json } from '../../../harness/index.ts';
import { CancelledError } from './background.ts';
import type { KeptConnection } from './mended-connection.ts';

interface Letter {
  readonly message: Json;
  readonly sent: () => void;
  readonly failed: (error: unknown) => void;
}

/** Messages that are to be sent: each is sent once, or its sender learns that it was not. */
export class Outbox {
  readonly #connection: KeptConnection;
  readonly #stopping: AbortSignal;
  readonly #letters: Letter[] = [];
  #posting = false;
  #sending: Promise<void> | undefined;

  constructor(connection: KeptConnection, stopping: AbortSignal) {
    this.#connection = connection;
    this.#stopping = stopping;
  }

  /** Settles when the peer has it. */
  post(message: Json): Promise<void> {
    if (this.#stopping.aborted) return Promise.reject(new CancelledError('the client has been stopped'));
    const done = new Promise<void>((sent, failed) => this.#letters.push({ message, sent, failed }));
    // Whoever does not wait for it learns by what is left over.
    done.catch(() => {});
    if (!this.#posting) void this.#postAll();
    return done;
  }

  /** Waits for the message that is being sent; gives those that have not been. */
  async drain(): Promise<readonly Json[]> {
    await this.#sending;
    const left = this.#letters.splice(0);
    for (const { failed } of left) failed(new CancelledError('the client was stopped before this was sent'));
    return left.map(({ message }) => message);
  }

  /** Those who wait for one attempt to connect share its end; the next message begins a fresh one. */
  async #postAll(): Promise<void> {
    this.#posting = true;
    while (this.#letters.length > 0 && !this.#stopping.aborted) {
      try {
        const connection = await this.#connection.get();
        if (this.#stopping.aborted) break;
        this.#sending = this.#send(connection);
        await this.#sending;
      } catch (error) {
        if (!this.#stopping.aborted) for (const { failed } of this.#letters.splice(0)) failed(error);
      }
    }
    this.#posting = false;
  }

  async #send(connection: Awaited<ReturnType<KeptConnection['get']>>): Promise<void> {
    const letter = this.#letters.shift() as Letter;
    try {
      await connection.send(letter.message);
      letter.sent();
    } catch (error) {
      letter.failed(error);
      this.#connection.lose(connection);
    }
  }
}
