import timers from 'node:timers';
import { promisify } from 'node:util';
import { type Callback, door, type Handle, immediateKind, real, timeoutKind } from './door.ts';
import { immediate, sleep } from './forward-promises.ts';

// Where the arguments are wrong the platform's own function answers, with the platform's own error.
const callable = (callback: unknown): callback is Callback => typeof callback === 'function';

function setTimeout(callback: unknown, delay?: unknown, ...args: unknown[]): unknown {
  const { clock } = door;
  if (clock && callable(callback)) return clock.addTimer(callback, delay, args, false);
  return Reflect.apply(real.setTimeout, globalThis, [callback, delay, ...args]);
}

function setInterval(callback: unknown, delay?: unknown, ...args: unknown[]): unknown {
  const { clock } = door;
  if (clock && callable(callback)) return clock.addTimer(callback, delay, args, true);
  return Reflect.apply(real.setInterval, globalThis, [callback, delay, ...args]);
}

function setImmediate(callback: unknown, ...args: unknown[]): unknown {
  const { clock } = door;
  if (clock && callable(callback)) return clock.addImmediate(callback, args);
  return Reflect.apply(real.setImmediate, globalThis, [callback, ...args]);
}

function clearTimeout(timer: unknown): void {
  const virtual = virtualTimeout(timer);
  if (virtual) virtual.close();
  else real.clearTimeout(timer as NodeJS.Timeout);
}

function clearInterval(timer: unknown): void {
  const virtual = virtualTimeout(timer);
  if (virtual) virtual.close();
  else real.clearInterval(timer as NodeJS.Timeout);
}

function clearImmediate(timer: unknown): void {
  const kind = kindOf(timer);
  if (kind === immediateKind) (timer as Handle).close();
  else if (kind !== timeoutKind) real.clearImmediate(timer as NodeJS.Immediate);
}

/** Told by the timer and not by the clock: one set on a clock may be cleared after the case, and the reverse. */
function virtualTimeout(timer: unknown): Handle | undefined {
  if (typeof timer === 'number' || typeof timer === 'string') return door.clock?.find(Number(timer));
  return kindOf(timer) === timeoutKind ? (timer as Handle) : undefined;
}

function kindOf(timer: unknown): unknown {
  return typeof timer === 'object' && timer !== null ? (timer as { kind?: unknown }).kind : undefined;
}

function abortTimeout(ms: number): AbortSignal {
  const { clock } = door;
  if (!clock || !Number.isInteger(ms) || ms < 0 || ms >= 2 ** 32) return real.abortTimeout(ms);
  const controller = new AbortController();
  const expire = () => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
  clock.addTimer(expire, ms, [], false).unref();
  return controller.signal;
}

/** Replaces the timers of the global object and of `node:timers`, and `AbortSignal.timeout`. */
export function forwardTimers(): void {
  const forwarded = { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate };
  Object.defineProperty(setTimeout, promisify.custom, { enumerable: true, value: sleep });
  Object.defineProperty(setImmediate, promisify.custom, { enumerable: true, value: immediate });
  Object.assign(globalThis, forwarded);
  Object.assign(timers, forwarded);
  Object.defineProperty(AbortSignal, 'timeout', {
    configurable: true,
    enumerable: true,
    writable: true,
    value: abortTimeout,
  });
}
