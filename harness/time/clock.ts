import { QuiesceError } from '../errors.ts';
import { random } from '../explore/random.ts';
import type { ActiveClock, Callback } from './door.ts';
import { type OnThrow, VirtualImmediate, VirtualTimeout } from './timer.ts';

/** Counts, so that a verdict never depends on the speed of the machine; each run of a case begins at none. */
export interface ClockLimits {
  /** Timers that may fire. */
  timers: number;
  /** Immediates that may run. */
  immediates: number;
  /** Reads of the time, with nothing between, after which each further read takes 1 ms: so a busy wait ends. */
  dateReads: number;
}

/** Longest delay of Node's, and what it makes of a longer one. */
const longest = 2 ** 31 - 1;
/**
 * Timers of 1 ms, each set by the one before it, that fire at one instant. Who looks at the time and sets another for
 * the 1 ms that is left, or polls each ms, is waiting for time to pass: the next one does.
 */
const longestChain = 100;
/** Any number: what matters is that it never changes. */
const seed = 0x51e5ce;
/** Beyond the ids of real timers, which are cleared by number through the same functions. */
const firstId = 2 ** 40;

/**
 * Time that stands still until it is told to move. Timers wait here, in the order in which they fall due; who
 * rests or advances (`rest.ts`) fires them. Times are in ms since the clock began.
 */
export class VirtualClock implements ActiveClock {
  now = 0;
  /** By how much the wall clock has been set back, in ms. */
  setBack = 0;
  /** Timers keep the async context they were set in. Costs half a microsecond a timer: off while exploring. */
  bindContext = true;
  readonly limits: ClockLimits = { timers: 200_000, immediates: 200_000, dateReads: 1_000 };
  /** A limit has been reached: nothing fires any more until the clock is reset. */
  exhausted = false;
  /** Given what a callback threw. Left alone, it becomes an uncaught exception, as on the real clock. */
  onThrow: OnThrow = uncaught;
  /** Given the error of a limit that was reached. Left alone, who fires the timers gets it thrown. */
  onBudget: (error: QuiesceError) => void = raise;
  // An array in order, not a heap: ties are neighbours, which schedules choose among by index, and a target has few.
  #timers: VirtualTimeout[] = [];
  #immediates: VirtualImmediate[] = [];
  #seq = 0;
  #fired = 0;
  #ran = 0;
  #reads = 0;
  /** Of the timer whose turn this is. */
  #depth = 0;
  #random = random(seed);

  /** Timers that wait; immediates are not counted. */
  get pending(): number {
    return this.#timers.length;
  }

  /** Those of them that would keep a process alive. */
  get holding(): number {
    return this.#timers.filter((timer) => timer.hasRef()).length;
  }

  /** They themselves, soonest first. */
  get waiting(): readonly VirtualTimeout[] {
    return this.#timers;
  }

  /** When the next timer falls due, `undefined` if none waits. */
  nextAt(): number | undefined {
    return this.#timers[0]?.at;
  }

  /** A timer is due without time moving. */
  get due(): boolean {
    const next = this.#timers[0];
    return next !== undefined && next.at <= this.now;
  }

  /** How many timers fall due at the next instant. */
  ties(): number {
    const at = this.nextAt();
    return at === undefined ? 0 : this.#place(at, Number.POSITIVE_INFINITY);
  }

