import type { HoldWish, Json, Lease, Resource } from '../../harness/index.ts';
import { Refused } from './errors.ts';
import { type Leave, leave, type Line, once, wait } from './line.ts';
import { Queue } from './queue.ts';

/** What a second release of one lease does. */
export type SecondRelease = 'idempotent' | 'error';

/** What a semaphore is made of. */
export interface SemaphoreParts {
  acquire(semaphore: Semaphore, wish: HoldWish): Promise<Lease>;
  leave: Leave<Lease>;
  /** A lease of one permit, which is taken already. */
  lease(semaphore: Semaphore): Lease;
  /** A permit comes back: it goes from hand to hand, and is free only where nobody waits. */
  release(semaphore: Semaphore): void;
  use(semaphore: Semaphore, body: Body, wish: HoldWish): Promise<Json>;
}

type Body = (resource: unknown, signal?: AbortSignal | null) => Promise<Json>;

/** So many permits; with one it is a lock. */
export class Semaphore {
  free: number;
  readonly line: Line<Lease> = new Queue();
  readonly parts: SemaphoreParts;
  readonly second: SecondRelease;

  constructor(limit: number, parts: SemaphoreParts = semaphoreParts, second: SecondRelease = 'idempotent') {
    this.free = limit;
    this.parts = parts;
    this.second = second;
  }
}

export const semaphoreParts: SemaphoreParts = {
  async acquire(semaphore, wish) {
    wish.signal?.throwIfAborted();
    const { parts, line } = semaphore;
    if (semaphore.free === 0) return wait(line, wish, parts.leave);
    semaphore.free -= 1;
    return parts.lease(semaphore);
  },

  leave,

  lease: (semaphore) => ({
    release: once(
      () => semaphore.parts.release(semaphore),
      () => refuseAgain(semaphore.second),
    ),
  }),

  release(semaphore) {
    const next = semaphore.line.take();
    if (next) next.grant(semaphore.parts.lease(semaphore));
    else semaphore.free += 1;
  },

  async use(semaphore, body, wish) {
    const lease = await semaphore.parts.acquire(semaphore, wish);
    try {
      return await body(undefined, wish.signal);
    } finally {
      lease.release();
    }
  },
};

export function refuseAgain(second: SecondRelease): void {
  if (second === 'error') throw new Refused('ENDED', 'the lease has been given back before');
}

/** A semaphore as a resource of the kit's. */
export const semaphoreResource = (semaphore: Semaphore): Resource => ({
  acquire: (wish) => semaphore.parts.acquire(semaphore, wish),
  use: (body, wish) => semaphore.parts.use(semaphore, body, wish),
});
