import { expect, test, vi } from 'vitest';
import type { Json, Policy } from '../../harness/index.ts';
import { breaker } from './breaker.ts';
import { Cancelled } from './errors.ts';
import { fallback } from './fallback.ts';
import { now, rest } from './fixtures/opened.ts';
import { rate } from './rate.ts';
import { GaveUp, type Retry, retry } from './retry.ts';

const asked = (wish: Partial<Retry> = {}): Retry => ({
  attempts: 3,
  delay: 10,
  cap: undefined,
  timeout: undefined,
  permanent: () => false,
  cancelledToo: false,
  ...wish,
});

const free = { signal: undefined };

/** Calls that fail by these errors, one after the other, and then return how many there were. */
function failing(...errors: readonly unknown[]) {
  let made = 0;
  const call = async (): Promise<Json> => {
    made += 1;
    if (made <= errors.length) throw errors[made - 1];
    return made;
  };
  return { call, made: () => made };
}

test('a retry returns what an attempt returns, or gives up with the last error as its cause', async () => {
  vi.useFakeTimers();
  const twice = failing('a', 'b');
  const thrice = failing('a', 'b', 'c');
  const [good, bad] = [retry(asked())(twice.call, free), retry(asked())(thrice.call, free)];
  const rejection = Promise.resolve(bad).catch((error: unknown) => error);
  await vi.runAllTimersAsync();
  vi.useRealTimers();
  expect(await good).toBe(3);
  expect(await rejection).toEqual(new GaveUp(3, 'c'));
  expect(thrice.made()).toBe(3);
});

test('a cancelled attempt, and a permanent error, are not tried again', async () => {
  for (const error of [new Cancelled(), 'permanent']) {
    const { call, made } = failing(error, error);
    const policy = retry(asked({ permanent: (value) => value === 'permanent' }));
    await expect(policy(call, free)).rejects.toBe(error);
    expect(made()).toBe(1);
  }
});

test('an abort ends the wait between attempts by its reason', async () => {
  const controller = new AbortController();
  const { call, made } = failing('a', 'b');
  const operation = retry(asked({ delay: 100_000 }))(call, { signal: controller.signal });
  const ended = Promise.resolve(operation).catch((error: unknown) => error);
  await rest();
  controller.abort('gone');
  await rest();
  expect(await now(ended)).toBe('gone');
  expect(made()).toBe(1);
});

test('a breaker opens, lets one try after its rest, and closes by a success', async () => {
  vi.useFakeTimers();
  const policy: Policy = breaker({ failures: 2, rest: 100, trials: 1 });
  const fail = failing('a', 'b');
  for (const error of ['a', 'b']) await expect(policy(fail.call, free)).rejects.toBe(error);
  await expect(policy(fail.call, free)).rejects.toMatchObject({ name: 'RefusedError' });
  vi.advanceTimersByTime(100);
  expect(await policy(fail.call, free)).toBe(3);
  expect(await policy(fail.call, free)).toBe(4);
  vi.useRealTimers();
});

test('a fallback answers for a failure, and not for a cancel', async () => {
  const used: string[] = [];
  const policy = fallback({ value: () => 'other', used: () => used.push('used') });
  expect(await policy(failing('a').call, free)).toBe('other');
  await expect(policy(failing('a').call, { signal: AbortSignal.abort() })).rejects.toBe('a');
  expect(used).toEqual(['used']);
});

test('a rate limit starts what there is room for, and the rest a period after the first', async () => {
  vi.useFakeTimers();
  const policy = rate(2, 100);
  const starts: number[] = [];
  const began = performance.now();
  for (let call = 0; call < 3; call++) void policy(async () => starts.push(performance.now() - began), free);
  await vi.advanceTimersByTimeAsync(99);
  expect(starts).toEqual([0, 0]);
  await vi.advanceTimersByTimeAsync(1);
  expect(starts).toEqual([0, 0, 100]);
  vi.useRealTimers();
});
