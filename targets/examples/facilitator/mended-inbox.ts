import type { Json } from '../../../harness/index.ts';
import type { Log } from '../streaming/log.ts';

type Receiver = (message: Json) => void;

/** Messages that have come: each is handled once, or received once, or left over. */
export class Inbox {
  readonly #handle: (message: Json) => Promise<unknown>;
  readonly #stopping: AbortSignal;
  readonly #log: Log;
  readonly #messages: Json[] = [];
  readonly #receivers = new Set<Receiver>();
  #pulled = false;
  #handling: Promise<void> | undefined;

  constructor(handle: (message: Json) => Promise<unknown>, stopping: AbortSignal, log: Log) {
    this.#handle = handle;
    this.#stopping = stopping;
    this.#log = log;
  }

  readonly arrive = (message: Json): void => {
    if (this.#stopping.aborted) return;
    const [receiver] = this.#receivers;
    if (receiver) return receiver(message);
    this.#messages.push(message);
    if (!this.#pulled) this.#handling ??= this.#handleAll();
  };

  /**
   * Waits for a message, which from now on is what all of them wait for. Whichever comes first, the message, the limit
   * or the abort, takes the receiver off the list: no message can come to one who has stopped waiting.
   */
  receive(timeout: number | undefined, caller: AbortSignal | undefined): Promise<Json | undefined> {
    this.#pulled = true;
    if (this.#messages.length > 0) return Promise.resolve(this.#messages.shift());
    return new Promise((resolve) => {
      const settle = (message?: Json): void => {
        this.#receivers.delete(settle);
        clearTimeout(timer);
        caller?.removeEventListener('abort', leave);
        resolve(message);
      };
      const leave = (): void => settle();
      const timer = timeout === undefined ? undefined : setTimeout(leave, timeout);
      caller?.addEventListener('abort', leave);
      this.#receivers.add(settle);
      if (caller?.aborted) leave();
    });
  }

  /** Waits for the message that is being handled; gives those that have not been. */
  async drain(): Promise<readonly Json[]> {
    await this.#handling;
    return this.#messages.splice(0);
  }

  async #handleAll(): Promise<void> {
    while (this.#messages.length > 0 && !this.#stopping.aborted) {
      try {
        await this.#handle(this.#messages.shift() as Json);
      } catch (error) {
        this.#log.write({ level: 'error', text: 'A message could not be handled', error });
      }
    }
    this.#handling = undefined;
  }
}
