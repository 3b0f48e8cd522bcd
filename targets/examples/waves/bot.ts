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
  #current: Current | undefined;

  async handleMessage<T>(process: (token: CancellationToken) => Promise<T>): Promise<T> {
    if (this.#current) {
      this.#current.token.cancel('New message received');
      await this.#current.task.catch(() => {});
    }
    const token = new CancellationToken();
    const task = process(token);
    const current = { token, task };
    this.#current = current;
    try {
      return await task;
    } finally {
      if (this.#current === current) this.#current = undefined;
    }
  }
}
