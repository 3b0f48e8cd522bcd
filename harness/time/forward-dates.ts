import { type ActiveClock, door, real } from './door.ts';

/** Wall-clock time at 0 of the virtual clock: 2023-11-14T22:13:20Z. Fixed, so that dates are the same in every run. */
const epoch = 1_700_000_000_000;
/** What the process had lived through by then, ms. Not 0, which target code may take for "never". */
const lived = 1_000;

const wall = (clock: ActiveClock): number => Math.floor(epoch + clock.read() - clock.setBack);
const monotonic = (clock: ActiveClock): number => lived + clock.read();

/**
 * Stands in for `Date`. A function and no proxy, which would double the cost of `Date.now()`; it shares the prototype
 * of the real one, so dates that Node makes are `instanceof` it, and it can be extended.
 */
function forwardedDate(...args: unknown[]): unknown {
  if (!new.target) return new real.Date(dateNow()).toString();
  const { clock } = door;
  const given = args.length === 0 && clock ? [wall(clock)] : args;
  return Reflect.construct(real.Date, given, new.target);
}

function dateNow(): number {
  const { clock } = door;
  return clock ? wall(clock) : real.dateNow();
}

function forwardDate(): void {
  Object.defineProperties(forwardedDate, Object.getOwnPropertyDescriptors(real.Date));
  Object.defineProperty(forwardedDate, 'now', { configurable: true, writable: true, value: dateNow });
  Object.defineProperty(real.Date.prototype, 'constructor', {
    configurable: true,
    writable: true,
    value: forwardedDate,
  });
  globalThis.Date = forwardedDate as unknown as DateConstructor;
}

function performanceNow(): number {
  const { clock } = door;
  return clock ? monotonic(clock) : real.now();
}

function forwardPerformance(): void {
  const { timeOrigin } = performance;
  // On the prototype too, for whoever reads the method from there.
  for (const owner of [performance, Object.getPrototypeOf(performance) as object]) {
    Object.defineProperty(owner, 'now', {
      configurable: true,
      enumerable: true,
      writable: true,
      value: performanceNow,
    });
  }
  // The sum of origin and `now` is a way to tell the date, and has to agree with it.
  Object.defineProperty(performance, 'timeOrigin', {
    configurable: true,
    enumerable: true,
    get: () => (door.clock ? epoch - lived : timeOrigin),
  });
}

type Hrtime = [seconds: number, nanoseconds: number];

function hrtime(since?: Hrtime): Hrtime {
  const { clock } = door;
  if (!clock || (since !== undefined && !Array.isArray(since))) return real.hrtime(since);
  const ms = monotonic(clock);
  const seconds = Math.floor(ms / 1_000);
  const nanoseconds = Math.round((ms - seconds * 1_000) * 1e6);
  if (!since) return [seconds, nanoseconds];
  const borrow = nanoseconds < since[1] ? 1 : 0;
  return [seconds - since[0] - borrow, nanoseconds - since[1] + borrow * 1e9];
}

function hrtimeBigint(): bigint {
  const { clock } = door;
  return clock ? BigInt(Math.round(monotonic(clock) * 1e6)) : real.hrtimeBigint();
}

function forwardProcess(): void {
  process.hrtime = Object.assign(hrtime, { bigint: hrtimeBigint });
  process.uptime = () => (door.clock ? monotonic(door.clock) / 1_000 : real.uptime());
}

/** Replaces every way to read the time. `Intl` without a date and the entries of `performance` stay real. */
export function forwardDates(): void {
  forwardDate();
  forwardPerformance();
  forwardProcess();
}
