import type { HoldWish } from '../../harness/index.ts';
import { TimedOut } from './errors.ts';
import { Queue } from './queue.ts';
import { after } from './timer.ts';

/** Somebody who waits for a turn. */
export interface Waiter<T> {
  readonly priority: number;
  readonly grant: (value: T) => void;
  readonly refuse: (error: unknown) => void;
}

/** Those who wait, in the order in which they will be served. */
export type Line<T> = Queue<Waiter<T>>;

/** Takes a waiter off the line who has been aborted, or has waited long enough. */
export type Leave<T> = (line: Line<T>, waiter: Waiter<T>, cause: 'abort' | 'timeout') => void;

export const leave = <T>(line: Line<T>, waiter: Waiter<T>): void => line.remove(waiter);

/** Waits in a line. Whoever serves it takes a waiter off first and grants then, so that a turn is never given twice. */
export function wait<T>(line: Line<T>, wish: Partial<HoldWish>, leaves: Leave<T>): Promise<T> {
  const { signal, timeout, priority = 0 } = wish;
  return new Promise((resolve, reject) => {
    const over = (settle: () => void) => {
      signal?.removeEventListener('abort', abort);
      disarm();
      settle();
    };
    const waiter: Waiter<T> = {
      priority,
      grant: (value) => over(() => resolve(value)),
      refuse: (error) => over(() => reject(error)),
    };
    const abort = (): void => {
      leaves(line, waiter, 'abort');
      waiter.refuse(signal?.reason);
    };
    const expire = (ms: number) => (): void => {
      leaves(line, waiter, 'timeout');
      waiter.refuse(new TimedOut(ms));
    };
    const disarm = timeout === undefined ? () => {} : after(timeout, expire(timeout));
    signal?.addEventListener('abort', abort);
    line.add(waiter);
  });
}

/** Has something done at most once; what a further call does is a choice. */
export function once(act: () => void, again: () => void): () => void {
  let done = false;
  return () => {
    if (done) return again();
    done = true;
    act();
  };
}
