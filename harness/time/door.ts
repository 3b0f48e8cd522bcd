import timersPromises from 'node:timers/promises';

/** What a timer calls. */
export type Callback = (...args: unknown[]) => unknown;

/** A timer or immediate of a clock; `kind` is how `clearTimeout` and `clearImmediate` tell their own. */
export interface Handle {
  readonly kind: symbol;
  ref(): unknown;
  unref(): unknown;
  close(): unknown;
}

/** The clock that answers while it is active. */
export interface ActiveClock {
  /** Milliseconds since it began, as the target reads them. */
  read(): number;
  /** By how much the wall clock has been set back, in ms; what is monotonic does not know of it. */
  readonly setBack: number;
  addTimer(callback: Callback, delay: unknown, args: unknown[], repeat: boolean): Handle;
  addImmediate(callback: Callback, args: unknown[]): Handle;
  /** The waiting timer with that primitive id. */
  find(id: number): Handle | undefined;
  /** A number in [0, 1), as the target draws it; the same ones after each reset. */
  random(): number;
}

/** Registered symbols, so that a timer is known to a second copy of this module (`dist` beside the sources) as well. */
export const timeoutKind = Symbol.for('quiesce.timeout');
export const immediateKind = Symbol.for('quiesce.immediate');

const capture = () =>
  Object.freeze({
    setTimeout: globalThis.setTimeout,
    clearTimeout: globalThis.clearTimeout,
    setInterval: globalThis.setInterval,
    clearInterval: globalThis.clearInterval,
    setImmediate: globalThis.setImmediate,
    clearImmediate: globalThis.clearImmediate,
    Date: globalThis.Date,
    /** Wall clock, ms. */
    dateNow: globalThis.Date.now,
    /** Monotonic, ms. */
    now: performance.now.bind(performance),
    hrtime: process.hrtime,
    hrtimeBigint: process.hrtime.bigint.bind(process.hrtime),
    uptime: process.uptime.bind(process),
    activeResources: process.getActiveResourcesInfo.bind(process),
    // Taken while the timers are real: Node loads `AbortSignal` on first use and then keeps the timers that it finds.
    abortTimeout: AbortSignal.timeout.bind(AbortSignal),
    promises: Object.freeze({
      setTimeout: timersPromises.setTimeout,
      setInterval: timersPromises.setInterval,
      setImmediate: timersPromises.setImmediate,
      wait: timersPromises.scheduler.wait.bind(timersPromises.scheduler),
      yield: timersPromises.scheduler.yield.bind(timersPromises.scheduler),
    }),
  });

interface Door {
  readonly real: ReturnType<typeof capture>;
  clock: ActiveClock | undefined;
  installed: boolean;
}

const key = Symbol.for('quiesce.time');
const holder = globalThis as { [key]?: Door };

/** One a process, however many copies of this module are loaded: a second copy would take the first one's for real. */
export const door: Door = (holder[key] ??= { real: capture(), clock: undefined, installed: false });

/** The time API as it was before anything was replaced. */
export const real = door.real;

/** From now on the time API answers from this clock. */
export function activate(clock: ActiveClock): void {
  door.clock = clock;
}

/** The time API is the platform's again. Timers that were set on the clock stay there. */
export function deactivate(): void {
  door.clock = undefined;
}

export function activeClock(): ActiveClock | undefined {
  return door.clock;
}
