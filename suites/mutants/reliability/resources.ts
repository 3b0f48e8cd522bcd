import type { Semaphore } from '../../reference/semaphore.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

/** Faults with locks, and with the leases of locks. */
export const locks: readonly Mutant[] = [
  ...faultsOf('REL-13', {
    'kept-by-a-failure': {
      fault: 'the release is not in a finally: a holder that throws keeps the lock',
      trips: ['OBS-07', 'REL-10'],
      parts: (p) => ({
        ...p,
        hold: async (core, task, scope, name, part) => {
          const release = await core.parts.take(core, task, scope, name);
          const value = await part(scope, undefined);
          release();
          return value;
        },
      }),
    },
    'released-when-told': {
      fault: 'the lock is released when the holder is told of a cancel, before its cleanup',
      trips: [],
      parts: (p) => ({
        ...p,
        take: async (core, task, scope, name) => {
          const release = await p.take(core, task, scope, name);
          scope.onCancel(release);
          return release;
        },
      }),
    },
    'kept-by-a-failed-user': {
      fault: 'use() gives the permit back after the body has returned, and not when it throws',
      trips: [],
      parts: (p) => ({ ...p, semaphore: { ...p.semaphore, use: useWithoutFinally } }),
    },
    'takes-the-next-key-away': {
      fault: 'handing over clears the key that the next owner has just been given: his release does nothing',
      trips: ['REL-10', 'REL-14'],
      parts: (p) => ({
        ...p,
        semaphore: {
          ...p.semaphore,
          release: (lock) => {
            const next = lock.line.take();
            if (next) next.grant({ release: () => {} });
            else lock.free += 1;
          },
        },
      }),
    },
  }),
  ...faultsOf('REL-26', {
    'counts-without-looking': {
      fault: 'release() raises the number of permits without looking at the lease',
      trips: [],
      parts: (p) => ({
        ...p,
        semaphore: { ...p.semaphore, lease: (lock) => ({ release: () => lock.parts.release(lock) }) },
      }),
    },
    'lent-and-idle': {
      fault: 'release() pushes the resource to the idle list again without looking whether it is lent',
      trips: [],
      parts: (p) => ({
        ...p,
        pool: {
          ...p.pool,
          lease: (pool, thing) => ({ resource: thing, release: () => pool.parts.offer(pool, thing) }),
        },
      }),
    },
  }),
];

const useWithoutFinally: Semaphore['parts']['use'] = async (lock, body, wish) => {
  const lease = await lock.parts.acquire(lock, wish);
  const value = await body(undefined, wish.signal);
  lease.release();
  return value;
};
