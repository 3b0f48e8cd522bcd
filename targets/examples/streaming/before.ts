import { AsyncTask, CancelledError } from './async-task.ts';
import { ClientRegistry } from './clients.ts';
import { StreamTask, type Body } from './stream-task.ts';

/**
 * The streaming task coordinator as it was found. Tasks run beside each other, each with clients that follow it.
 * There is no way to cancel one but through the raw task, nothing ends them when the service ends, and nothing limits
 * how long they take.
 */
export class TaskCoordinator {
  readonly clients = new ClientRegistry();
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

  async #runTask(task: AsyncTask<unknown>, instance: StreamTask): Promise<unknown> {
    try {
      const value = await task.run((signal) => instance.process(signal));
      await task.run((signal) => instance.markCompleted(value, signal));
      return value;
    } catch (error) {
      // A cancellation is taken for nobody's error: it is told to nobody, and goes no further.
      if (error instanceof CancelledError) return undefined;
      await task.run((signal) => instance.sendEvent('error', { error }, signal));
      throw error;
    } finally {
      this.#tasks.delete(instance.key);
      this.clients.release(instance.key);
    }
  }
}
