import type { JobSpec, Native } from '../adapter/program.ts';
import type { Handle, Job } from '../adapter/tasks.ts';
import type { Json } from '../adapter/wish.ts';
import type { Bench } from './bench.ts';
import { collectGarbage } from './garbage.ts';

/** So many tasks at once: a rest after each would be most of the time. */
const batch = 50;

/** How the tasks of a soak end, in turn; those that cannot be cancelled return instead. */
export const soakWays = ['return', 'throw', 'cancel'] as const;
export type SoakWay = (typeof soakWays)[number];

/** What came of all soaked tasks so far; recorded as `soak.held`. */
export interface Held {
  readonly ran: number;
  /** Their bodies began, and their results told how they ended. */
  readonly ended: number;
  /** Of those that ran: the job, or what its body returned or threw, is still in memory. */
  readonly alive: number;
}

/** Runs very many tasks of which nothing is written down, so that the kit itself holds on to none of them. */
export interface SoakLab {
  /**
   * Runs so many tasks, ending in these ways in turn, collects all garbage and records how many are left in memory. Nobody guesses by the size of the heap: each job and each value is asked whether it is still there.
   */
  run(mark: string, count: number, ways: readonly SoakWay[]): Promise<void>;
}

export class Soak implements SoakLab {
  readonly #refs: (readonly WeakRef<object>[])[] = [];
  readonly #long = new AbortController();
  #ended = 0;
  readonly #bench: Bench;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  async run(mark: string, count: number, ways: readonly SoakWay[]): Promise<void> {
    const { recorder } = this.#bench;
    recorder.muted = true;
    try {
      for (let left = count; left > 0; left -= batch) await this.#some(Math.min(batch, left), ways);
      // Twice: what a finalizer lets go of is garbage only then. A weak reference holds on until its turn is over.
      for (const _ of [1, 2]) {
        await this.#bench.quiesce();
        collectGarbage();
      }
      await this.#bench.quiesce();
    } finally {
      recorder.muted = false;
    }
    const alive = this.#refs.filter((refs) => refs.some((ref) => ref.deref() !== undefined)).length;
    const held: Held = { ran: this.#refs.length, ended: this.#ended, alive };
    recorder.record('saw', 'soak.held', undefined, mark, held);
  }

  async #some(count: number, ways: readonly SoakWay[]): Promise<void> {
    const running: (readonly [SoakJob, Handle])[] = [];
    for (let number = 0; number < count; number++) {
      const way = ways[number % ways.length] ?? 'return';
      const job = new SoakJob(`soak ${this.#refs.length + 1}`, way, this.#long);
      this.#refs.push([new WeakRef(job), new WeakRef(job.said)]);
      const handle = await this.#bench.current.submit(job);
      this.#watch(handle, job.id, way, job.began);
      if (way === 'cancel') running.push([job, handle]);
    }
    await this.#bench.quiesce();
    await this.#stop(running);
  }

  /** Each once its body has begun: at a low limit those that wait get the places of those that were cancelled. */
  async #stop(running: readonly (readonly [SoakJob, Handle])[]): Promise<void> {
    let left = running;
    while (left.length > 0) {
      const begun = left.filter(([job]) => job.began.yes);
      for (const [job, handle] of begun.length > 0 ? begun : left) this.#cancel(job, handle);
      left = begun.length > 0 ? left.filter((one) => !begun.includes(one)) : [];
      await this.#bench.quiesce();
    }
  }

  /** Holds the name of the job alone: what holds its value would keep it in memory. */
  #watch({ result }: Handle, id: string, way: SoakWay, began: { yes: boolean }): void {
    const ends = (asItDid: boolean): void => void (this.#ended += began.yes && asItDid ? 1 : 0);
    result.then(
      (value) => ends(way === 'return' && (value as { id?: unknown } | undefined)?.id === id),
      () => ends(way !== 'return'),
    );
  }

  #cancel(job: SoakJob, handle: Handle): void {
    const { current } = this.#bench;
    if (handle.cancel) void handle.cancel();
    else if (current.cancel) void current.cancel(handle.id ?? job.id);
    else job.controller.abort();
  }
}

/** A body without a journal. It keeps to its own controller's signal where the library hands it none. */
class SoakJob implements Job {
  readonly id: string;
  /** What its body returns, or throws. */
  readonly said: object;
  readonly began = { yes: false };
  readonly controller: AbortController;
  readonly run: Job['run'];

  constructor(id: string, way: SoakWay, long: AbortController) {
    this.id = id;
    this.controller = way === 'cancel' ? new AbortController() : long;
    this.said = way === 'throw' ? new Error(id) : { id };
    const { said, began, controller } = this;
    this.run = (signal) => {
      began.yes = true;
      return bodyOf(way, said, signal ?? controller.signal);
    };
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get spec(): JobSpec {
    throw new Error('the bodies of a soak run in this thread');
  }

  get native(): Native {
    throw new Error('the bodies of a soak are promises');
  }

  readonly timeout = undefined;
  readonly priority = undefined;
  readonly lane = undefined;
  readonly key = undefined;
  readonly token = undefined;
}

async function bodyOf(way: SoakWay, said: object, signal: AbortSignal): Promise<Json> {
  if (way === 'throw') throw said as Error;
  if (way === 'return') return said as Json;
  return new Promise((_, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}
