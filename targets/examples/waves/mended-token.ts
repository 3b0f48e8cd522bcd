/** What `check` raises. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
  readonly reason: unknown;

  constructor(reason: unknown) {
    super('the operation was cancelled');
    this.reason = reason;
  }
}

/**
 * A token whose resets begin epochs: who started before a reset holds the signal of that time, which stays as it is.
 */
export class CancellationToken {
  #controller = new AbortController();

  /** Of this epoch. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get cancelled(): boolean {
    return this.signal.aborted;
  }

  get reason(): unknown {
    return this.signal.reason;
  }

  cancel(reason?: unknown): void {
    this.#controller.abort(reason);
  }

  check(): void {
    if (this.cancelled) throw new CancelledError(this.reason);
  }

  reset(): void {
    if (this.cancelled) this.#controller = new AbortController();
  }
}
