import type { Token } from '../adapter/tokens.ts';

/**
 * One body listening to one signal. It hears every dispatch, not only the first: a library that tells a body twice
 * has a fault that a listener with `once` would hide. The journal line comes before anything the body does about it.
 */
export class Hearing {
  readonly signal: AbortSignal;
  readonly #told: (reason: unknown) => void;
  readonly #stops = new Set<() => void>();

  constructor(signal: AbortSignal, told: (reason: unknown) => void) {
    this.signal = signal;
    this.#told = told;
    signal.addEventListener('abort', this.#hear);
    if (signal.aborted) told(signal.reason);
  }

  /** Has a wait end when the signal fires. */
  add(stop: () => void): void {
    this.#stops.add(stop);
  }

  delete(stop: () => void): void {
    this.#stops.delete(stop);
  }

  /** The body has ended: the kit leaves no listener behind. */
  close(): void {
    this.signal.removeEventListener('abort', this.#hear);
  }

  readonly #hear = (): void => {
    this.#told(this.signal.reason);
    for (const stop of [...this.#stops]) stop();
  };
}

/** A token as a signal, for a body that was handed no other: its own, or one made of its callbacks. */
export function signalOf(token: Token): { readonly signal: AbortSignal | undefined; readonly close: () => void } {
  if (token.signal || !token.onCancel) return { signal: token.signal, close: () => {} };
  const controller = new AbortController();
  const fire = (reason: unknown): void => {
    // A second callback is a second delivery: it must reach the journal, though a signal is aborted only once.
    if (controller.signal.aborted) controller.signal.dispatchEvent(new Event('abort'));
    else controller.abort(reason);
  };
  const undo = token.onCancel(fire);
  return { signal: controller.signal, close: () => void undo() };
}
