import type { Json } from '../../../harness/index.ts';
import { CancelledError } from './background.ts';
import type { Transport } from './transport.ts';

/** Messages that are to be sent. What it has accepted when nobody asks it to send any more stays in it. */
export class MessageQueue {
  readonly #queued: Json[] = [];

  get size(): number {
    return this.#queued.length;
  }

  enqueue(message: Json): void {
    this.#queued.push(message);
  }

  async sendAllQueued(transport: Transport, signal: AbortSignal): Promise<void> {
    while (this.#queued.length > 0) {
      await transport.send(this.#queued.shift() as Json);
      if (signal.aborted) throw new CancelledError(signal.reason);
    }
  }
}
