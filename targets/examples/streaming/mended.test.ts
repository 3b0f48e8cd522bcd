import { describe, expect, test, vi } from 'vitest';
import type { Sink } from './log.ts';
import { TaskCoordinator } from './mended.ts';
import { deaf, rest, types, waiting, watched } from './fixtures/doubles.ts';

describe('cancelling', () => {
  test('carries the reason to the body, the result and the clients, and comes after the cleanup', async () => {
    const tasks = new TaskCoordinator();
    const seen = watched(tasks);
    const reason = { by: 'u1' };
    let given: unknown;
    let clean = (): void => undefined;
    const run = tasks.submit('a', async (signal) => {
      try {
        await waiting()(signal);
      } finally {
        given = signal.reason;
        await new Promise<void>((resolve) => (clean = resolve));
      }
    });
    await rest();
    expect(tasks.cancel('a', reason)).toBe(true);
    await rest();
    expect([given, run.state, types(seen)]).toEqual([reason, 'stopping', ['start']]);
    clean();
    await expect(run.result).rejects.toMatchObject({ name: 'CancelledError', reason });
    await rest();
    expect(seen.at(-1)).toMatchObject({ type: 'cancelled', task: 'a', data: { reason }, last: true });
  });

  test('works before the first step: the body never runs, everybody is told, the entry is gone', async () => {
    const tasks = new TaskCoordinator();
    const seen = watched(tasks);
    const journal: string[] = [];
    const run = tasks.submit('a', waiting(journal));
    await Promise.resolve();
    const other = tasks.submit('b', waiting(journal));
    expect(tasks.cancel('b')).toBe(true);
    await expect(other.result).rejects.toMatchObject({ name: 'CancelledError' });
    expect(seen.filter(({ task }) => task === 'b').map(({ type }) => type)).toEqual(['cancelled']);
    expect(tasks.live.map(({ id }) => id)).toEqual(['a']);
    tasks.cancel('a');
    await expect(run.result).rejects.toBeDefined();
    expect(journal).toEqual(['start', 'cleanup']);
  });

  test('is idempotent, and says no to unknown and ended tasks', async () => {
    const tasks = new TaskCoordinator();
    const run = tasks.submit('a', waiting());
    await rest();
    expect([tasks.cancel('a', 'first'), tasks.cancel('a', 'second')]).toEqual([true, true]);
    await expect(run.result).rejects.toMatchObject({ reason: 'first' });
    expect([tasks.cancel('a'), tasks.cancel('nobody')]).toEqual([false, false]);
  });

  test('leaves a body that returns all the same completed', async () => {
    const tasks = new TaskCoordinator();
    const { body, open } = deaf();
    const run = tasks.submit('a', body);
    await rest();
    expect(tasks.cancel('a')).toBe(true);
    open(7);
    expect(await run.result).toBe(7);
  });

  test('keeps an error of the cleanup as the cause', async () => {
    const tasks = new TaskCoordinator();
    const lost = new Error('could not close');
    const run = tasks.submit('a', (signal) => waiting()(signal).catch(() => Promise.reject(lost)));
    await rest();
    tasks.cancel('a');
    await expect(run.result).rejects.toMatchObject({ name: 'CancelledError', cause: lost });
  });

  test.each([undefined, null, 0, false, '', 'text'])('takes %j for a reason', async (reason) => {
    const tasks = new TaskCoordinator();
    const run = tasks.submit('a', waiting());
    await rest();
    tasks.cancel('a', reason);
    await expect(run.result).rejects.toMatchObject({ name: 'CancelledError', reason });
  });

  test('reaches all live tasks and counts them', async () => {
    const tasks = new TaskCoordinator();
    const runs = ['a', 'b', 'c'].map((id) => tasks.submit(id, waiting()));
    await rest();
    expect(tasks.cancelAll('over')).toBe(3);
    expect((await Promise.allSettled(runs.map(({ result }) => result))).map(({ status }) => status)).toEqual(
      Array(3).fill('rejected'),
    );
  });

  test('is logged once, below an error, with the reason', async () => {
    const tasks = new TaskCoordinator();
    const sink = vi.fn<Sink>();
    tasks.log.listen(sink);
    tasks.log.listen(() => Promise.reject(new Error('the disk is full')));
    const run = tasks.submit('a', waiting());
    tasks.cancel('a', 'user:u1');
    await expect(run.result).rejects.toBeDefined();
    expect(sink.mock.calls).toEqual([[{ level: 'info', key: 'a', text: "Task a is cancelled: 'user:u1'" }]]);
  });
});

test('a failure that nobody reads is logged once, and is no concern of the platform', async () => {
  const tasks = new TaskCoordinator();
  const sink = vi.fn<Sink>();
  const strays = vi.fn<(error: unknown) => void>();
  process.on('unhandledRejection', strays);
  const error = new Error('broken');
  tasks.log.listen(sink);
  tasks.submit('a', () => Promise.reject(error));
  await rest();
  await rest();
  process.off('unhandledRejection', strays);
  expect(sink.mock.calls).toEqual([[{ level: 'error', key: 'a', text: 'Task a failed', error }]]);
  expect(strays).not.toHaveBeenCalled();
});

describe('ids', () => {
  test('are free again after the end, and nothing of the former task touches the next', async () => {
    const tasks = new TaskCoordinator();
    const first = tasks.submit('a', async () => 1);
    expect(() => tasks.submit('a', async () => 2)).toThrow(expect.objectContaining({ code: 'ID_IN_USE' }));
    await first.result;
    const second = tasks.submit('a', waiting());
    await rest();
    expect(first.stop({ ending: 'cancelled', reason: undefined })).toBe(false);
    expect(tasks.cancel('a')).toBe(true);
    await expect(second.result).rejects.toMatchObject({ name: 'CancelledError' });
  });

  test('of ended tasks are kept for a while only', async () => {
    const tasks = new TaskCoordinator();
    for (let number = 1; number <= 150; number++) await tasks.submit(String(number), async () => number).result;
    expect(tasks.counts.kept).toBe(100);
    expect(await tasks.get('51').result).toBe(51);
    expect(() => tasks.get('50')).toThrow(expect.objectContaining({ code: 'UNKNOWN_ID' }));
  });
});
