/** Ends a body that was cancelled; passed on by everybody who catches it. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
  constructor() {
    super('the task was cancelled');
  }
}

/**
 * A task as asyncio has it: created now, begun one turn of the microtask queue later, cancelled at the place where
 * it waits. A cancel that comes before the first step keeps the body from being entered at all, so that no `try` and
 * no `finally` of it ever runs.
 */
export class AsyncTask<T> {
  /** Settles as the body ends; rejects with a `CancelledError` if that is what came out of it. */
  readonly result: Promise<T>;
  #ended = false;
  #tell: ((error: CancelledError) => void) | undefined;
  #untold: CancelledError | undefined;

  constructor(body: (task: AsyncTask<T>) => Promise<T>) {
    this.result = this.#live(body);
  }

  get done(): boolean {
    return this.#ended;
  }

  /** Asks the task to end. True: it was asked, which does not say that it will. False: it has ended already. */
  cancel(): boolean {
    if (this.#ended) return false;
    const error = new CancelledError();
    if (this.#tell) this.#tell(error);
    else this.#untold ??= error;
    return true;
  }

  /** Waits for a coroutine of the body: a cancel goes into it by the signal, and comes back out of it as its error. */
  async run<R>(coroutine: (signal: AbortSignal) => Promise<R>): Promise<R> {
    this.#raise();
    const controller = new AbortController();
    this.#tell = (error) => controller.abort(error);
    try {
      return await coroutine(controller.signal);
    } finally {
      this.#tell = undefined;
    }
  }

  async #live(body: (task: AsyncTask<T>) => Promise<T>): Promise<T> {
    await Promise.resolve();
    try {
      this.#raise();
      const value = await body(this);
      this.#raise();
      return value;
    } finally {
      this.#ended = true;
    }
  }

  #raise(): void {
    const error = this.#untold;
    this.#untold = undefined;
    if (error) throw error;
  }
}
