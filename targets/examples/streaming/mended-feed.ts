import { Stream, type TaskNews } from './mended-stream.ts';

/** Sends each event to all clients that are connected at that moment, in one order for everybody. */
export class Feed {
  readonly #limit: number;
  readonly #streams = new Set<Stream>();
  readonly #outbox: (readonly [TaskNews, readonly Stream[]])[] = [];
  #sending = false;
  #count = 0;

  /** @param limit Events that are kept for a client which does not read. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get clients(): number {
    return this.#streams.size;
  }

  /** Connects a client to one task, or to all. */
  open(task?: string): Stream {
    const stream = new Stream(task, this.#limit, (closed) => this.#streams.delete(closed));
    this.#streams.add(stream);
    return stream;
  }

  /** Writes one event down; it reaches nobody before it is sent. */
  compose(type: string, task: string, data: unknown, last: boolean): TaskNews {
    return { type, task, data, id: ++this.#count, at: Date.now(), last };
  }

  /** A listener may cause the next event: that one waits until everybody has this one. */
  send(news: TaskNews): void {
    const concerned = [...this.#streams].filter(({ task }) => task === undefined || task === news.task);
    this.#outbox.push([news, concerned]);
    if (!this.#sending) this.#flush();
  }

  /** Sends what comes up in the act only after it. */
  hold(act: () => void): void {
    this.#sending = true;
    try {
      act();
    } finally {
      this.#flush();
    }
  }

  #flush(): void {
    this.#sending = true;
    for (let entry = this.#outbox.shift(); entry; entry = this.#outbox.shift()) {
      const [news, streams] = entry;
      for (const stream of streams) stream.push(news);
    }
    this.#sending = false;
  }

  /** Ends all streams. */
  end(): void {
    for (const stream of [...this.#streams]) stream.end();
  }
}
