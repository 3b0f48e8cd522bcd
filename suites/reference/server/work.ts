import { type JobSpec, runJob } from '../../../harness/index.ts';

/** The background work of the server: tasks that run beside its requests. */
export class Work {
  readonly #tasks = new Map<string, AbortController>();
  readonly #waiting = new Set<() => void>();
  #closed = false;

  /** Starts a task; throws once the work is closed. */
  submit(spec: JobSpec): void {
    if (this.#closed) throw new Error('the server takes no more work');
    const controller = new AbortController();
    this.#tasks.set(spec.id, controller);
    void runJob(spec, controller.signal)
      .catch(() => undefined)
      .finally(() => this.#ended(spec.id));
  }

  get size(): number {
    return this.#tasks.size;
  }

  close(): void {
    this.#closed = true;
  }

  /** Tells every task to end. */
  tell(): void {
    for (const controller of this.#tasks.values()) controller.abort(new Error('the server ends'));
  }

  /** Calls back whenever a task has ended. */
  onEnd(look: () => void): void {
    this.#waiting.add(look);
  }

  #ended(id: string): void {
    this.#tasks.delete(id);
    for (const look of this.#waiting) look();
  }
}
