import { expect, test } from 'vitest';
import { TaskCoordinator } from './before.ts';
import { QueueClient } from './clients.ts';
import { recorder, rest, waiting } from './fixtures/doubles.ts';

test('a completed task tells its clients and is forgotten', async () => {
  const tasks = new TaskCoordinator();
  const client = recorder();
  tasks.clients.connect(client, 'app/Model/1');
  const task = tasks.startTask('app/Model/1', async (_, emit) => {
    await emit('progress', { step: 1 });
    return 7;
  });
  expect(await task.result).toBe(7);
  expect(client.types).toEqual(['progress', 'complete']);
  expect(tasks.running).toEqual([]);
  expect(tasks.clients.size).toBe(0);
});

test('a failed task tells its clients and rejects', async () => {
  const tasks = new TaskCoordinator();
  const client = recorder();
  tasks.clients.connect(client);
  const task = tasks.startTask('a', () => Promise.reject(new Error('broken')));
  await expect(task.result).rejects.toThrow('broken');
  expect(client.types).toEqual(['error']);
});

test('test_task_cancellation_sends_cancelled_event_to_clients: clients never receive a cancellation event', async () => {
  const tasks = new TaskCoordinator();
  const client = new QueueClient();
  tasks.clients.connect(client, 'a');
  const task = tasks.startTask('a', waiting());
  await rest();
  task.cancel();
  let read: unknown = 'nothing';
  void client.next().then((event) => (read = event));
  await task.result;
  await rest();
  expect(read).toBe('nothing');
});

test('test_task_cancellation_is_re_raised: the CancelledError is not re-raised in the coordinator', async () => {
  const task = new TaskCoordinator().startTask('a', waiting());
  await rest();
  task.cancel();
  await expect(task.result).resolves.toBeUndefined();
});

test('test_multiple_clients_all_receive_cancellation_event: no notification to any client', async () => {
  const tasks = new TaskCoordinator();
  const clients = [recorder(), recorder(), recorder()];
  for (const client of clients) tasks.clients.connect(client, 'a');
  const task = tasks.startTask('a', waiting());
  await rest();
  task.cancel();
  await task.result;
  expect(clients.flatMap(({ types }) => types)).toEqual([]);
});

test('test_task_cleanup_happens_on_cancellation: the finally block runs', async () => {
  const journal: string[] = [];
  const tasks = new TaskCoordinator();
  const task = tasks.startTask('a', waiting(journal));
  await rest();
  task.cancel();
  await task.result;
  expect(journal).toEqual(['start', 'cleanup']);
  expect(tasks.running).toEqual([]);
});

test('test_cancel_task_method_exists: the coordinator has no way to cancel one task', () => {
  expect(Object.getOwnPropertyNames(TaskCoordinator.prototype)).not.toContain('cancelTask');
});

test('test_cancel_already_cancelled_task: the second cancel of a raw task is harmless', async () => {
  const journal: string[] = [];
  const task = new TaskCoordinator().startTask('a', waiting(journal));
  await rest();
  expect([task.cancel(), task.cancel()]).toEqual([true, true]);
  await task.result;
  expect(journal).toEqual(['start', 'cleanup']);
  expect(task.cancel()).toBe(false);
});

test('a client that connects after the end waits for ever', async () => {
  const tasks = new TaskCoordinator();
  await tasks.startTask('a', async () => 1).result;
  const late = recorder();
  tasks.clients.connect(late, 'a');
  await rest();
  expect(late.types).toEqual([]);
});

test('a client that fails takes the event from those behind it, and the task with it', async () => {
  const tasks = new TaskCoordinator();
  const second = recorder();
  tasks.clients.connect({ deliver: () => Promise.reject(new Error('the pipe is broken')) });
  tasks.clients.connect(second);
  await expect(tasks.startTask('a', async () => 1).result).rejects.toThrow('the pipe is broken');
  expect(second.types).toEqual([]);
});
