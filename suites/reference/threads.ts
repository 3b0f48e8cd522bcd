import { Worker } from 'node:worker_threads';
import type { JobSpec, Json } from '../../harness/index.ts';
import type { Core, Task } from './core.ts';
import { type Deferred, deferred } from './deferred.ts';
import { ThreadLost } from './errors.ts';
import { after } from './timer.ts';

/** What a thread is told. */
export type Order = { readonly run: JobSpec } | { readonly abort: unknown };
/** What a thread says: that it is there, and how its job ended. `gaveWay`: by raising what it was told. */
export type Report =
  | { readonly ready: true }
  | { readonly value: Json }
  | { readonly error: unknown; readonly gaveWay: boolean };

/** Beside this file, in the source as in the package. */
const farSide = new URL(import.meta.url.endsWith('.ts') ? './thread.ts' : './thread.js', import.meta.url);

/** One thread, and the one job that it runs: whatever a body leaves behind dies with its thread. */
class Thread {
  /** It has said that it is there. */
  ready = false;
  /** Settles when the thread has ended: before that the slot of its job is not free. */
  readonly ended: Deferred<Exclude<Report, { ready: true }> | undefined> = deferred();
  readonly #worker = new Worker(farSide);

  constructor(spec: JobSpec) {
    let answer: Exclude<Report, { ready: true }> | undefined;
    this.#worker.on('message', (report: Report) => {
      if (!('ready' in report)) {
        answer = report;
        this.kill();
        return;
      }
      this.ready = true;
      this.#order({ run: spec });
    });
    // A thread that dies of an error exits, too, and the exit tells everything.
    this.#worker.on('error', () => {});
    this.#worker.on('exit', () => this.ended.resolve(answer));
  }

  tell(reason: unknown): void {
    this.#order({ abort: reason });
  }

  kill(): void {
    void this.#worker.terminate();
  }

  #order(order: Order): void {
    this.#worker.postMessage(order);
  }
}

const threads = new WeakMap<Task, Thread>();

export async function bodyInThread(core: Core, task: Task): Promise<Json> {
  const thread = new Thread(task.job.spec);
  threads.set(task, thread);
  const answer = await thread.ended.promise;
  if (!answer) throw core.parts.lost(core, task, thread.ready);
  if ('value' in answer) return answer.value;
  throw answer.gaveWay ? task.scope.reason : answer.error;
}

/** Ends the thread of a task: at once, or when it has had the declared time to end by itself. */
export function killThread(core: Core, task: Task, reason: unknown): void {
  task.scope.cancel(reason);
  const thread = threads.get(task);
  if (!thread) return;
  if (core.settings.delivery === 'kill') return thread.kill();
  thread.tell(task.scope.reason);
  const disarm = after(core.settings.killAfter, () => thread.kill());
  void task.ended.promise.then(disarm);
}

/** A thread that was killed ended for the reason of that kill, at whatever moment of its life it was. */
export function lost(_core: Core, task: Task, ready: boolean): unknown {
  if (task.stop) return task.scope.reason;
  return new ThreadLost(`the thread ended ${ready ? 'without an answer' : 'before it was ready'}`);
}
