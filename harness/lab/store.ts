import type { Store } from '../adapter/store.ts';
import type { Json } from '../adapter/wish.ts';
import type { Bench } from './bench.ts';

/** How the kit's store fails: every write that concerns the task rejects, or stays pending. */
export type StoreFailure = 'rejects' | 'hangs';

/** What a workload does with the store that it has given to the coordinator. */
export interface StoreLab {
  /** From now on writes that concern the task fail in that way; what concerns another works. */
  fail(task: string, how: StoreFailure): void;
  /** Everything works again; what hung is done now. */
  mend(): void;
  /** Writes down what is stored about the task, as `store.holds`. */
  show(task: string): void;
}

/**
 * Keeps records for the coordinator. Each write is written down as `store.write` with the task that it concerns, and
 * its answer with the same name.
 */
export class StoreStub implements StoreLab {
  readonly #kept = new Map<string, Json>();
  #failing: { readonly task: string; readonly how: StoreFailure } | undefined;
  /** Writes that hang. */
  readonly #pending: (() => void)[] = [];
  readonly #bench: Bench;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  get store(): Store {
    return {
      read: async (key) => this.#kept.get(key),
      write: (changes) => this.#write(changes),
    };
  }

  fail(task: string, how: StoreFailure): void {
    this.#failing = { task, how };
  }

  mend(): void {
    this.#failing = undefined;
    for (const go of this.#pending.splice(0)) go();
  }

  show(task: string): void {
    const held = [...this.#kept].filter(([key]) => this.#concerns(key, task));
    this.#bench.recorder.record('saw', 'store.holds', task, undefined, Object.fromEntries(held));
  }

  async #write(changes: Readonly<Record<string, Json>>): Promise<void> {
    const { recorder, tasks } = this.#bench;
    const task = [...tasks.all.keys()].find((name) => Object.keys(changes).some((key) => this.#concerns(key, name)));
    const { seq } = recorder.record('saw', 'store.write', task, undefined, changes);
    const failing = task !== undefined && this.#failing?.task === task ? this.#failing.how : undefined;
    if (failing === 'rejects') {
      const error = new Error(`the store cannot write what concerns ${task}`);
      recorder.record('fail', 'store.write', task, undefined, error, seq);
      throw error;
    }
    if (failing === 'hangs') await new Promise<void>((resolve) => this.#pending.push(resolve));
    for (const [key, value] of Object.entries(changes)) {
      if (value === null) this.#kept.delete(key);
      else this.#kept.set(key, value);
    }
    recorder.record('ok', 'store.write', task, undefined, undefined, seq);
  }

  /** A key names a task by its id, between signs that no id of the kit's has. */
  #concerns(key: string, task: string): boolean {
    return key.split(/[^\w-]+/).includes(this.#bench.tasks.idOf(task));
  }
}
