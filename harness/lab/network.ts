import type { Connect, Connection } from '../adapter/components.ts';
import type { Json } from '../adapter/wish.ts';
import type { Bench } from './bench.ts';

/** What a workload does with the peer of the connections that it lets the coordinator open. */
export interface NetworkLab {
  /** From now on the peer takes what it is sent and neither answers nor says goodbye. */
  silence(): void;
}

/**
 * Plays the peer. What the near end does is written down as `network.connect`, `network.send` and `network.close`, with
 * the number of the connection; each message is answered by itself, until the peer falls silent.
 */
export class NetworkStub implements NetworkLab {
  #silent = false;
  #opened = 0;
  /** Of the connection that was opened last. */
  #last: Line | undefined;
  readonly #bench: Bench;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  readonly connect: Connect = async () => {
    this.#opened += 1;
    const line = new Line(this.#bench, String(this.#opened), () => this.#silent);
    this.#last = line;
    return line;
  };

  silence(): void {
    this.#silent = true;
  }

  /** Sends over the connection that the coordinator has opened, and waits for the answer or the signal. */
  async call(message: string, signal: AbortSignal | undefined): Promise<unknown> {
    const line = this.#last;
    if (!line) throw new Error(`no connection to send "${message}" over`);
    const answer = line.answer();
    await line.send(message);
    if (!signal) return answer;
    return new Promise((resolve, reject) => {
      const abort = (): void => reject(signal.reason as Error);
      if (signal.aborted) return abort();
      signal.addEventListener('abort', abort, { once: true });
      void answer.then(resolve).finally(() => signal.removeEventListener('abort', abort));
    });
  }
}

const never = new Promise<never>(() => {});

/** The near end of one connection. */
class Line implements Connection {
  readonly #listeners: ((message: Json) => unknown)[] = [];
  readonly #waiting: ((message: Json) => void)[] = [];
  readonly #bench: Bench;
  readonly #name: string;
  readonly #silent: () => boolean;

  constructor(bench: Bench, name: string, silent: () => boolean) {
    this.#bench = bench;
    this.#name = name;
    this.#silent = silent;
    bench.recorder.record('saw', 'network.connect', undefined, name);
  }

  /** The next message from the peer. */
  answer(): Promise<Json> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async send(message: Json): Promise<void> {
    this.#bench.recorder.record('saw', 'network.send', undefined, this.#name, message);
    if (this.#silent()) return;
    await Promise.resolve();
    for (const listener of this.#listeners) listener(message);
    this.#waiting.shift()?.(message);
  }

  async close(): Promise<void> {
    this.#bench.recorder.record('saw', 'network.close', undefined, this.#name);
    if (this.#silent()) await never;
  }

  onMessage(listener: (message: Json) => unknown): void {
    this.#listeners.push(listener);
  }

  onClose(): void {
    // This peer never goes away by itself: what a lost one means is the matter of components.
  }
}
