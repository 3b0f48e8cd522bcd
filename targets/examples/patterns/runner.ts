import { TaskCoordinator } from '../streaming/mended.ts';
import type { Run } from '../streaming/mended-run.ts';
import { Semaphore } from './semaphore.ts';

/** Runs operations, so many at once. One that is cancelled while it waits for its turn never begins. */
export class Runner {
  readonly tasks = new TaskCoordinator();
  readonly #permits: Semaphore;
  readonly #locks = new Map<string, Semaphore>();
  #running = 0;

  constructor(concurrency = Number.POSITIVE_INFINITY) {
    this.#permits = new Semaphore(concurrency);
  }

  get counts(): { readonly running: number; readonly queued: number; readonly kept: number } {
    return { running: this.#running, queued: this.#permits.waiting, kept: this.tasks.counts.kept };
  }

  /** `limit`: ms, the wait for its turn included. */
  run(id: string, operation: (signal: AbortSignal) => Promise<unknown>, limit?: number): Run {
    const inTurn = async (signal: AbortSignal): Promise<unknown> => {
      signal.throwIfAborted();
      run.hasItsTurn();
      this.#running += 1;
      try {
        return await operation(signal);
      } finally {
        this.#running -= 1;
      }
    };
    const run = this.tasks.submit(id, (signal) => this.#permits.use(() => inTurn(signal), { signal }), limit);
    return run;
  }

  lock(name: string): Semaphore {
    const lock = this.#locks.get(name) ?? new Semaphore(1);
    this.#locks.set(name, lock);
    return lock;
  }
}
