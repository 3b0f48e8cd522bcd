import { real } from '../time/forward.ts';
import type { Pace } from './pace.ts';

/** How long to wait for what must come; returns as soon as it has. Milliseconds, times the target's pace. */
const waitFor = 1_000;
/** How long something may be under way, as a thread that starts on a busy machine; returns as soon as it is there. */
const underWay = 10_000;
/** How long nothing may happen before it counts as rest: the budget of absence. Always paid in full. */
const quiet = 25;

/** The same where everybody concerned has said to be at rest. */
const moment = 4;

/** Time as it passes. Rest is a stretch without any event; what must come is waited for, and no longer. */
export class RealPace implements Pace {
  readonly mode = 'real';
  readonly timers = 0;
  readonly holding = 0;
  flush: (() => Promise<boolean>) | undefined;
  readonly #stretch: number;
  readonly #begun = real.now();
  #events = 0;

  /** `stretch`: the target's pace, by which every wait is multiplied. */
  constructor(stretch: number) {
    this.#stretch = stretch;
  }

  get now(): number {
    return Math.round(real.now() - this.#begun);
  }

  /** Something happened: the rest begins anew. */
  disturbed(): void {
    this.#events += 1;
  }

  async quiesce(expects: () => boolean = () => false): Promise<undefined> {
    let told = await this.#told();
    for (let seen = -1; seen !== this.#events; ) {
      await pause((told ? moment : quiet) * this.#stretch);
      // Only now: a library may take a body in hand some hops after it has accepted it.
      await this.#wait(() => !expects(), underWay);
      told = await this.#told();
      seen = this.#events;
      await pause((told ? moment : quiet) * this.#stretch);
    }
  }

  /** True if it is known that nothing is ready to go on; silence alone never shows it. */
  async #told(): Promise<boolean> {
    return (await this.flush?.()) ?? false;
  }

  async advance(ms: number): Promise<undefined> {
    await pause(ms);
    await this.quiesce();
  }

  async pass(ms: number): Promise<void> {
    if (ms > 0) await pause(ms);
  }

  until(holds: () => boolean): Promise<void> {
    return this.#wait(holds, waitFor * this.#stretch);
  }

  async #wait(holds: () => boolean, most: number): Promise<void> {
    const end = this.now + most;
    while (!holds() && this.now < end) await pause(2);
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => void real.setTimeout(resolve, ms));
