import { CancelledError, TimeoutError } from '../streaming/mended-errors.ts';

/**
 * The cancel scope of a part of a body. It hears of a cancel around it once, when that comes: what is opened in a
 * cleanup, when the cancel has been heard of, works as usual.
 */
export class Scope {
  /** The cancel came from around it while it was open. */
  fromAbove = false;
  readonly #controller = new AbortController();
  readonly #above: AbortSignal;

  constructor(above: AbortSignal) {
    this.#above = above;
    if (!above.aborted) above.addEventListener('abort', this.#pass);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  cancel(reason: unknown): void {
    this.#controller.abort(reason);
  }

  close(): void {
    this.#above.removeEventListener('abort', this.#pass);
  }

  readonly #pass = (): void => {
    this.fromAbove = true;
    this.cancel(passed(this.#above));
  };
}

/** Why a part is cancelled from around it. That a limit has passed is its own scope's to say: here it is a cancel. */
export const passed = ({ reason }: AbortSignal): unknown =>
  reason instanceof TimeoutError ? new CancelledError(reason) : reason;

/** A part of a body, as it is run in a scope. */
export type Part<T> = (signal: AbortSignal) => Promise<T>;
