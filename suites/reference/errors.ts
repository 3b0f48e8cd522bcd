import type { ShutdownReport } from '../../harness/index.ts';

/** The outcome of a task that somebody cancelled. */
export class Cancelled extends Error {
  override readonly name = 'CancelledError';
  /** What the canceller gave; undefined if nothing. */
  readonly reason: unknown;
  /** Errors thrown on the way out: kept, because a failed rollback must not hide behind "cancelled". */
  readonly suppressed: readonly unknown[];

  /** Without a stack: it would show where the coordinator makes it, not who cancelled, and costs more than the rest. */
  constructor(reason?: unknown, suppressed: readonly unknown[] = []) {
    const depth = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super('the task was cancelled');
    Error.stackTraceLimit = depth;
    this.reason = reason;
    this.suppressed = suppressed;
  }
}

/** The outcome of a task, or of a part of one, whose time limit has passed. */
export class TimedOut extends Error {
  override readonly name = 'TimeoutError';
  readonly suppressed: readonly unknown[];

  constructor(ms: number, suppressed: readonly unknown[] = []) {
    super(`the limit of ${ms} ms has passed`);
    this.suppressed = suppressed;
  }
}

/** Something that was asked for is not done, and nothing has changed. */
export class Refused extends Error {
  override readonly name = 'RefusedError';
  readonly code: 'CLOSED' | 'SELF' | 'DUPLICATE' | 'FULL' | 'UNKNOWN' | 'ENDED' | 'STOPPING' | 'BUSY' | 'SUPERSEDED';

  constructor(code: Refused['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Why a shutdown stops a task; never one of the reasons that a caller gave. */
export class ShutDown extends Error {
  override readonly name = 'ShutdownError';

  constructor() {
    super('the coordinator is shutting down');
  }
}

/** The outcome of a task that a shutdown has given up, where that is an outcome of its own. */
export class Abandoned extends Error {
  override readonly name = 'AbandonedError';

  constructor() {
    super('the coordinator has shut down without waiting for the task');
  }
}

/** A shutdown has ended, and not everything in it went well: errors of hooks and components, or tasks left behind. */
export class ShutdownFailed extends AggregateError {
  override readonly name = 'ShutdownFailedError';
  readonly unfinished: NonNullable<ShutdownReport['unfinished']>;
  readonly returned: NonNullable<ShutdownReport['returned']>;

  constructor(errors: readonly unknown[], { unfinished = [], returned = [] }: ShutdownReport) {
    super(errors, 'the shutdown is incomplete');
    this.unfinished = unfinished;
    this.returned = returned;
  }
}

/** How the stream of a client ends that did not keep up. */
export class TooSlow extends Error {
  override readonly name = 'SlowClientError';

  constructor(buffer: number) {
    super(`the client left more than ${buffer} events unread`);
  }
}

/** A thread ended without an answer. */
export class ThreadLost extends Error {
  override readonly name = 'ThreadLostError';
}
