import { faultsOf, type Mutant } from '../mutant.ts';

/** Faults with pools. */
export const pools: readonly Mutant[] = [
  ...faultsOf('REL-15', {
    'counted-when-made': {
      fault: 'the count is raised only after the creation has ended',
      trips: ['REL-16', 'REL-17', 'REL-26'],
      parts: (p) => ({
        ...p,
        pool: {
          ...p.pool,
          grow: (pool) => (p.pool.grow(pool), void (pool.alive -= 1)),
          made: (pool, thing) => ((pool.alive += 1), p.pool.made(pool, thing)),
        },
      }),
    },
    'failures-keep-their-place': {
      fault: 'a failed creation does not lower the count',
      trips: [],
      parts: (p) => ({
        ...p,
        pool: { ...p.pool, failed: (pool, error) => ((pool.alive += 1), p.pool.failed(pool, error)) },
      }),
    },
  }),
  ...faultsOf('REL-16', {
    'kept-by-a-cancelled-user': {
      fault: 'the resource of a cancelled user is not given back',
      trips: [],
      parts: (p) => ({
        ...p,
        pool: {
          ...p.pool,
          use: async (pool, body, wish) => {
            const lease = await pool.parts.acquire(pool, wish);
            return body(lease.resource, wish.signal).finally(() => wish.signal?.aborted || lease.release());
          },
        },
      }),
    },
    'kept-by-a-failed-user': {
      fault: 'the resource of a user that throws is neither given back nor destroyed',
      trips: [],
      parts: (p) => ({
        ...p,
        pool: {
          ...p.pool,
          use: async (pool, body, wish) => {
            const lease = await pool.parts.acquire(pool, wish);
            return body(lease.resource, wish.signal).then((value) => (lease.release(), value));
          },
        },
      }),
    },
    'given-back-twice': {
      fault: "the abort listener gives the resource back, and the user's end gives it back again",
      trips: [],
      parts: (p) => ({
        ...p,
        pool: {
          ...p.pool,
          use: (pool, body, wish) => {
            const early = (thing: unknown) =>
              wish.signal?.addEventListener('abort', () => pool.parts.offer(pool, thing));
            return p.pool.use(pool, (thing, signal) => (early(thing), body(thing, signal)), wish);
          },
        },
      }),
    },
    'discarded-and-counted': {
      fault: 'a resource that is given back as broken is destroyed, and its place stays taken',
      trips: [],
      parts: (p) => ({
        ...p,
        pool: {
          ...p.pool,
          lease: (pool, thing) => ({
            ...p.pool.lease(pool, thing),
            discard: () => pool.lent.delete(thing) && void pool.wish.destroy(thing),
          }),
        },
      }),
    },
    'one-for-each-user': {
      fault: 'a healthy resource is destroyed after every use, and the next user has to wait for a new one',
      trips: [],
      parts: (p) => ({
        ...p,
        pool: {
          ...p.pool,
          use: async (pool, body, wish) => {
            const lease = await pool.parts.acquire(pool, wish);
            return body(lease.resource, wish.signal).finally(() => lease.discard?.());
          },
        },
      }),
    },
  }),
  ...faultsOf('REL-17', {
    'timed-out-but-in-line': {
      fault: 'the timer rejects the waiter but leaves it in the list, and the release hands the resource to it',
      trips: [],
      parts: (p) => ({
        ...p,
        pool: {
          ...p.pool,
          leave: (line, waiter, cause) => {
            if (cause === 'abort') p.pool.leave(line, waiter, cause);
          },
        },
      }),
    },
    'aborted-but-in-line': {
      fault: 'an aborted waiter stays in the list, and the release hands the resource to it',
      trips: [],
      parts: (p) => ({
        ...p,
        pool: {
          ...p.pool,
          leave: (line, waiter, cause) => {
            if (cause === 'timeout') p.pool.leave(line, waiter, cause);
          },
        },
      }),
    },
    'made-for-nobody': {
      fault:
        'a creation that ends after its caller has gone is dropped: the resource is neither kept nor destroyed, and its place stays taken',
      trips: ['REL-18'],
      parts: (p) => ({
        ...p,
        pool: {
          ...p.pool,
          grow: (pool) => {
            pool.alive += 1;
            const [waiter] = pool.line.entries.slice(-1);
            const wanted = (): boolean => waiter !== undefined && pool.line.entries.includes(waiter);
            void pool.wish.create().then(
              (thing) => wanted() && pool.parts.made(pool, thing),
              (error: unknown) => pool.parts.failed(pool, error),
            );
          },
        },
      }),
    },
  }),
  ...faultsOf('REL-18', {
    'waiters-left-pending': {
      fault: 'waiters are left pending by close',
      trips: [],
      // Left in line they would be served from what comes back, which is a choice.
      parts: (p) => ({ ...p, pool: { ...p.pool, dismiss: ({ line }) => void line.entries.splice(0) } }),
    },
    'destroys-what-is-lent': {
      fault: 'close destroys the lent resource under its user',
      trips: [],
      parts: (p) => ({
        ...p,
        pool: {
          ...p.pool,
          close: (pool, wish) => {
            for (const thing of pool.lent) p.pool.destroy(pool, thing);
            pool.lent.clear();
            return p.pool.close(pool, wish);
          },
        },
      }),
    },
    'timer-left': {
      fault: "the limit's timer is not cleared when the pool closed in time or the limit was reached",
      trips: [],
      parts: (p) => ({ ...p, pool: { ...p.pool, arm: (ms, expire) => (repeat(ms, expire), () => {}) } }),
    },
    'closes-without-a-limit': {
      fault: 'close waits for what is lent, however long its limit was',
      trips: [],
      parts: (p) => ({ ...p, pool: { ...p.pool, arm: () => () => {} } }),
    },
  }),
];

/** A timer that goes on after it has fired, as an interval that nobody clears. */
function repeat(ms: number, fire: () => void): void {
  let fired = false;
  setInterval(() => {
    if (!fired) fire();
    fired = true;
  }, ms);
}
