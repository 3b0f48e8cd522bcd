import { expect, test } from 'vitest';
import { MessageBot } from './mended-bot.ts';

test('of three rapid messages the first is told, the second never starts, and the third waits for the first', async () => {
  const bot = new MessageBot();
  const journal: string[] = [];
  let cleaned = (): void => {};
  const cleanup = new Promise<void>((resolve) => {
    cleaned = resolve;
  });
  const first = bot.handleMessage('1', 'anna', async (signal) => {
    journal.push('1 begins');
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    await cleanup;
    journal.push('1 ends');
    signal.throwIfAborted();
  });
  await Promise.resolve();
  const second = bot.handleMessage('2', 'anna', async () => journal.push('2 begins'));
  const third = bot.handleMessage('3', 'anna', async () => journal.push('3 begins'));
  const other = bot.handleMessage('4', 'bert', async () => journal.push('4 begins'));
  await Promise.all([second.ended, other.ended]);
  expect(journal).toEqual(['1 begins', '4 begins']);
  cleaned();
  await Promise.all([first.ended, third.ended]);
  expect(journal).toEqual(['1 begins', '4 begins', '1 ends', '3 begins']);
  expect([first, second, third].map(({ state }) => state)).toEqual(['cancelled', 'cancelled', 'completed']);
});
