import { TimeoutError } from '../streaming/mended-errors.ts';
import { after } from '../streaming/timer.ts';

interface Waiter<T> {
  readonly grant: (value: T) => void;
  readonly refuse: (error: unknown) => void;
}

/** Those who wait for something, in order of arrival. One whose wait is over is in it no more: nothing is granted to it. */
export class Line<T> {
  readonly #waiters = new Set<Waiter<T>>();

  get length(): number {
    return this.#waiters.size;
  }

  /** Rejects with the reason of the signal, or when the time, in ms, is over. */
  wait(signal?: AbortSignal, timeout = Number.POSITIVE_INFINITY): Promise<T> {
    return new Promise((resolve, reject) => {
      const over = (): void => {
        this.#waiters.delete(waiter);
        signal?.removeEventListener('abort', abort);
        callOff();
      };
      const refuse = (error: unknown): void => {
        over();
        reject(error);
      };
      const grant = (value: T): void => {
        over();
        resolve(value);
      };
      const waiter = { grant, refuse };
      const abort = (): void => refuse(signal?.reason);
      const callOff = after(timeout, () => refuse(new TimeoutError(timeout)));
      this.#waiters.add(waiter);
      signal?.addEventListener('abort', abort);
    });
  }

  /** Takes the first one out of the line. */
  next(): Waiter<T> | undefined {
    const [first] = this.#waiters;
    if (first) this.#waiters.delete(first);
    return first;
  }
}
