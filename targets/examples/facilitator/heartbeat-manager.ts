import type { Log } from '../streaming/log.ts';
import { BackgroundTask, CancelledError, sleep } from './background.ts';
import { stopTask } from './stop-task.ts';

/** Beats at an interval, in the background. */
export class HeartbeatManager {
  readonly #interval: number;
  readonly #onHeartbeat: () => Promise<unknown>;
  readonly #log: Log;
  #running = false;
  #task: BackgroundTask | undefined;

  constructor(interval: number, onHeartbeat: () => Promise<unknown>, log: Log) {
    this.#interval = interval;
    this.#onHeartbeat = onHeartbeat;
    this.#log = log;
  }

  start(): void {
    this.#running = true;
    this.#task = new BackgroundTask((signal) => this.#heartbeatLoop(signal));
  }

  async stop(caller: AbortSignal | undefined): Promise<void> {
    this.#running = false;
    await stopTask(this.#task, caller);
  }

  async #heartbeatLoop(signal: AbortSignal): Promise<void> {
    while (this.#running) {
      try {
        await sleep(this.#interval, signal);
        if (this.#running) await this.#onHeartbeat();
      } catch (error) {
        if (error instanceof CancelledError) break;
        this.#log.write({ level: 'error', text: 'Heartbeat error', error });
      }
    }
  }
}
