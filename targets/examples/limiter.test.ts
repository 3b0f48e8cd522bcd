import { expect, test } from 'vitest';
import { limiter } from './limiter.ts';

test('no more than the limit run at once, the others in the order in which they came', async () => {
  const limited = limiter(2);
  const doors: (() => void)[] = [];
  const begun: number[] = [];
  let most = 0;
  let live = 0;
  const runs = [1, 2, 3, 4].map((number) =>
    limited(async () => {
      begun.push(number);
      most = Math.max(most, ++live);
      await new Promise<void>((open) => doors.push(open));
      live -= 1;
      if (number === 2) throw new Error('broken');
      return number;
    }),
  );
  const settled = Promise.allSettled(runs);
  for (let count = 0; count < 4; count++) {
    await new Promise((resolve) => setImmediate(resolve));
    doors.shift()?.();
  }
  expect((await settled).map((entry) => (entry.status === 'fulfilled' ? entry.value : 'broken'))).toEqual([
    1,
    'broken',
    3,
    4,
  ]);
  expect([begun, most]).toEqual([[1, 2, 3, 4], 2]);
});
