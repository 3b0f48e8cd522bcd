import { AsyncTask, CancelledError } from './async-task.ts';
import { ClientRegistry } from './clients.ts';
import { Log } from './log.ts';
import { StreamTask, type Body } from './stream-task.ts';

/**
 * The same coordinator after the reported fixes: a cancelled task tells its clients and passes the cancellation on,
 * and one task can be cancelled by its key. Shutdown and time limits were left for later.
 */
export class TaskCoordinator {
  readonly clients = new ClientRegistry();
  readonly log = new Log();
  readonly #tasks = new Map<string, AsyncTask<unknown>>();

  /** Keys of the tasks that are registered. */
  get running(): readonly string[] {
    return [...this.#tasks.keys()];
  }

  /** Starts a task and hands it out. */
  startTask(key: string, body: Body): AsyncTask<unknown> {
    const instance = new StreamTask(key, body, this.clients);
    const task = new AsyncTask((self) => this.#runTask(self, instance));
    this.#tasks.set(key, task);
    return task;
  }

  /** Cancels a running task. True if it was cancelled, false if it was not running. */
  cancelTask(key: string): boolean {
    const task = this.#tasks.get(key);
    if (!task || task.done) {
      this.log.write({ level: 'warn', key, text: `Cannot cancel task ${key}: not found, or completed already` });
      return false;
    }
    this.log.write({ level: 'info', key, text: `Cancelling task ${key}` });
    task.cancel();
    return true;
  }

  async #runTask(task: AsyncTask<unknown>, instance: StreamTask): Promise<unknown> {
    try {
      const value = await task.run((signal) => instance.process(signal));
      await task.run((signal) => instance.markCompleted(value, signal));
      return value;
    } catch (error) {
      await this.#announce(task, instance, error);
      throw error;
    } finally {
      this.#tasks.delete(instance.key);
      this.clients.release(instance.key);
    }
  }

  /** Tells the clients how the task ended. This runs inside the task, so a second cancel reaches it here. */
  #announce(task: AsyncTask<unknown>, instance: StreamTask, error: unknown): Promise<void> {
    if (!(error instanceof CancelledError)) {
      return task.run((signal) => instance.sendEvent('error', { error }, signal));
    }
    this.log.write({ level: 'info', key: instance.key, text: `Task ${instance.key} was cancelled` });
    const data = { message: 'Task was cancelled', reason: 'external_cancellation' };
    return task.run((signal) => instance.sendEvent('cancelled', data, signal));
  }
}
