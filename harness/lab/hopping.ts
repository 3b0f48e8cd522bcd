import type { Bench } from './bench.ts';
import { isStop } from './stops.ts';

/** How many hops come in the place of a rest, by its number from 1, or what else does; nothing: the rest stays. */
export type InPlace = (rest: number, mark: string | undefined) => number | Promise<void> | undefined;

/** Told of a stop that comes directly after a rest. */
export type OnStop = (rest: number, stop: string) => void;

/** Parts of a bench whose calls are steps too. */
const parts: ReadonlySet<string> = new Set(['own', 'resources', 'policies', 'tokens', 'services', 'store', 'network']);
/** What a workload may ask between a rest and a stop without coming between them. */
const questions: ReadonlySet<string> = new Set(['accepted', 'has', 'named', 'granted']);

/**
 * The same bench, whose rests are counted and may be so many hops instead. Promises go through unchanged: an `await` of
 * one costs the hops that it costs without.
 */
export function hopping(bench: Bench, inPlace: InPlace, onStop: OnStop = () => {}): Bench {
  return new Hopping(bench, inPlace, onStop).lab;
}

class Hopping {
  readonly lab: Bench;
  readonly #bench: Bench;
  readonly #inPlace: InPlace;
  readonly #onStop: OnStop;
  #rests = 0;
  /** The rest after which nothing has been called yet. */
  #fresh: number | undefined;
  /** A rest that was none: it is written down when its hops are over, which the next step shows. */
  #hopped: { readonly hops: number; readonly mark: string | undefined } | undefined;

  constructor(bench: Bench, inPlace: InPlace, onStop: OnStop) {
    this.#bench = bench;
    this.#inPlace = inPlace;
    this.#onStop = onStop;
    this.lab = this.#watched(bench, 'lab');
  }

  #watched<T extends object>(object: T, path: string): T {
    return new Proxy(object, {
      get: (target, key) => {
        this.#settle();
        const found = Reflect.get(target, key, target) as unknown;
        if (typeof key === 'symbol') return found;
        const name = `${path}.${key}`;
        if (name === 'lab.quiesce') return (mark?: string) => this.#rest(mark);
        if (typeof found === 'function')
          return questions.has(key) ? found.bind(target) : this.#step(target, found, name);
        if (path === 'lab' && parts.has(key) && typeof found === 'object' && found !== null)
          return this.#watched(found, name);
        return found;
      },
    });
  }

  #rest(mark: string | undefined): Promise<void> {
    this.#rests += 1;
    this.#fresh = this.#rests;
    const hops = this.#inPlace(this.#rests, mark);
    if (hops === undefined) return this.#bench.quiesce(mark);
    if (typeof hops !== 'number') return hops;
    this.#hopped = { hops, mark };
    return this.#bench.hops(hops);
  }

  #step(target: object, call: unknown, name: string): (...args: readonly unknown[]) => unknown {
    return (...args) => {
      if (this.#fresh !== undefined && isStop(name)) this.#onStop(this.#fresh, name.slice('lab.'.length));
      this.#fresh = undefined;
      return (call as (...args: readonly unknown[]) => unknown).call(target, ...args);
    };
  }

  #settle(): void {
    if (this.#hopped === undefined) return;
    this.#bench.recorder.record('info', 'hops', undefined, this.#hopped.mark, this.#hopped.hops);
    this.#hopped = undefined;
  }
}
