/** Comes out of a wait whose task or caller was cancelled; the cause is the reason. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
  constructor(reason?: unknown) {
    super('the wait was cancelled', { cause: reason });
  }
}

/**
 * A loop in the background, as a task of asyncio is one: a cancel is raised in the wait that the loop is in, and
 * whoever awaits `done` gets what came out of the loop.
 */
export class BackgroundTask {
  readonly done: Promise<void>;
  readonly #controller = new AbortController();

  constructor(loop: (signal: AbortSignal) => Promise<void>) {
    this.done = loop(this.#controller.signal);
    // The one who stops it may come late, or never: until then its error is nobody's.
    this.done.catch(() => {});
  }

  cancel(): void {
    this.#controller.abort();
  }
}

/** Waits for a promise, but no longer than until the signal is aborted. What is waited for goes on by itself. */
export function until<T>(promise: PromiseLike<T>, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancelled = (): void => reject(new CancelledError(signal?.reason));
    if (signal?.aborted) cancelled();
    signal?.addEventListener('abort', cancelled);
    void Promise.resolve(promise)
      .then(resolve, reject)
      .finally(() => signal?.removeEventListener('abort', cancelled));
  });
}

/** Waits so many ms; a cancel takes the timer back. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const slept = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await until(slept, signal).finally(() => clearTimeout(timer));
}
