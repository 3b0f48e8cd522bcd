import type { VirtualClock } from '../time/clock.ts';
import { advance, quiesce, restBare } from '../time/rest.ts';
import type { Pace } from './pace.ts';

/** Time on the virtual clock: it stands still but in `advance`. */
export class VirtualPace implements Pace {
  readonly mode = 'virtual';
  readonly #clock: VirtualClock;
  readonly #rest: typeof quiesce;

  /** `bare`, for exploration: rests do not look for work that the clock does not own. */
  constructor(clock: VirtualClock, bare = false) {
    this.#clock = clock;
    this.#rest = bare ? restBare : quiesce;
  }

  get now(): number {
    return this.#clock.now;
  }

  quiesce(): Promise<string | undefined> {
    return this.#rest(this.#clock);
  }

  advance(ms: number): Promise<string | undefined> {
    return advance(this.#clock, ms, this.#rest);
  }

  pass(ms: number): Promise<unknown> {
    return advance(this.#clock, ms, this.#rest);
  }

  /** On a virtual clock whatever is going to be so is so at rest. */
  async until(): Promise<void> {
    await this.#rest(this.#clock);
  }

  get timers(): number {
    return this.#clock.pending;
  }

  get holding(): number {
    return this.#clock.holding;
  }

  setBack(ms: number): void {
    this.#clock.setBack += ms;
  }

  get ties(): number {
    return this.#clock.ties();
  }

  fireNext(index: number): void {
    this.#clock.fireNext(index);
  }
}
