import { expect, test } from 'vitest';
import type { Target } from '../adapter/target.ts';
import { Dialect } from '../dialect/dialect.ts';
import { limiter } from '../fixtures/limiter.ts';
import { Bench } from './bench.ts';
import { withPace } from './paces.ts';
import { type Held, soakWays } from './soak.ts';

/** What a soak of sixty tasks says of a target, and how many events it left in the history. */
async function soaked(target: Target): Promise<readonly [Held, number]> {
  return withPace('virtual', target, async (pace) => {
    const bench = new Bench({ target, dialect: new Dialect([]), pace, watched: false });
    await bench.coordinator();
    const before = bench.history.events.length;
    await bench.soak.run('soaked', 60, soakWays);
    const held = bench.history.all('soak.held')[0]?.value as Held;
    return [held, bench.history.events.length - before];
  });
}

test('a coordinator that forgets what has ended holds on to next to nothing, and the kit writes down one line', async () => {
  const [held, events] = await soaked(limiter());
  expect(held).toMatchObject({ ran: 60, ended: 60 });
  expect(held.alive).toBeLessThan(10);
  expect(events).toBe(1);
});

test('every job that a coordinator keeps is counted', async () => {
  const kept: unknown[] = [];
  const inner = limiter();
  const [held] = await soaked({
    ...inner,
    open: async (wish) => {
      const coordinator = await inner.open(wish);
      return { submit: (job) => (kept.push(job), coordinator.submit(job)) };
    },
  });
  expect(held).toEqual({ ran: 60, ended: 60, alive: 60 });
});

test('a result that does not tell how its body ended is none', async () => {
  const [held] = await soaked({ name: 'pretends', open: () => ({ submit: () => ({ result: Promise.resolve(7) }) }) });
  expect(held).toMatchObject({ ran: 60, ended: 0 });
});
