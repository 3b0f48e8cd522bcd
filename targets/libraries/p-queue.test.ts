import PQueue from 'p-queue';
import { expect, test } from 'vitest';

test('an aborted running task that ignores its signal gives its slot away and runs on: the ghost', async () => {
  const queue = new PQueue({ concurrency: 1 });
  const controller = new AbortController();
  const journal: string[] = [];
  let wake = (): void => undefined;
  const ghost = queue.add(
    async () => {
      journal.push('ghost starts');
      await new Promise<void>((resolve) => (wake = resolve));
      journal.push('ghost ends');
    },
    { signal: controller.signal },
  );
  const next = queue.add(async () => void journal.push('next runs'));
  controller.abort('stop');
  await expect(ghost).rejects.toBe('stop');
  await next;
  await queue.onIdle();
  journal.push('idle');
  wake();
  await new Promise((resolve) => setImmediate(resolve));
  expect(journal).toEqual(['ghost starts', 'next runs', 'idle', 'ghost ends']);
});

test('an aborted queued task is rejected at once and leaves the queue', async () => {
  const queue = new PQueue({ concurrency: 1 });
  let wake = (): void => undefined;
  const first = queue.add(() => new Promise<void>((resolve) => (wake = resolve)));
  const controller = new AbortController();
  let ran = false;
  const second = queue.add(async () => void (ran = true), { signal: controller.signal });
  expect(queue.size).toBe(1);
  controller.abort('stop');
  await expect(second).rejects.toBe('stop');
  expect([queue.size, queue.pending]).toEqual([0, 1]);
  wake();
  await first;
  await queue.onIdle();
  expect(ran).toBe(false);
});
