import { type JobSpec, runJob } from '../../../harness/index.ts';

/** What followers are told of a task. */
export interface News {
  readonly type: 'started' | 'completed' | 'cancelled' | 'failed';
  readonly task: string;
}

/** The background work of the server: tasks that run beside its requests. */
export class Work {
  readonly #tasks = new Map<string, AbortController>();
  readonly #waiting = new Set<() => void>();
  readonly #followers = new Set<(news: News) => void>();
  #closed = false;

  /** Starts a task; throws once the work is closed. */
  submit(spec: JobSpec): void {
    if (this.#closed) throw new Error('the server takes no more work');
    const controller = new AbortController();
    this.#tasks.set(spec.id, controller);
    this.#say({ type: 'started', task: spec.id });
    void runJob(spec, controller.signal)
      .then(
        () => 'completed' as const,
        () => (controller.signal.aborted ? 'cancelled' : 'failed'),
      )
      .then((type) => this.#ended({ type, task: spec.id }));
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

  /** Calls back with whatever happens to a task. */
  follow(listener: (news: News) => void): void {
    this.#followers.add(listener);
  }

  #say(news: News): void {
    for (const listener of this.#followers) listener(news);
  }

  #ended(news: News): void {
    this.#tasks.delete(news.task);
    // Before anybody learns that all work is done, and ends the streams.
    this.#say(news);
    for (const look of this.#waiting) look();
  }
}
