import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TaskCoordinator } from './mended.ts';
import { deaf, waiting, watched } from './fixtures/doubles.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] }));
afterEach(() => void vi.useRealTimers());

test('a limit ends the task as timed out, at the limit and not before', async () => {
  const tasks = new TaskCoordinator();
  const run = tasks.submit('a', waiting(), 50);
  const ended = run.result.catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(49);
  expect(run.state).toBe('running');
  await vi.advanceTimersByTimeAsync(1);
  expect(await ended).toMatchObject({ name: 'TimeoutError', limit: 50 });
  expect(run.state).toBe('timeout');
  expect(vi.getTimerCount()).toBe(0);
});

test.each([0, -1])('a limit of %d ends it before it has begun', async (limit) => {
  const journal: string[] = [];
  const run = new TaskCoordinator().submit('a', waiting(journal), limit);
  await expect(run.result).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(journal).toEqual([]);
});

test.each([2 ** 31, 2 ** 32 + 100, Number.POSITIVE_INFINITY])(
  'a limit of %d is not over after a day',
  async (limit) => {
    const run = new TaskCoordinator().submit('a', waiting(), limit);
    await vi.advanceTimersByTimeAsync(86_400_000);
    expect(run.state).toBe('running');
  },
);

test('a shutdown waits, tells, gives up, and answers for those it could not wait for', async () => {
  const tasks = new TaskCoordinator();
  const seen = watched(tasks);
  const { body, open } = deaf();
  const good = tasks.submit('good', waiting());
  const bad = tasks.submit('bad', body);
  const outcomes = Promise.allSettled([good.result, bad.result]);
  let report: unknown;
  void tasks.shutdown(100, 50).then((settled) => (report = settled));
  expect(() => tasks.submit('late', body)).toThrow(expect.objectContaining({ code: 'SHUT_DOWN' }));
  await vi.advanceTimersByTimeAsync(99);
  expect([good.state, bad.state]).toEqual(['running', 'running']);
  await vi.advanceTimersByTimeAsync(1);
  expect([good.state, bad.state]).toEqual(['cancelled', 'stopping']);
  await vi.advanceTimersByTimeAsync(49);
  expect(report).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1);
  expect(report).toEqual({ unfinished: [{ id: 'bad', age: 150, state: 'stopping' }] });
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  open(7);
  await vi.advanceTimersByTimeAsync(0);
  expect(seen.filter(({ task }) => task === 'bad').map(({ type }) => type)).toEqual(['start', 'cancelled']);
  expect(await tasks.shutdown()).toBe(report);
  expect(vi.getTimerCount()).toBe(0);
});

test('a shutdown ends as soon as all is quiet, and leaves no timer', async () => {
  const tasks = new TaskCoordinator();
  const { body, open } = deaf();
  tasks.submit('a', body);
  const down = tasks.shutdown(3_600_000);
  open(1);
  expect(await down).toEqual({ unfinished: [] });
  expect(vi.getTimerCount()).toBe(0);
});

test('a task that calls the shutdown waits for the others, not for itself', async () => {
  const tasks = new TaskCoordinator();
  const { body, open } = deaf();
  tasks.submit('other', body);
  let returned = false;
  const run = tasks.submit('caller', async () => {
    await tasks.shutdown();
    returned = true;
    return 1;
  });
  await vi.advanceTimersByTimeAsync(0);
  expect(returned).toBe(false);
  open(0);
  expect(await run.result).toBe(1);
  expect(await tasks.shutdown()).toEqual({ unfinished: [] });
});
