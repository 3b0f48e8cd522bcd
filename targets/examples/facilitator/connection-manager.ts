import type { Log } from '../streaming/log.ts';
import { BackgroundTask, CancelledError, sleep, until } from './background.ts';
import { stopTask } from './stop-task.ts';
import type { Transport } from './transport.ts';

const retryDelay = 5_000;

/** Connects, and connects again, in the background. */
export class ConnectionManager {
  readonly #transport: Transport;
  readonly #log: Log;
  #running = false;
  #task: BackgroundTask | undefined;

  constructor(transport: Transport, log: Log) {
    this.#transport = transport;
    this.#log = log;
  }

  start(): void {
    this.#running = true;
    this.#task = new BackgroundTask((signal) => this.#connectionLoop(signal));
  }

  async stop(caller: AbortSignal | undefined): Promise<void> {
    this.#running = false;
    await stopTask(this.#task, caller);
    await this.#transport.disconnect();
  }

  /** Connects for one who cannot wait for the loop, which knows nothing of it: there may then be two connections. */
  async ensureConnected(signal: AbortSignal): Promise<boolean> {
    if (this.#transport.connected) return true;
    try {
      await this.#transport.connect(signal);
      return true;
    } catch (error) {
      if (error instanceof CancelledError) throw error;
      this.#log.write({ level: 'warn', text: 'Could not connect', error });
      return false;
    }
  }

  async #connectionLoop(signal: AbortSignal): Promise<void> {
    while (this.#running) {
      try {
        await this.#transport.connect(signal);
        await until(this.#transport.loss(), signal);
      } catch (error) {
        if (error instanceof CancelledError) break;
        this.#log.write({ level: 'warn', text: 'Connection error', error });
        await sleep(retryDelay, signal);
      }
    }
  }
}
