import { expect, test } from 'vitest';
import { TaskCoordinator } from './after.ts';
import { CancelledError } from './async-task.ts';
import { recorder, rest, waiting } from './fixtures/doubles.ts';

test('a cancelled task tells all its clients, passes the cancellation on and is forgotten', async () => {
  const tasks = new TaskCoordinator();
  const clients = [recorder(), recorder(), recorder()];
  for (const client of clients) tasks.clients.connect(client, 'a');
  const task = tasks.startTask('a', waiting());
  await rest();
  expect(tasks.cancelTask('a')).toBe(true);
  await expect(task.result).rejects.toBeInstanceOf(CancelledError);
  expect(clients.map(({ types }) => types)).toEqual([['cancelled'], ['cancelled'], ['cancelled']]);
  expect(tasks.running).toEqual([]);
});

test('test_cancel_nonexistent_task_returns_false', () => {
  expect(new TaskCoordinator().cancelTask('nobody')).toBe(false);
});

test('test_cancel_already_completed_task_returns_false', async () => {
  const tasks = new TaskCoordinator();
  expect(await tasks.startTask('a', async () => 1).result).toBe(1);
  expect(tasks.cancelTask('a')).toBe(false);
});

test('"Cancelling before task enters `try` block means finally doesn\'t run": no client is told, the entry stays', async () => {
  const journal: string[] = [];
  const tasks = new TaskCoordinator();
  const client = recorder();
  tasks.clients.connect(client, 'a');
  const task = tasks.startTask('a', waiting(journal));
  expect(tasks.cancelTask('a')).toBe(true);
  await expect(task.result).rejects.toBeInstanceOf(CancelledError);
  await rest();
  expect(journal).toEqual([]);
  expect(client.types).toEqual([]);
  expect(tasks.running).toEqual(['a']);
});

test('"Safe to call multiple times (idempotent)": a second cancel cuts the notification, one of three clients is told', async () => {
  const tasks = new TaskCoordinator();
  const doors: (() => void)[] = [];
  const told: number[] = [];
  for (const number of [1, 2, 3]) {
    const deliver = (): Promise<void> => {
      told.push(number);
      return new Promise((open) => doors.push(open));
    };
    tasks.clients.connect({ deliver }, 'a');
  }
  const task = tasks.startTask('a', waiting());
  await rest();
  tasks.cancelTask('a');
  await rest();
  expect(tasks.cancelTask('a')).toBe(true);
  for (const open of doors) open();
  await expect(task.result).rejects.toBeInstanceOf(CancelledError);
  expect(told).toEqual([1]);
});

test('a cancel that meets the completion gives some clients two endings', async () => {
  const tasks = new TaskCoordinator();
  const client = recorder();
  tasks.clients.connect(client, 'a');
  tasks.clients.connect({ deliver: ({ type }) => type === 'complete' && tasks.cancelTask('a') }, 'a');
  tasks.clients.connect(recorder(), 'a');
  await expect(tasks.startTask('a', async () => 1).result).rejects.toBeInstanceOf(CancelledError);
  expect(client.types).toEqual(['complete', 'cancelled']);
});

test('a task that takes the key of one in its cleanup loses its entry to it', async () => {
  const tasks = new TaskCoordinator();
  let finish = (): void => undefined;
  const first = tasks.startTask('a', () => new Promise((resolve) => (finish = () => resolve(1))));
  await rest();
  const second = tasks.startTask('a', waiting());
  await rest();
  finish();
  await first.result;
  expect(tasks.cancelTask('a')).toBe(false);
  second.cancel();
  await expect(second.result).rejects.toBeInstanceOf(CancelledError);
});
