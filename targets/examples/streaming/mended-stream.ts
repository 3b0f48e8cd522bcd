import { SlowClientError } from './mended-errors.ts';

/** What clients are told about a task. */
export interface TaskNews {
  readonly type: string;
  readonly task: string;
  readonly data: unknown;
  /** Counts all events of the coordinator, from 1. */
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** It says how the task ended. An event that a body sends never is, whatever its type. */
  readonly last: boolean;
}

/** Takes the next event; nothing at the end of the stream, with an error if the client was too slow. */
type Taker = (news: TaskNews | undefined, error?: SlowClientError) => void;

/** The events that wait for one client, up to a limit; whoever sends them never waits. */
export class Stream {
  /** The one task that it is about; undefined for all. */
  readonly task: string | undefined;
  readonly #limit: number;
  readonly #closed: (stream: Stream) => void;
  readonly #waiting: TaskNews[] = [];
  #open = true;
  #error: SlowClientError | undefined;
  #taker: Taker | undefined;

  constructor(task: string | undefined, limit: number, closed: (stream: Stream) => void = () => undefined) {
    this.task = task;
    this.#limit = limit;
    this.#closed = closed;
  }

  push(news: TaskNews): void {
    if (!this.#open) return;
    if (this.#waiting.length >= this.#limit) this.#error = new SlowClientError(this.#limit);
    else this.#waiting.push(news);
    if (this.#error || (news.last && this.task !== undefined)) this.end();
    else this.#serve();
  }

  /** Nothing more comes; what waits can still be read. */
  end(): void {
    if (this.#open) this.#closed(this);
    this.#open = false;
    this.#serve();
  }

  /** The client has gone. */
  close(): void {
    this.#waiting.length = 0;
    this.end();
  }

  /** Asks for one event. Asked again only when the last one was taken. */
  take(taker: Taker): void {
    this.#taker = taker;
    this.#serve();
  }

  /** The next event; undefined at the end. Rejects if the client was too slow. */
  next(): Promise<TaskNews | undefined> {
    return new Promise((resolve, reject) => {
      this.take((news, error) => (error ? reject(error) : resolve(news)));
    });
  }

  #serve(): void {
    const taker = this.#taker;
    if (!taker || (this.#open && this.#waiting.length === 0)) return;
    this.#taker = undefined;
    const news = this.#waiting.shift();
    if (news) taker(news);
    else taker(undefined, this.#error);
  }
}

/** Hands the events of a stream to a listener, one after the other: the next when the last is dealt with. */
export function pump(stream: Stream, listener: (news: TaskNews) => unknown, failed: (error: unknown) => void): void {
  stream.take((news, error) => {
    if (error) failed(error);
    if (!news) return;
    const goOn = (): void => pump(stream, listener, failed);
    const fail = (thrown: unknown): void => {
      failed(thrown);
      goOn();
    };
    try {
      const answer = listener(news);
      if (isThenable(answer)) void answer.then(goOn, fail);
      else goOn();
    } catch (thrown) {
      fail(thrown);
    }
  });
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  value !== null && typeof value === 'object' && 'then' in value;
