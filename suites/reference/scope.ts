import { Cancelled } from './errors.ts';

/**
 * A cancel scope: it can be cancelled once, and with it every scope below that is open then. A scope that is opened
 * below a cancelled one is not cancelled: the cancellation has been delivered, and cleanup may use scopes of its own.
 */
export class Scope {
  readonly depth: number;
  cancelled = false;
  /** Nothing runs in it any more. */
  closed = false;
  /** What its signal's `reason` is. Never undefined once it is cancelled. */
  reason: unknown;
  /** When its time is up, on the monotonic clock, in ms. */
  deadline = Number.POSITIVE_INFINITY;
  readonly above: Scope | undefined;
  #below: Set<Scope> | undefined;
  #waits: Set<(reason: unknown) => void> | undefined;
  #controller: AbortController | undefined;

  constructor(above?: Scope) {
    this.above = above;
    this.depth = above ? above.depth + 1 : 0;
    if (above) (above.#below ??= new Set()).add(this);
  }

  /** Made when it is first asked for: half of all scopes never need one. */
  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.cancelled) this.#controller.abort(this.reason);
    }
    return this.#controller.signal;
  }

  /** Reasons are told apart from "none given" by `undefined` alone: null, 0, false and "" are reasons. */
  cancel(reason: unknown = new Cancelled()): void {
    if (this.cancelled) return;
    this.cancelled = true;
    this.reason = reason;
    this.#controller?.abort(reason);
    if (this.#waits) for (const wait of [...this.#waits]) wait(reason);
    if (this.#below) for (const scope of [...this.#below]) scope.cancel(reason);
  }

  /** Calls back when it is cancelled, if that is still to come; returns how to take this back. */
  onCancel(wait: (reason: unknown) => void): () => void {
    const waits = (this.#waits ??= new Set());
    waits.add(wait);
    return () => waits.delete(wait);
  }

  /** When the time of this scope, or of one above it, is up. */
  earliest(): number {
    return Math.min(this.deadline, this.above?.earliest() ?? Number.POSITIVE_INFINITY);
  }

  /** Dispatches its abort once more, for the coordinator whose second cancel is a second delivery. */
  tellAgain(): void {
    this.#controller?.signal.dispatchEvent(new Event('abort'));
  }

  /** Nothing runs in it any more; the scope above forgets it. */
  close(): void {
    this.closed = true;
    const { above } = this;
    if (above) above.#below?.delete(this);
  }
}
