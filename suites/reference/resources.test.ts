import { expect, test } from 'vitest';
import type { HoldWish, ResourceWish } from '../../harness/index.ts';
import { now, rest } from './fixtures/opened.ts';
import { Pool, poolResource } from './pool.ts';
import { Semaphore, semaphoreResource } from './semaphore.ts';

const wish = (given: Partial<HoldWish> = {}): HoldWish => ({
  signal: undefined,
  timeout: undefined,
  priority: undefined,
  ...given,
});

/** A pool of numbered things, and what has been destroyed. */
function pool(limit: number, create?: (number: number) => Promise<unknown>) {
  let made = 0;
  const destroyed: unknown[] = [];
  const things: ResourceWish = {
    limit,
    create: () => (create ?? (async (number) => number))(++made),
    destroy: async (thing) => void destroyed.push(thing),
  };
  return { it: new Pool(things), destroyed };
}

test('a semaphore lets in as many as it has permits, and the greatest priority next', async () => {
  const it = new Semaphore(2);
  const { acquire } = semaphoreResource(it);
  const [one, two] = [await acquire?.(wish()), await acquire?.(wish())];
  const order: string[] = [];
  for (const [name, priority] of [
    ['low', 1],
    ['high', 9],
  ] as const)
    void acquire?.(wish({ priority })).then(() => order.push(name));
  await rest();
  expect(order).toEqual([]);
  one?.release();
  await rest();
  two?.release();
  await rest();
  expect(order).toEqual(['high', 'low']);
});

test('a second release changes nothing, and fails where that was chosen', async () => {
  const lenient = new Semaphore(1);
  const lease = await lenient.parts.acquire(lenient, wish());
  lease.release();
  lease.release();
  expect(lenient.free).toBe(1);
  const strict = new Semaphore(1, undefined, 'error');
  const other = await strict.parts.acquire(strict, wish());
  other.release();
  expect(() => other.release()).toThrow(expect.objectContaining({ name: 'RefusedError' }));
  expect(strict.free).toBe(1);
});

test('an abort ends a wait by its reason and leaves no listener; the permit goes to the next', async () => {
  const it = new Semaphore(1);
  const held = await it.parts.acquire(it, wish());
  const { signal, abort } = controlled();
  const aborted = it.parts.acquire(it, wish({ signal })).catch((error: unknown) => error);
  const next = it.parts.acquire(it, wish());
  abort('gone');
  await rest();
  expect(await now(aborted)).toBe('gone');
  held.release();
  expect(await next).toHaveProperty('release');
});

function controlled() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: (reason: unknown) => controller.abort(reason) };
}

test('a pool makes no more than it may, and makes another where a creation failed', async () => {
  const { it } = pool(2, async (number) => {
    if (number === 1) throw new Error('first');
    return number;
  });
  const { acquire } = poolResource(it);
  const waits = [1, 2, 3].map(() => acquire?.(wish()) ?? Promise.reject(new Error('none')));
  for (const wait of waits) Promise.resolve(wait).catch(() => {});
  await rest();
  expect(it.alive).toBe(2);
  expect(await now(waits[0] as Promise<unknown>)).toEqual(new Error('first'));
  expect(it.lent.size).toBe(2);
});

test('a pool that closes refuses, waits for what is lent, and destroys each thing once', async () => {
  const { it, destroyed } = pool(2);
  const { acquire, close } = poolResource(it);
  const [one, two] = [await acquire?.(wish()), await acquire?.(wish())];
  two?.release();
  const waiting = close?.({ signal: undefined, timeout: undefined }) as Promise<void>;
  expect(await now(acquire?.(wish()) as Promise<unknown>)).toMatchObject({ code: 'CLOSED' });
  expect(await now(waiting.then(() => 'closed'))).toBe('pending');
  one?.release();
  await waiting;
  expect(new Set(destroyed)).toEqual(new Set([1, 2]));
  expect(destroyed).toHaveLength(2);
});

test('what a user was lent comes back, however the user ends', async () => {
  const { it } = pool(1);
  const { use } = poolResource(it);
  await expect(use?.(() => Promise.reject(new Error('failed')), wish())).rejects.toThrow('failed');
  expect(await use?.(async (thing) => Number(thing), wish())).toBe(1);
  expect(it.idle).toEqual([1]);
});
