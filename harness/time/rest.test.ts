import { stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { VirtualClock } from './clock.ts';
import { activate, deactivate } from './forward.ts';
import { advance, baseline, quiesce, restBare } from './rest.ts';

let clock: VirtualClock;
let log: string[];
const say = (word: string) => () => void log.push(`${word}@${clock.now}`);

beforeEach(() => {
  clock = new VirtualClock();
  log = [];
  activate(clock);
  baseline();
});

afterEach(deactivate);

test.each([
  ['quiesce', quiesce],
  ['restBare', restBare],
])('%s waits for microtasks and ticks however long their chain', async (_, rest) => {
  void (async () => {
    for (let hop = 0; hop < 5_000; hop++) await null;
    for (let tick = 0; tick < 50; tick++) await new Promise<void>((resolve) => process.nextTick(resolve));
    say('done')();
  })();
  await rest(clock);
  expect(log).toEqual(['done@0']);
});

test.each([
  ['quiesce', quiesce],
  ['restBare', restBare],
])('%s fires what was set with 0 or 1 ms, nested too, and leaves 2 ms alone', async (_, rest) => {
  setTimeout(() => {
    say('0')();
    setTimeout(() => setTimeout(say('nested'), 0), 1);
  }, 0);
  setTimeout(say('1'), 1);
  setTimeout(say('2'), 2);
  setImmediate(say('immediate'));
  await rest(clock);
  expect(log).toEqual(['immediate@0', '0@0', '1@0', 'nested@0']);
  expect([clock.now, clock.pending]).toEqual([0, 1]);
});

test('microtasks run between two timers of one instant, and between two immediates', async () => {
  for (const name of ['a', 'b']) {
    setTimeout(() => {
      say(name)();
      void Promise.resolve().then(say(`after ${name}`));
    }, 10);
    setImmediate(() => {
      say(`now ${name}`)();
      process.nextTick(say(`after now ${name}`));
    });
  }
  await advance(clock, 10);
  expect(log.join(' ')).toBe('now a@0 after now a@0 now b@0 after now b@0 a@10 after a@10 b@10 after b@10');
});

test('a timer of 0 ms set at an instant comes after those that were due there already', async () => {
  setTimeout(() => {
    say('first')();
    setTimeout(say('inner'), 0);
  }, 10);
  setTimeout(say('second'), 10);
  await advance(clock, 10);
  expect(log).toEqual(['first@10', 'second@10', 'inner@10']);
});

test('advance lands on the millisecond, and what is set on the way is honoured', async () => {
  void (async () => {
    for (let nap = 0; nap < 5; nap++) await new Promise((resolve) => setTimeout(resolve, 10));
    say('five naps')();
  })();
  await advance(clock, 49);
  expect([log, clock.now]).toEqual([[], 49]);
  await advance(clock, 1);
  expect([log, clock.now]).toEqual([['five naps@50'], 50]);
  await advance(clock, 0);
  expect(clock.now).toBe(50);
});

test('who sets timers of 1 ms until the time has come is let wait for it', async () => {
  let looks = 0;
  const look = () => {
    looks += 1;
    if (clock.now < 5) setTimeout(look, Math.min(5 - clock.now, 1));
    else say('come')();
  };
  look();
  await quiesce(clock);
  const first = looks;
  await quiesce(clock);
  expect([log, clock.now, looks]).toEqual([[], 0, first]);
  await advance(clock, 10);
  expect([log, looks]).toEqual([['come@5'], first + 5]);
});

test('an interval of 1 ms beats once a millisecond, however often there is rest', async () => {
  const interval = setInterval(say('beat'), 1);
  await quiesce(clock);
  await quiesce(clock);
  await advance(clock, 3);
  await quiesce(clock);
  clearInterval(interval);
  expect(log).toEqual(['beat@1', 'beat@2', 'beat@3']);
});

test('a timer that is unref-ed counts like any other', async () => {
  setTimeout(say('unref-ed'), 20).unref();
  await advance(clock, 20);
  expect(log).toEqual(['unref-ed@20']);
});

test('two rests at the same time both end at rest', async () => {
  void Promise.resolve().then(say('one'));
  setTimeout(say('two'), 0);
  await Promise.all([quiesce(clock), quiesce(clock)]);
  expect(log).toEqual(['one@0', 'two@0']);
});

test('a timer that sets itself again for ever ends the rest with an error', async () => {
  let fired = 0;
  const again = () => {
    fired += 1;
    setTimeout(again, 0);
  };
  again();
  await expect(quiesce(clock)).rejects.toMatchObject({ code: 'CLOCK_BUDGET', kind: 'adapter' });
  expect(fired).toBe(10_001);
  await expect(advance(clock, 10)).resolves.toBeUndefined();
  expect(fired).toBe(10_001);
});

test('an immediate that sets itself again for ever does so too, and may be told in place of thrown', async () => {
  const told: string[] = [];
  clock.onBudget = (error) => told.push(error.message);
  clock.limits.immediates = 100;
  const again = (): void => void setImmediate(again);
  again();
  await quiesce(clock);
  expect(told).toEqual([expect.stringContaining('100 immediates')]);
});

test('work that the clock does not own is waited for before time moves', async () => {
  setTimeout(say('timer'), 1);
  void stat('.').then(say('file'));
  expect(await advance(clock, 5)).toBeUndefined();
  expect(log).toEqual(['file@0', 'timer@0']);
});

test("work that does not end is waited for once, named as long as it is there, and then the host's own", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  expect(await quiesce(clock)).toBe('TCPServerWrap');
  let turns = 0;
  clock.turned = () => void (turns += 1);
  expect(await advance(clock, 5)).toBe('TCPServerWrap');
  // A wait of 200 ms has tens of thousands of them.
  expect(turns).toBeLessThan(100);
  baseline();
  expect(await quiesce(clock)).toBeUndefined();
  await new Promise((resolve) => server.close(resolve));
});
