import type { Log } from '../streaming/log.ts';

/** Beats at an interval. The next beat is set before this one begins: one that hangs does not stop the rhythm. */
export class Heartbeat {
  readonly #interval: number;
  readonly #beat: () => Promise<unknown>;
  readonly #log: Log;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(interval: number, beat: () => Promise<unknown>, log: Log) {
    this.#interval = interval;
    this.#beat = beat;
    this.#log = log;
  }

  start(): void {
    this.#timer = setTimeout(() => {
      this.start();
      this.#beat().catch((error: unknown) => this.#log.write({ level: 'warn', text: 'A heartbeat failed', error }));
    }, this.#interval);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
