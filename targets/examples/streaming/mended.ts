import { inspect } from 'node:util';
import { Log } from './log.ts';
import { TaskError } from './mended-errors.ts';
import { Feed } from './mended-feed.ts';
import { current, Run, type Cause, type Witness } from './mended-run.ts';
import { pump, Stream, type TaskNews } from './mended-stream.ts';
import type { Body } from './stream-task.ts';
import { allWithin } from './timer.ts';

/** Ended tasks that can still be asked for. */
export const kept = 100;
/** Events that are kept for a client which does not read. */
export const unread = 1024;

/** What a shutdown could not wait for. */
export interface ShutdownReport {
  readonly unfinished: readonly { readonly id: string; readonly age: number; readonly state: string }[];
}

/**
 * The streaming task coordinator, mended. Three rules carry it. The outcome of a task is published outside of the
 * task, once its body has ended, so that no cancel can get in between. Each client has a stream of its own, so that
 * none can hold up or break the others. And whatever was accepted is answered, if need be by giving it up.
 */
export class TaskCoordinator {
  readonly log = new Log();
  readonly #feed = new Feed(unread);
  readonly #runs = new Map<string, Run>();
  readonly #ended: Run[] = [];
  readonly #last = new WeakMap<Run, TaskNews>();
  #closing: Promise<ShutdownReport> | undefined;

  /** Starts a task under an id that no live task has. `limit`: ms that it may take. */
  submit(id: string, body: Body, limit = Number.POSITIVE_INFINITY): Run {
    if (this.#closing) throw new TaskError('SHUT_DOWN', `task ${id} was refused: the coordinator is shut down`);
    if (this.#runs.get(id)?.live) throw new TaskError('ID_IN_USE', `task ${id} was refused: a task of that id is live`);
    const run = new Run(id, body, limit, this.#witness);
    this.#runs.set(id, run);
    return run;
  }

  /** The live task of that id, or the last ended one while it is kept. */
  find(id: string): Run | undefined {
    return this.#runs.get(id);
  }

  /** As `find`; throws if there is none. */
  get(id: string): Run {
    const run = this.find(id);
    if (!run) throw new TaskError('UNKNOWN_ID', `there is no task ${id}`);
    return run;
  }

  get live(): readonly Run[] {
    return [...this.#runs.values()].filter((run) => run.live);
  }

  get counts(): { readonly kept: number; readonly clients: number } {
    return { kept: this.#ended.length, clients: this.#feed.clients };
  }

  /** Cancels a task. False: none of that id is live. */
  cancel(id: string, reason?: unknown): boolean {
    return this.find(id)?.stop({ ending: 'cancelled', reason }) ?? false;
  }

  /** Cancels all live tasks and counts them. */
  cancelAll(reason?: unknown): number {
    return this.live.filter((run) => run.stop({ ending: 'cancelled', reason })).length;
  }

  /** Connects a client to one task or to all. One that comes after the end of the task is told how it ended. */
  connect(run?: Run): Stream {
    const last = run && this.#last.get(run);
    if (!last) return this.#feed.open(run?.id);
    const stream = new Stream(run.id, 1);
    stream.push(last);
    return stream;
  }

  /** As `connect`, with a listener, whose answer is waited for before its next event. Returns the way to leave. */
  subscribe(listener: (news: TaskNews) => unknown, run?: Run): () => void {
    const stream = this.connect(run);
    const failed = (error: unknown): void => {
      this.log.write({ level: 'error', text: 'A client failed to take an event', error });
    };
    queueMicrotask(() => pump(stream, listener, failed));
    return () => stream.close();
  }

  /**
   * Takes no more tasks, waits for the live ones, tells them to end when `grace` ms are over, and gives up on those
   * that have not ended `force` ms later. A task that calls it waits for the others, not for itself.
   */
  shutdown(grace = 30_000, force = 10_000): Promise<ShutdownReport> {
    this.#closing ??= this.#close(grace, force);
    const caller = current.getStore();
    if (!caller?.live) return this.#closing;
    const others = this.live.filter((run) => run !== caller).map((run) => run.ended);
    return Promise.race([this.#closing, Promise.all(others).then(() => ({ unfinished: [] }))]);
  }

  async #close(grace: number, force: number): Promise<ShutdownReport> {
    if (!(await allWithin(grace, this.#endings()))) {
      for (const run of this.live) run.stop({ ending: 'cancelled', reason: 'shutdown' });
      await allWithin(force, this.#endings());
    }
    const unfinished = this.live.map(({ id, age, state }) => ({ id, age, state }));
    for (const run of this.live) run.giveUp('shutdown');
    this.#feed.end();
    return { unfinished };
  }

  #endings(): readonly Promise<void>[] {
    return this.live.map((run) => run.ended);
  }

  readonly #witness: Witness = {
    beginning: ({ id }, begin) =>
      this.#feed.hold(() => {
        this.#feed.send(this.#feed.compose('start', id, undefined, false));
        begin();
      }),
    event: (run, type, data, last) => {
      const news = this.#feed.compose(type, run.id, data, last);
      // Before it is sent: a listener that hears of the end and connects once more is told of it, too.
      if (last) this.#last.set(run, news);
      current.run(undefined, () => this.#feed.send(news));
    },
    stopping: ({ id }, cause) => this.log.write({ level: 'info', key: id, text: `Task ${id} ${told(cause)}` }),
    failed: ({ id }, error) => this.log.write({ level: 'error', key: id, text: `Task ${id} failed`, error }),
    ended: (run) => {
      this.#ended.push(run);
      const oldest = this.#ended.length > kept ? this.#ended.shift() : undefined;
      if (oldest && this.#runs.get(oldest.id) === oldest) this.#runs.delete(oldest.id);
    },
  };
}

const told = (cause: Cause): string =>
  cause.ending === 'timeout' ? 'has reached its limit' : `is cancelled: ${inspect(cause.reason)}`;
