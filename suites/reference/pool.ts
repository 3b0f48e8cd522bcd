import type { HoldWish, Json, Lease, Resource, ResourceWish, WaitWish } from '../../harness/index.ts';
import { type Deferred, deferred } from './deferred.ts';
import { Refused } from './errors.ts';
import { type Leave, leave, type Line, once, wait } from './line.ts';
import { Queue } from './queue.ts';
import { refuseAgain, type SecondRelease } from './semaphore.ts';
import { after } from './timer.ts';

type Body = (resource: unknown, signal?: AbortSignal | null) => Promise<Json>;

/** What a pool is made of. */
export interface PoolParts {
  acquire(pool: Pool, wish: HoldWish): Promise<Lease>;
  leave: Leave<Lease>;
  /** Makes one more thing. Its place is taken from the beginning: a slow creation counts. */
  grow(pool: Pool): void;
  made(pool: Pool, thing: unknown): void;
  failed(pool: Pool, error: unknown): void;
  lease(pool: Pool, thing: unknown): Lease;
  /** A thing is free: for the next waiter, for later, or for nobody any more. */
  offer(pool: Pool, thing: unknown): void;
  use(pool: Pool, body: Body, wish: HoldWish): Promise<Json>;
  destroy(pool: Pool, thing: unknown): void;
  close(pool: Pool, wish: WaitWish): Promise<void>;
  /** Answers those who wait for a pool that is closing. */
  dismiss(pool: Pool): void;
  /** The time limit of the closing; returns how to take it back. */
  arm(ms: number, expire: () => void): () => void;
}

export interface PoolChoices {
  readonly second: SecondRelease;
  /** Those who wait when it closes are served from what comes back. */
  readonly serves: boolean;
}

/** Things that are expensive to make and are lent to one user at a time. */
export class Pool {
  /** Being made, idle or lent. */
  alive = 0;
  readonly idle: unknown[] = [];
  readonly lent = new Set<unknown>();
  readonly line: Line<Lease> = new Queue();
  /** The end of its closing, once that was asked for. */
  closing: Deferred<void> | undefined;
  readonly wish: ResourceWish;
  readonly parts: PoolParts;
  readonly choices: PoolChoices;

  constructor(
    wish: ResourceWish,
    parts: PoolParts = poolParts,
    choices: PoolChoices = { second: 'idempotent', serves: false },
  ) {
    const { limit, create, destroy } = wish;
    this.wish = { limit, create, destroy };
    this.parts = parts;
    this.choices = choices;
  }
}

export const poolParts: PoolParts = {
  async acquire(pool, wish) {
    if (pool.closing) throw closed();
    wish.signal?.throwIfAborted();
    const thing = pool.idle.pop();
    if (thing !== undefined) return pool.parts.lease(pool, thing);
    const turn = wait(pool.line, wish, pool.parts.leave);
    growIfWanted(pool);
    return turn;
  },

  leave,

  grow(pool) {
    pool.alive += 1;
    pool.wish.create().then(
      (thing) => pool.parts.made(pool, thing),
      (error: unknown) => pool.parts.failed(pool, error),
    );
  },

  /** Whoever it was made for may have gone: then it is for the next, or for later. */
  made: (pool, thing) => pool.parts.offer(pool, thing),

  /** One waiter learns of it; for the others another try is made. */
  failed(pool, error) {
    pool.alive -= 1;
    pool.line.take()?.refuse(error);
    growIfWanted(pool);
    endIfEmpty(pool);
  },

  lease(pool, thing) {
    pool.lent.add(thing);
    const back = (give: () => void) =>
      once(
        () => pool.lent.delete(thing) && give(),
        () => refuseAgain(pool.choices.second),
      );
    return {
      resource: thing,
      release: back(() => pool.parts.offer(pool, thing)),
      discard: back(() => pool.parts.destroy(pool, thing)),
    };
  },

  offer(pool, thing) {
    const next = pool.line.take();
    if (next) next.grant(pool.parts.lease(pool, thing));
    else if (pool.closing) pool.parts.destroy(pool, thing);
    else pool.idle.push(thing);
  },

  async use(pool, body, wish) {
    const lease = await pool.parts.acquire(pool, wish);
    try {
      return await body(lease.resource, wish.signal);
    } finally {
      lease.release();
    }
  },

  destroy(pool, thing) {
    pool.alive -= 1;
    // A thing that cannot be ended is out of the pool all the same.
    pool.wish.destroy(thing).catch(() => {});
    growIfWanted(pool);
    endIfEmpty(pool);
  },

  close(pool, { timeout }) {
    if (pool.closing) return pool.closing.promise;
    const closing = deferred<void>();
    pool.closing = closing;
    if (!pool.choices.serves) pool.parts.dismiss(pool);
    for (const thing of pool.idle.splice(0)) pool.parts.destroy(pool, thing);
    const disarm = timeout === undefined ? () => {} : pool.parts.arm(timeout, () => endByForce(pool));
    endIfEmpty(pool);
    return closing.promise.finally(disarm);
  },

  dismiss(pool) {
    for (let next = pool.line.take(); next; next = pool.line.take()) next.refuse(closed());
  },

  arm: after,
};

function growIfWanted(pool: Pool): void {
  const coming = pool.alive - pool.lent.size - pool.idle.length;
  const wanted = pool.line.entries.length - Math.max(0, coming);
  if (wanted > 0 && pool.alive < pool.wish.limit) pool.parts.grow(pool);
}

function endIfEmpty(pool: Pool): void {
  if (pool.alive === 0 && pool.line.entries.length === 0) pool.closing?.resolve();
}

/** The time is up: what is still lent is ended under its user, who was told how long there was. */
function endByForce(pool: Pool): void {
  poolParts.dismiss(pool);
  for (const thing of pool.lent) {
    pool.lent.delete(thing);
    pool.parts.destroy(pool, thing);
  }
  pool.closing?.resolve();
}

const closed = (): Refused => new Refused('CLOSED', 'the pool is closed');

/** A pool as a resource of the kit's. */
export const poolResource = (pool: Pool): Resource => ({
  acquire: (wish) => pool.parts.acquire(pool, wish),
  use: (body, wish) => pool.parts.use(pool, body, wish),
  close: (wish) => pool.parts.close(pool, wish),
});
