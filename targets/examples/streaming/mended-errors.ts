/** The outcome of a cancelled task. `cause`: what its body threw instead of letting the cancellation through. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
  /** What the one who cancelled gave as the reason, as it was given. */
  readonly reason: unknown;

  constructor(reason: unknown, options?: ErrorOptions) {
    super('the task was cancelled', options);
    this.reason = reason;
  }
}

/** The outcome of a task that ran into its time limit. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
  readonly limit: number;

  constructor(limit: number, options?: ErrorOptions) {
    super(`the task took longer than its limit of ${limit} ms`, options);
    this.limit = limit;
  }
}

/** A task was refused, or asked for that is not known. */
export class TaskError extends Error {
  override readonly name = 'TaskError';
  readonly code: 'SHUT_DOWN' | 'ID_IN_USE' | 'UNKNOWN_ID';

  constructor(code: TaskError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** The end of the stream of a client that did not keep up. */
export class SlowClientError extends Error {
  override readonly name = 'SlowClientError';
  constructor(limit: number) {
    super(`the client left more than ${limit} events unread`);
  }
}
