import type { RunEvents } from './events.ts';
import { CancellationToken } from './token.ts';

interface Current {
  readonly token: CancellationToken;
  readonly task: Promise<unknown>;
}

/**
 * The first example of the report: a new message supersedes the one that is being processed. There is one current task
 * for all who write; and of several messages that wait for it, each takes its end for its own turn.
 */
export class MessageBot {
  readonly #events: RunEvents;
  #current: Current | undefined;

  constructor(events: RunEvents) {
    this.#events = events;
  }

  async handleMessage<T>(id: string, process: (token: CancellationToken) => Promise<T>): Promise<T> {
    if (this.#current) {
      this.#current.token.cancel('New message received');
      await this.#current.task.catch(() => {});
    }
    const token = new CancellationToken();
    const task = this.#process(id, token, process);
    const current = { token, task };
    this.#current = current;
    try {
      return await task;
    } finally {
      if (this.#current === current) this.#current = undefined;
    }
  }

  async #process<T>(
    id: string,
    token: CancellationToken,
    process: (token: CancellationToken) => Promise<T>,
  ): Promise<T> {
    try {
      this.#events.log.write({ level: 'info', key: id, text: `Message ${id} received` });
      this.#events.emit('start', id);
      const value = await process(token);
      this.#events.emit('message_processed', id, { value });
      return value;
    } catch (error) {
      this.#events.emit('message_failed', id, { error });
      throw error;
    }
  }
}
