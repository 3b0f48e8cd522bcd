import { AsyncLocalStorage } from 'node:async_hooks';
import type { Task } from './core.ts';

interface Call {
  readonly of: Callers;
  readonly task: Task;
  readonly above: Call | undefined;
}

/** One for all coordinators: on Node 20 every one there has been makes each later promise of the process dearer. */
const calls = new AsyncLocalStorage<Call>();
let open = 0;

/** Knows the task from whose body a coordinator is called, however many awaits and other coordinators lie between. */
export class Callers {
  #closed = false;

  constructor() {
    open += 1;
  }

  run<T>(task: Task, body: () => T): T {
    return calls.run({ of: this, task, above: calls.getStore() }, body);
  }

  /** The task that calls; nothing if it is no task of this coordinator. */
  get task(): Task | undefined {
    let call = calls.getStore();
    while (call && call.of !== this) call = call.above;
    return call?.task;
  }

  /** No call is asked about any more; when that is so of all, promises cost nothing extra again. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    open -= 1;
    if (open === 0) calls.disable();
  }
}
