import type { WaveItem } from '../../../harness/index.ts';

/** The exception of a cancelled run, with what the run has done. */
export class CancelledException extends Error {
  override readonly name = 'CancelledException';
  readonly reason: unknown;
  /** The last wave that was completed. */
  readonly wave: number;
  readonly results: readonly WaveItem[];

  constructor(reason: unknown, wave = 0, results: readonly WaveItem[] = []) {
    super(`Operation cancelled after wave ${wave}`);
    this.reason = reason;
    this.wave = wave;
    this.results = results;
  }
}

/** A flag, and why it was set. A reset takes it back, also from a run that has not looked at it yet. */
export class CancellationToken {
  #cancelled = false;
  #reason: unknown;

  get cancelled(): boolean {
    return this.#cancelled;
  }

  get reason(): unknown {
    return this.#reason;
  }

  cancel(reason?: unknown): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    this.#reason = reason;
  }

  check(): void {
    if (this.#cancelled) throw new CancelledException(this.#reason);
  }

  reset(): void {
    this.#cancelled = false;
    this.#reason = undefined;
  }
}
