import { expect, test } from 'vitest';
import { AsyncTask, CancelledError } from './async-task.ts';
import { rest, waiting } from './fixtures/doubles.ts';

test('a body begins one turn of the microtask queue after its task was made', async () => {
  const journal: string[] = [];
  const task = new AsyncTask(async () => void journal.push('begun'));
  expect(journal).toEqual([]);
  await task.result;
  expect(journal).toEqual(['begun']);
  expect(task.done).toBe(true);
});

test('a cancel before the first step keeps the body from being entered', async () => {
  const journal: string[] = [];
  const task = new AsyncTask(async () => void journal.push('begun'));
  expect(task.cancel()).toBe(true);
  await expect(task.result).rejects.toBeInstanceOf(CancelledError);
  expect(journal).toEqual([]);
});

test('a cancel goes into the coroutine that the body waits for, and comes out of it', async () => {
  const journal: string[] = [];
  const task = new AsyncTask((self) => self.run(waiting(journal)));
  await rest();
  expect(task.cancel()).toBe(true);
  await expect(task.result).rejects.toBeInstanceOf(CancelledError);
  expect(journal).toEqual(['start', 'cleanup']);
  expect(task.cancel()).toBe(false);
});

test('a cancel between two coroutines is raised at the next one', async () => {
  const journal: string[] = [];
  const task = new AsyncTask(async (self) => {
    await self.run(async () => journal.push('first'));
    self.cancel();
    await self.run(async () => journal.push('second'));
  });
  await expect(task.result).rejects.toBeInstanceOf(CancelledError);
  expect(journal).toEqual(['first']);
});

test('a coroutine that lets nothing through is cancelled in vain, as in asyncio', async () => {
  const task = new AsyncTask((self) => self.run((signal) => waiting()(signal).catch(() => 7)));
  await rest();
  expect(task.cancel()).toBe(true);
  expect(await task.result).toBe(7);
});
