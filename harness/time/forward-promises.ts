import timersPromises from 'node:timers/promises';
import { type ActiveClock, door, type Handle, real } from './door.ts';

interface Options {
  readonly signal?: AbortSignal;
  readonly ref?: boolean;
}

/** What Node rejects with; it does not export the class. */
class AbortError extends Error {
  override readonly name = 'AbortError';
  readonly code = 'ABORT_ERR';

  constructor(signal: AbortSignal) {
    super('The operation was aborted', { cause: signal.reason as unknown });
  }
}

/** Wrong options are the platform's to refuse, in its own words. */
function acceptable(options: unknown): options is Options {
  if (typeof options !== 'object' || options === null) return false;
  const { signal, ref } = options as { signal?: unknown; ref?: unknown };
  return (signal === undefined || signal instanceof AbortSignal) && (ref === undefined || typeof ref === 'boolean');
}

/** `setTimeout` of `node:timers/promises`, and what `promisify(setTimeout)` gives. */
export function sleep<T>(delay?: number, value?: T, options: unknown = {}): Promise<T | undefined> {
  const { clock } = door;
  if (!clock || !acceptable(options)) return real.promises.setTimeout(delay, value, options as Options);
  return deferred(value, options, (done) => clock.addTimer(done, delay, [], false));
}

/** `setImmediate` of `node:timers/promises`. */
export function immediate<T>(value?: T, options: unknown = {}): Promise<T | undefined> {
  const { clock } = door;
  if (!clock || !acceptable(options)) return real.promises.setImmediate(value, options as Options);
  return deferred(value, options, (done) => clock.addImmediate(done, []));
}

function deferred<T>(
  value: T | undefined,
  { signal, ref }: Options,
  start: (done: () => void) => Handle,
): Promise<T | undefined> {
  if (signal?.aborted) return Promise.reject(new AbortError(signal));
  let onAbort: (() => void) | undefined;
  const settled = new Promise<T | undefined>((resolve, reject) => {
    const timer = start(() => resolve(value));
    if (ref === false) timer.unref();
    if (!signal) return;
    onAbort = () => {
      timer.close();
      reject(new AbortError(signal));
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
  if (!signal || !onAbort) return settled;
  const listener = onAbort;
  return finallyAsNode(settled, () => signal.removeEventListener('abort', listener));
}

/** Node's detour, copied: each hop between a timer and whoever awaits it is one that a race may hide in. */
function finallyAsNode<T>(promise: Promise<T>, last: () => void): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    new Promise<T>((inner, fail) => void promise.then(inner, fail)).finally(last).then(resolve, reject);
  });
}

/** `setInterval` of `node:timers/promises`: its time begins with the first `next`, and beats that were missed are made up for. */
function interval<T>(delay?: number, value?: T, options: unknown = {}): AsyncIterable<T | undefined> {
  const { clock } = door;
  if (!clock || !acceptable(options)) return real.promises.setInterval(delay, value, options as Options);
  return beats(clock, delay, value, options);
}

async function* beats<T>(
  clock: ActiveClock,
  delay: number | undefined,
  value: T | undefined,
  { signal, ref }: Options,
): AsyncGenerator<T | undefined, void> {
  if (signal?.aborted) throw new AbortError(signal);
  let missed = 0;
  let wake: (() => void) | undefined;
  const beat = () => {
    missed += 1;
    wake?.();
  };
  const timer = clock.addTimer(beat, delay, [], true);
  if (ref === false) timer.unref();
  const stop = () => {
    timer.close();
    wake?.();
  };
  signal?.addEventListener('abort', stop, { once: true });
  try {
    while (!signal?.aborted) {
      if (missed === 0) await new Promise<void>((resolve) => (wake = resolve));
      for (; missed > 0; missed--) yield value;
    }
    throw new AbortError(signal);
  } finally {
    timer.close();
    signal?.removeEventListener('abort', stop);
  }
}

/** Replaces what `node:timers/promises` exports, its `scheduler` included. */
export function forwardPromises(): void {
  const wait = (delay?: number, options?: Options) =>
    door.clock ? sleep(delay, undefined, options) : real.promises.wait(delay as number, options);
  const yieldTurn = () => (door.clock ? immediate() : real.promises.yield());
  Object.assign(timersPromises, { setTimeout: sleep, setInterval: interval, setImmediate: immediate });
  Object.assign(timersPromises.scheduler, { wait, yield: yieldTurn });
}
