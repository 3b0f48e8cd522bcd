import { AsyncLocalStorage } from 'node:async_hooks';
import { CancelledError, TimeoutError } from './mended-errors.ts';
import type { Body } from './stream-task.ts';
import { after } from './timer.ts';

/** How a task ended. */
export type Ending = 'completed' | 'failed' | 'cancelled' | 'timeout';
/** Why a task was told to end. */
export type Cause = { readonly ending: 'cancelled'; readonly reason: unknown } | { readonly ending: 'timeout' };
/** Who is told of the life of a task. */
export interface Witness {
  /** It is about to begin, by this act. Whoever hears of it and cancels it must find it begun. */
  beginning(run: Run, begin: () => void): void;
  /** An event for its clients; the last one says how it ended. */
  event(run: Run, type: string, data: unknown, last: boolean): void;
  /** It was told to end. */
  stopping(run: Run, cause: Cause): void;
  /** Its body failed, and nobody had told it to end. */
  failed(run: Run, error: unknown): void;
  /** It has ended. */
  ended(run: Run): void;
}

/** The task whose body is running; undefined in what a body only sets off, such as a listener. */
export const current = new AsyncLocalStorage<Run | undefined>();

/** One task. Begins one turn of the microtask queue after it was made, and ends in exactly one way. */
export class Run {
  readonly id: string;
  /** Settles when the body, its cleanup included, has ended. Nobody has to read it. */
  readonly result: Promise<unknown>;
  /** Settles with it, and never rejects. */
  readonly ended: Promise<void>;
  #since = performance.now();
  readonly #limit: number;
  readonly #witness: Witness;
  readonly #controller = new AbortController();
  readonly #settle: (ending: Ending, value: unknown) => void;
  #begun = false;
  #ending: Ending | undefined;
  #cause: Cause | undefined;
  #callOffLimit: () => void = () => undefined;

  constructor(id: string, body: Body, limit: number, witness: Witness) {
    this.id = id;
    this.#limit = limit;
    this.#witness = witness;
    const { promise, resolve, reject } = withResolvers();
    this.result = promise;
    // This also counts as reading the result: a failure that nobody waits for is in the log, and ends no process.
    this.ended = promise.then(nothing, nothing);
    this.#settle = (ending, value) => (ending === 'completed' ? resolve(value) : reject(value));
    queueMicrotask(() => this.#begin(body));
  }

  get state(): 'waiting' | 'running' | 'stopping' | Ending {
    return this.#ending ?? (this.#cause ? 'stopping' : this.#begun ? 'running' : 'waiting');
  }

  get live(): boolean {
    return this.#ending === undefined;
  }

  /** Milliseconds since its body began, or since it was accepted where that is still to come. */
  get age(): number {
    return performance.now() - this.#since;
  }

  /** For a body that waits for its turn first: what it is there for begins now. */
  hasItsTurn(): void {
    this.#since = performance.now();
  }

  /** Tells the task to end. True: it was told, now or before. False: it has ended. */
  stop(cause: Cause): boolean {
    if (!this.live) return false;
    // The first cause stands. A second one must not cut the cleanup short, nor tell another story.
    if (this.#cause) return true;
    this.#cause = cause;
    this.#callOffLimit();
    this.#witness.stopping(this, cause);
    if (this.#begun) this.#controller.abort(cause.ending === 'timeout' ? new TimeoutError(this.#limit) : cause.reason);
    else this.#endStopped(cause);
    return true;
  }

  /** Answers everybody who waits, although the body has not ended. What it says later comes too late. */
  giveUp(reason: unknown): void {
    this.#end('cancelled', new CancelledError(reason), { reason });
  }

  #begin(body: Body): void {
    if (!this.live) return;
    if (this.#limit <= 0) return void this.stop({ ending: 'timeout' });
    this.#begun = true;
    this.hasItsTurn();
    this.#callOffLimit = after(this.#limit, () => this.stop({ ending: 'timeout' }));
    this.#witness.beginning(this, () => this.#run(body));
  }

  #run(body: Body): void {
    const emit = async (type: string, data?: unknown): Promise<void> => {
      if (this.live) this.#witness.event(this, type, data, false);
    };
    void current
      .run(this, async () => body(this.#controller.signal, emit))
      .then(
        (value) => this.#returned(value),
        (error: unknown) => this.#threw(error),
      );
  }

  /** A body that was cancelled and returns all the same has completed; past its limit it has not. */
  #returned(value: unknown): void {
    if (this.#cause?.ending === 'timeout') this.#endStopped(this.#cause);
    else this.#end('completed', value, { value });
  }

  #threw(error: unknown): void {
    if (!this.#cause) return this.#fail(error);
    const letThrough =
      Object.is(error, this.#controller.signal.reason) || (error as Error | null)?.name === 'AbortError';
    this.#endStopped(this.#cause, letThrough ? undefined : { cause: error });
  }

  #fail(error: unknown): void {
    if (!this.live) return;
    this.#witness.failed(this, error);
    this.#end('failed', error, { error });
  }

  #endStopped(cause: Cause, options?: ErrorOptions): void {
    if (cause.ending === 'timeout') {
      const error = new TimeoutError(this.#limit, options);
      this.#end('timeout', error, { error });
    } else {
      const error = new CancelledError(cause.reason, options);
      this.#end('cancelled', error, { reason: cause.reason, ...options });
    }
  }

  #end(ending: Ending, value: unknown, data: unknown): void {
    if (!this.live) return;
    this.#ending = ending;
    this.#callOffLimit();
    this.#witness.event(this, ending, data, true);
    this.#settle(ending, value);
    this.#witness.ended(this);
  }
}

const nothing = (): void => undefined;

interface Resolvers {
  readonly promise: Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

function withResolvers(): Resolvers {
  let settle: Omit<Resolvers, 'promise'> | undefined;
  const promise = new Promise((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, ...(settle as Omit<Resolvers, 'promise'>) };
}
