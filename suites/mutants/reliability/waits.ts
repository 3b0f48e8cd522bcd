import type { Core } from '../../reference/core.ts';
import type { Pool } from '../../reference/pool.ts';
import { wait } from '../../reference/line.ts';
import { after } from '../../reference/timer.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

/** Faults with the end of a wait, and with what it leaves. */
export const waits: readonly Mutant[] = [
  ...faultsOf('REL-10', {
    'deaf-to-an-early-abort': {
      fault: 'a wait for a permit listens for an abort to come, and misses one that has come before',
      trips: [],
      parts: (p) => ({
        ...p,
        semaphore: {
          ...p.semaphore,
          acquire: async (lock, wish) =>
            wish.signal?.aborted && lock.free === 0
              ? wait(lock.line, wish, p.semaphore.leave)
              : p.semaphore.acquire(lock, wish),
        },
      }),
    },
    'permit-lost-to-a-timeout': {
      fault: 'a waiter whose time is over stays in the line: the permit is given to nobody',
      trips: [],
      parts: (p) => ({
        ...p,
        semaphore: {
          ...p.semaphore,
          leave: (line, waiter, cause) => {
            if (cause === 'abort') p.semaphore.leave(line, waiter, cause);
          },
        },
      }),
    },
  }),
  ...faultsOf('REL-13', {
    'wakes-and-frees': {
      fault: 'release() wakes the next waiter and raises the number of permits as well',
      trips: ['REL-10', 'REL-14'],
      parts: (p) => ({
        ...p,
        semaphore: {
          ...p.semaphore,
          release: (lock) => {
            if (lock.line.entries.length > 0) lock.free += 1;
            p.semaphore.release(lock);
          },
        },
      }),
    },
  }),
  ...faultsOf('REL-14', {
    'last-come-first': {
      fault: 'waiters are kept on a stack: who came last is served first',
      trips: [],
      parts: (p) => ({
        ...p,
        semaphore: {
          ...p.semaphore,
          release: (lock) => {
            const last = lock.line.entries.at(-1);
            if (!last) return p.semaphore.release(lock);
            lock.line.remove(last);
            last.grant(lock.parts.lease(lock));
          },
        },
      }),
    },
    'locks-without-priority': {
      fault: 'the priority of a waiter for a lock is taken and not looked at',
      dialect: { fairness: 'priority' },
      trips: [],
      parts: (p) => ({
        ...p,
        semaphore: {
          ...p.semaphore,
          acquire: (lock, { signal, timeout, priority }) =>
            p.semaphore.acquire(lock, { signal, timeout, priority: priority === undefined ? undefined : 0 }),
        },
      }),
    },
  }),
  ...faultsOf('REL-17', {
    'waits-longer-than-asked': {
      fault: 'the limit of an acquire begins anew with each look at the line: it is over too late',
      trips: [],
      parts: (p) => ({
        ...p,
        pool: {
          ...p.pool,
          acquire: (pool, { signal, timeout, priority }) =>
            p.pool.acquire(pool, { signal, timeout: timeout === undefined ? undefined : timeout * 2, priority }),
        },
      }),
    },
    'deaf-to-an-early-abort': {
      fault: 'a wait for a resource listens for an abort to come, and misses one that has come before',
      trips: [],
      parts: (p) => ({
        ...p,
        pool: {
          ...p.pool,
          acquire: async (pool, wish) =>
            wish.signal?.aborted && pool.alive === pool.wish.limit && pool.idle.length === 0
              ? wait(pool.line, wish, p.pool.leave)
              : p.pool.acquire(pool, wish),
        },
      }),
    },
  }),
  ...faultsOf('REL-18', {
    'created-too-late': {
      fault: 'a creation that ends after the close is dropped: the resource is never destroyed',
      trips: [],
      parts: (p) => ({
        ...p,
        pool: { ...p.pool, made: (pool, thing) => (pool.closing ? dropped(pool) : p.pool.made(pool, thing)) },
      }),
    },
  }),
  ...faultsOf('REL-26', {
    'released-after-a-discard': {
      fault: 'a lease that was discarded can still be released: what was destroyed is lent again',
      trips: [],
      parts: (p) => ({
        ...p,
        pool: {
          ...p.pool,
          lease: (pool, thing) => {
            const lease = p.pool.lease(pool, thing);
            let broken = false;
            return {
              ...lease,
              discard: () => ((broken = true), lease.discard?.()),
              release: () => (broken ? pool.parts.offer(pool, thing) : lease.release()),
            };
          },
        },
      }),
    },
  }),
  ...faultsOf('REL-28', {
    'listener-of-a-wait-stays': {
      fault: 'each acquire of a lock adds an abort listener to the signal of its caller and never removes it',
      trips: [],
      parts: (p) => ({
        ...p,
        semaphore: {
          ...p.semaphore,
          acquire: (lock, wish) => {
            wish.signal?.addEventListener('abort', () => {});
            return p.semaphore.acquire(lock, wish);
          },
        },
      }),
    },
    'timer-of-a-wait-stays': {
      fault: 'the timer of an acquire is not cleared when a resource has been granted',
      trips: [],
      parts: (p) => ({
        ...p,
        pool: {
          ...p.pool,
          acquire: (pool, { signal, timeout, priority }) => {
            if (timeout !== undefined) after(timeout, () => {});
            return p.pool.acquire(pool, { signal, timeout, priority });
          },
        },
      }),
    },
    'listener-of-an-attempt-stays': {
      fault: 'each attempt of a retry adds an abort listener to the signal of its caller and never removes it',
      trips: [],
      parts: (p) => ({
        ...p,
        retry: {
          ...p.retry,
          goOn: (signal) => {
            signal?.addEventListener('abort', () => {});
            p.retry.goOn(signal);
          },
        },
      }),
    },
    'listener-of-a-failed-call-stays': {
      fault: 'a breaker leaves an abort listener on the signal of each call that fails',
      trips: [],
      parts: (p) => ({
        ...p,
        breaker: {
          ...p.breaker,
          counts: (error, signal) => {
            signal?.addEventListener('abort', () => {});
            return p.breaker.counts(error, signal);
          },
        },
      }),
    },
    'listener-of-a-primary-stays': {
      fault: 'a fallback leaves an abort listener on the signal of each call whose primary fails',
      trips: [],
      parts: (p) => ({
        ...p,
        fallback: {
          ...p.fallback,
          covers: (error, signal) => {
            signal?.addEventListener('abort', () => {});
            return p.fallback.covers(error, signal);
          },
        },
      }),
    },
    'listener-of-a-turn-stays': {
      fault: 'a rate limit leaves an abort listener on the signal of each call that has had its turn',
      trips: [],
      parts: (p) => ({
        ...p,
        rate: {
          ...p.rate,
          turn: (rate, signal) => {
            signal?.addEventListener('abort', () => {});
            return p.rate.turn(rate, signal);
          },
        },
      }),
    },
    'timer-of-a-cancelled-sleep-stays': {
      fault: 'a lent sleep that a cancel ends leaves its timer to run on',
      trips: [],
      parts: (p) => ({
        ...p,
        sleep: (core, task, scope, ms) => p.sleep(undisarmed(core), task, scope, ms),
      }),
    },
    'timer-of-a-kept-limit-stays': {
      fault: 'a lent time limit leaves its timer to run on when what it limits has ended in time',
      trips: [],
      parts: (p) => ({
        ...p,
        within: (core, task, above, ms, part) => p.within(undisarmed(core), task, above, ms, part),
      }),
    },
  }),
];

/** The same coordinator, whose timers cannot be taken back. */
const undisarmed = (core: Core): Core =>
  Object.create(core, {
    parts: {
      value: {
        ...core.parts,
        after: (ms: number, fire: () => void) => {
          core.parts.after(ms, fire);
          return () => {};
        },
      },
    },
  }) as Core;

function dropped(pool: Pool): void {
  pool.alive -= 1;
  pool.closing?.resolve();
}
