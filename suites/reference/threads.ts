import { Worker } from 'node:worker_threads';
import type { JobSpec, Json, Token } from '../../harness/index.ts';
import type { Core, Task } from './core.ts';
import { type Deferred, deferred } from './deferred.ts';
import { ThreadLost } from './errors.ts';
import { after } from './timer.ts';
import type { CancelToken } from './tokens.ts';

/** What a thread is told. */
export type Order =
  | { readonly run: JobSpec; readonly hasToken: boolean }
  | { readonly abort: unknown }
  | { readonly token: unknown };
/**
 * What a thread says: that it is there, that its body has cancelled the token, and how its job ended. `gaveWay`: by
 * raising what it was told.
 */
export type Report = { readonly ready: true } | { readonly token: unknown } | Answer;
type Answer = { readonly value: Json } | { readonly error: unknown; readonly gaveWay: boolean };

/** Beside this file, as JavaScript in the package. In the source it needs a loader, which a thread does not inherit. */
function startThread(): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./thread.js', import.meta.url));
  const [loader, body] = [import.meta.resolve('tsx/esm/api'), import.meta.resolve('./thread.ts')];
  const code = `import('${loader}').then(({ register }) => { register(); return import('${body}'); })`;
  return new Worker(code, { eval: true, execArgv: [] });
}

/** One thread, for one job: whatever a body leaves behind dies with its thread. */
class Thread {
  /** It has said that it is there. */
  ready = false;
  /** Settles when the thread has ended: before that the slot of its job is not free. */
  readonly ended: Deferred<Answer | undefined> = deferred();
  readonly #worker = startThread();
  /** Its body has cancelled its end of the token. */
  heard: (reason: unknown) => void = () => {};
  #job: Extract<Order, { readonly run: JobSpec }> | undefined;

  /** While it has no job it keeps nothing alive. */
  constructor() {
    let answer: Answer | undefined;
    this.#worker.on('message', (report: Report) => {
      if ('ready' in report) return this.#begin();
      if ('token' in report) return this.heard(report.token);
      answer = report;
      this.kill();
    });
    // A thread that dies of an error exits, too, and the exit tells everything.
    this.#worker.on('error', () => {});
    this.#worker.on('exit', () => this.ended.resolve(answer));
    this.#worker.unref();
  }

  run(spec: JobSpec, hasToken: boolean): void {
    this.#job = { run: spec, hasToken };
    this.#worker.ref();
    if (this.ready) this.order(this.#job);
  }

  kill(): void {
    void this.#worker.terminate();
  }

  #begin(): void {
    this.ready = true;
    if (this.#job) this.order(this.#job);
  }

  order(order: Order): void {
    this.#worker.postMessage(order);
  }
}

/** A thread takes longer to start than most jobs to run, so the next one is started ahead of its job. */
let spare: Thread | undefined;

function takeThread(): Thread {
  const thread = spare ?? new Thread();
  spare = new Thread();
  return thread;
}

const threads = new WeakMap<Task, Thread>();

export async function bodyInThread(core: Core, task: Task): Promise<Json> {
  const thread = takeThread();
  threads.set(task, thread);
  const unlink = bridge(core, thread, task.job.token);
  thread.run(task.job.spec, task.job.token !== undefined);
  const answer = await thread.ended.promise;
  unlink();
  if (!answer) throw core.parts.lost(core, task, thread.ready);
  if ('value' in answer) return answer.value;
  throw answer.gaveWay ? task.scope.reason : answer.error;
}

/** Each side of a token hears of a cancel on the other one; gives how the two are taken apart. */
function bridge(core: Core, thread: Thread, token: Token | undefined): () => void {
  if (!token) return () => {};
  thread.heard = (reason) => core.parts.tokens.heard(token as CancelToken, reason);
  return core.parts.tokens.heed(token, (reason) => thread.order({ token: reason }));
}

/** Ends the thread of a task: at once, or when it has had the declared time to end by itself. */
export function killThread(core: Core, task: Task, reason: unknown): void {
  task.scope.cancel(reason);
  const thread = threads.get(task);
  if (!thread) return;
  if (core.settings.delivery === 'kill') return thread.kill();
  thread.order({ abort: task.scope.reason });
  const disarm = after(core.settings.killAfter, () => thread.kill());
  void task.ended.promise.then(disarm);
}

/** Kills whatever thread a task of this coordinator still has. */
export function killThreads(core: Core): void {
  for (const task of core.tasks.values()) threads.get(task)?.kill();
}

/** A thread that was killed ended for the reason of that kill, at whatever moment of its life it was. */
export function lost(_core: Core, task: Task, ready: boolean): unknown {
  if (task.stop) return task.scope.reason;
  return new ThreadLost(`the thread ended ${ready ? 'without an answer' : 'before it was ready'}`);
}
