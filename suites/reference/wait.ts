import { TimedOut } from './errors.ts';
import { after } from './timer.ts';

/** Waits for something that goes on by itself: a signal ends the wait, with its reason, and nothing else. */
export function orAborted<T>(end: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return end;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort);
    end.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Waits for something that goes on by itself, and no longer than so many ms. */
export function orTimedOut<T>(end: Promise<T>, ms: number | undefined): Promise<T> {
  if (ms === undefined) return end;
  return new Promise((resolve, reject) => {
    const disarm = after(ms, () => reject(new TimedOut(ms)));
    end.then(resolve, reject).finally(disarm);
  });
}