  /** Fires one timer of the next instant, by index among its ties, and moves there. False: there is none. */
  fireNext(index = 0): boolean {
    const timer = this.#timers[index];
    if (timer === undefined || timer.at !== this.nextAt() || this.#spent('timers', ++this.#fired)) return false;
    this.disarm(timer);
    if (timer.at > this.now) this.now = timer.at;
    this.#reads = 0;
    this.#depth = timer.depth;
    timer.run(this.onThrow);
    // After the callback, as Node does: what it set for the same instant comes first.
    if (timer.repeat && !timer.closed && !timer.queued) this.arm(timer);
    else if (!timer.queued) timer.release();
    return true;
  }

  /** Runs the first immediate that waits. False: none does. */
  runImmediate(): boolean {
    for (;;) {
      const next = this.#immediates[0];
      if (next === undefined || (!next.closed && this.#spent('immediates', ++this.#ran))) return false;
      this.#immediates.shift();
      if (next.closed) continue;
      next.run(this.onThrow);
      next.release();
      return true;
    }
  }

  /** A turn of the event loop has passed: whoever reads the time is not busy waiting. */
  turned(): void {
    this.#reads = 0;
    this.#depth = 0;
  }

  /** Moves on to this instant, never back. Timers on the way are the caller's affair. */
  moveTo(at: number): void {
    if (at > this.now) this.now = at;
  }

  /** Begins anew at 0, with no timers and every count at none. A timer left over from before cannot come back. */
  reset(): void {
    for (const timer of this.#timers.splice(0)) {
      timer.queued = false;
      timer.close();
    }
    for (const immediate of this.#immediates.splice(0)) immediate.close();
    this.setBack = this.now = this.#seq = this.#fired = this.#ran = this.#reads = this.#depth = 0;
    this.exhausted = false;
    this.#random = random(seed);
  }

  random(): number {
    return this.#random();
  }

  read(): number {
    this.#reads += 1;
    if (this.#reads > this.limits.dateReads) this.now += 1;
    return this.now;
  }

  addTimer(callback: Callback, delay: unknown, args: unknown[], repeat: boolean): VirtualTimeout {
    const asked = Number(delay);
    const ms = asked >= 1 && asked <= longest ? Math.trunc(asked) : 1;
    const timer = new VirtualTimeout(this, firstId + this.#seq, callback, args, ms, repeat);
    timer.counts = asked >= 1;
    this.arm(timer);
    return timer;
  }

  addImmediate(callback: Callback, args: unknown[]): VirtualImmediate {
    const immediate = new VirtualImmediate(callback, args);
    if (this.bindContext) immediate.bind('Immediate');
    this.#immediates.push(immediate);
    return immediate;
  }

  find(id: number): VirtualTimeout | undefined {
    return this.#timers.find((timer) => timer.id === id);
  }

  /**
   * A timer of 0 or 1 ms is due at the present instant, unless it is the last of a long chain. An interval never is:
   * it counts the passing of time, and a wheel that ticks each ms would otherwise tick once more at every rest.
   */
  arm(timer: VirtualTimeout): void {
    const short = timer.delay <= 1 && !timer.repeat;
    timer.depth = short ? this.#depth + 1 : 0;
    timer.at = this.now + (short && !(timer.counts && timer.depth > longestChain) ? 0 : timer.delay);
    timer.seq = ++this.#seq;
    timer.queued = true;
    if (this.bindContext) timer.bind('Timeout');
    const place = this.#place(timer.at, timer.seq);
    if (place === this.#timers.length) this.#timers.push(timer);
    else this.#timers.splice(place, 0, timer);
  }

  disarm(timer: VirtualTimeout): void {
    timer.queued = false;
    const place = this.#place(timer.at, timer.seq);
    if (place === 0) this.#timers.shift();
    else this.#timers.splice(place, 1);
  }

  /** Ends the run: what was to end by itself did not. `limit`: the count that was reached. */
  exceed(what: string, limit: number): void {
    this.exhausted = true;
    this.onBudget(
      new QuiesceError(
        'adapter',
        'CLOCK_BUDGET',
        `The target was expected to come to rest; ${limit.toLocaleString('en')} ${what}, and there are more (virtual time ${this.now} ms).`,
        'Look for a timer of 0 or 1 ms or an immediate that sets itself again while it waits for something; run the target in real time if it has to poll.',
      ),
    );
  }

  /** Ends a run that lets so much time pass that who ticks at a steady pace cannot be followed: no fault of theirs. */
  #tire(fired: number): void {
    this.exhausted = true;
    this.onBudget(
      new QuiesceError(
        'adapter',
        'CLOCK_TICKS',
        `the time that the case lets pass was over when ${fired.toLocaleString('en')} timers had fired, by ${this.now.toLocaleString('en')} ms`,
      ),
    );
  }

  #spent(what: 'timers' | 'immediates', count: number): boolean {
    if (this.exhausted) return true;
    if (count <= this.limits[what]) return false;
    if (what === 'timers' && this.now >= count) this.#tire(count - 1);
    else this.exceed(`${what} have run in one run of a case`, this.limits[what]);
    return true;
  }

  /** Index of the timer with this place in the order, or where it would be. */
  #place(at: number, seq: number): number {
    const timers = this.#timers;
    let low = 0;
    let high = timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const timer = timers[middle] as VirtualTimeout;
      if (timer.at < at || (timer.at === at && timer.seq < seq)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function uncaught(error: unknown): void {
  process.nextTick(() => {
    throw error;
  });
}

function raise(error: QuiesceError): never {
  throw error;
}
