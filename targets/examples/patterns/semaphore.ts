import { Line } from './line.ts';

export interface Permit {
  /** A second time does nothing. */
  release(): void;
}

export interface Wait {
  readonly signal?: AbortSignal | undefined;
  /** In ms. */
  readonly timeout?: number | undefined;
}

/** Back-pressure: so many permits, which go from hand to hand in order of arrival. With one it is a lock. */
export class Semaphore {
  readonly #line = new Line<Permit>();
  #free: number;

  constructor(permits: number) {
    this.#free = permits;
  }

  get waiting(): number {
    return this.#line.length;
  }

  async acquire({ signal, timeout }: Wait = {}): Promise<Permit> {
    signal?.throwIfAborted();
    if (this.#free === 0) return this.#line.wait(signal, timeout);
    this.#free -= 1;
    return this.#permit();
  }

  /** A cancel that meets the grant is the body's to hear of; the permit comes back in any case. */
  async use<T>(body: () => Promise<T>, wait?: Wait): Promise<T> {
    const permit = await this.acquire(wait);
    try {
      return await body();
    } finally {
      permit.release();
    }
  }

  #permit(): Permit {
    let held = true;
    return {
      release: () => {
        if (!held) return;
        held = false;
        const next = this.#line.next();
        if (next) next.grant(this.#permit());
        else this.#free += 1;
      },
    };
  }
}
