import type { Connection } from '../adapter/components.ts';
import type { Json } from '../adapter/wish.ts';

/** What a connection does for its near end. */
interface Wire {
  send(message: Json): Promise<unknown>;
  close(): Promise<unknown>;
}

/** The far end of one connection, which the kit plays. */
export class Peer {
  #message: ((message: Json) => unknown) | undefined;
  #left: (() => unknown) | undefined;
  #closed = false;

  /** The near end, for the target. Once its close has ended, nothing arrives there any more. */
  connection({ send, close }: Wire): Connection {
    return {
      send,
      close: () =>
        close().finally(() => {
          this.#closed = true;
        }),
      onMessage: (listener) => {
        this.#message = listener;
      },
      onClose: (listener) => {
        this.#left = listener;
      },
    };
  }

  /** True if somebody was there to take it. */
  say(message: Json): boolean {
    if (this.#closed || !this.#message) return false;
    void this.#message(message);
    return true;
  }

  /** Somebody has asked to be told that it is gone, which it is not yet. */
  get missed(): boolean {
    return !this.#closed && this.#left !== undefined;
  }

  /** It is gone, without a word. */
  leave(): void {
    if (this.#closed) return;
    this.#closed = true;
    void this.#left?.();
  }
}
