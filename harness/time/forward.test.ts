import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { AsyncLocalStorage, createHook } from 'node:async_hooks';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { VirtualClock } from './clock.ts';
import { activate, activeClock, deactivate, real } from './forward.ts';
import { advance, baseline, quiesce } from './rest.ts';

const clock = new VirtualClock();

beforeEach(() => {
  clock.reset();
  baseline();
});

afterEach(deactivate);

describe('in a process that loads it first', () => {
  type Report = Record<'inactive' | 'waits' | 'turns' | 'readings', Record<string, unknown>> & {
    uncaught: string;
    real: boolean;
  };
  let report: Report;

  beforeAll(async () => {
    const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
    const args = ['--import', 'tsx', '--import', at('./forward.ts'), at('./fixtures/captures.mjs')];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    report = JSON.parse(stdout) as Report;
  });

  test('every way to wait is told at 50 ms and not at 49', () => {
    expect(Object.keys(report.waits).length).toBeGreaterThanOrEqual(17);
    expect(new Set(Object.entries(report.waits).filter(([, told]) => told !== 'told at 50'))).toEqual(new Set());
  });

  test('every way to yield a turn is told at rest, with the clock not moved', () => {
    expect(Object.entries(report.turns).filter(([, told]) => told !== 'told at rest')).toEqual([]);
    expect(Object.keys(report.turns)).toHaveLength(6);
  });

  test('every way to read the time sees it move by what was advanced', () => {
    expect(Object.entries(report.readings).filter(([, passed]) => passed !== 3_000)).toEqual([]);
    expect(Object.keys(report.readings)).toHaveLength(17);
  });

  test('with no clock active, all of them run in real time', () => {
    expect(Object.keys(report.inactive)).toEqual([...Object.keys(report.waits), ...Object.keys(report.turns)]);
    expect(report.real).toBe(true);
  });

  test('what a timer throws is an uncaught exception, where nobody asked for it', () => {
    expect(report.uncaught).toBe('thrown in a timer');
  });
});

test('a second copy of the module forwards to the same clock', async () => {
  const second = './door.ts?copy=second';
  const copy = (await import(second)) as typeof import('./door.ts');
  expect(copy.activate).not.toBe(activate);
  copy.activate(clock);
  expect(activeClock()).toBe(clock);
  expect(copy.real).toBe(real);
});

test('a timer has what Node gives it', async () => {
  activate(clock);
  const seen: unknown[] = [];
  const timer = setTimeout(
    function (this: unknown, ...args: unknown[]) {
      seen.push(this, ...args);
    },
    10,
    'a',
    'b',
  );
  // No number of a real timer is one of a virtual timer too.
  expect(+timer).toBeGreaterThan(2 ** 32);
  expect(timer.hasRef()).toBe(true);
  expect(timer.unref()).toBe(timer);
  expect(timer.hasRef()).toBe(false);
  expect(timer.ref().hasRef()).toBe(true);
  await advance(clock, 10);
  expect(seen).toEqual([timer, 'a', 'b']);
});

test.each([
  ['the object', (timer: NodeJS.Timeout) => clearTimeout(timer)],
  ['its number', (timer: NodeJS.Timeout) => clearTimeout(+timer)],
  ['its number as a string', (timer: NodeJS.Timeout) => clearTimeout(String(+timer))],
  ['clearInterval', (timer: NodeJS.Timeout) => clearInterval(timer)],
  ['close', (timer: NodeJS.Timeout) => timer.close()],
  ['dispose', (timer: NodeJS.Timeout) => timer[Symbol.dispose]()],
])('a timer is cleared by %s', async (_, clear) => {
  activate(clock);
  let fired = 0;
  const timer = setTimeout(() => (fired += 1), 10);
  const other = setTimeout(() => (fired += 10), 10);
  clear(timer);
  expect(clock.pending).toBe(1);
  // Cleared for good, as in Node: nothing brings it back.
  timer.refresh();
  await advance(clock, 20);
  expect(fired).toBe(10);
  expect(other.hasRef()).toBe(true);
});

test('a virtual timer can be cleared when the clock is gone, and a real one while it is there', async () => {
  let fired = false;
  const actual = setTimeout(() => (fired = true), 0);
  const numbered = setTimeout(() => (fired = true), 0);
  activate(clock);
  clearTimeout(actual);
  clearTimeout(+numbered);
  const virtual = setTimeout(() => (fired = true), 10);
  deactivate();
  clearTimeout(virtual);
  expect(clock.pending).toBe(0);
  await sleep(5);
  expect(fired).toBe(false);
});

test('an immediate can be cleared, also by another', async () => {
  activate(clock);
  const order: string[] = [];
  setImmediate(() => {
    order.push('first');
    clearImmediate(second);
  });
  const second = setImmediate(() => order.push('second'));
  setImmediate((word: string) => order.push(word), 'third');
  clearImmediate(setImmediate(() => order.push('never')));
  await quiesce(clock);
  expect(order).toEqual(['first', 'third']);
});

test('what is no function is refused in the words of the platform', () => {
  activate(clock);
  const wrong = 'soon' as unknown as () => void;
  for (const set of [setTimeout, setInterval, setImmediate]) {
    expect(() => set(wrong, 5)).toThrowError(expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' }) as Error);
  }
  expect(() => AbortSignal.timeout(-1)).toThrowError(RangeError);
});

test.each([
  [1.9, 0],
  [0, 0],
  [-5, 0],
  [Number.NaN, 0],
  [2 ** 31, 0],
  ['20', 20],
  [20.9, 20],
  [2 ** 31 - 1, 2 ** 31 - 1],
])('a delay of %s falls due at %d', (delay, at) => {
  activate(clock);
  setTimeout(() => {}, delay as number);
  expect(clock.nextAt()).toBe(at);
});

test('a date is a date: made by Node or by the target, extended or called', () => {
  activate(clock);
  class Stamp extends Date {
    tomorrow = (): number => this.getTime() + 86_400_000;
  }
  const stamp = new Stamp();
  expect(stamp).toBeInstanceOf(Stamp);
  expect(stamp).toBeInstanceOf(Date);
  expect(stamp.tomorrow()).toBe(Date.now() + 86_400_000);
  expect(structuredClone(new real.Date(7))).toBeInstanceOf(Date);
  expect(new Date(2024, 0, 31, 12).getDate()).toBe(31);
  expect(new Date('2024-05-06T07:08:09Z').toISOString()).toBe('2024-05-06T07:08:09.000Z');
  expect(Date()).toBe(new Date().toString());
  expect([Date.name, Date.length, Date.UTC(1970, 0, 2)]).toEqual(['Date', 7, 86_400_000]);
});

test('a difference of hrtime borrows its seconds', async () => {
  activate(clock);
  await advance(clock, 900);
  const since = process.hrtime();
  await advance(clock, 200);
  expect(process.hrtime(since)).toEqual([0, 200_000_000]);
});

test.each([
  ['keeps the async context it was set in', true, ['inside', 'inside']],
  ['runs in that of whoever fires it, if the clock is told not to bind', false, ['outside', 'outside']],
])('a timer %s', (_, bind, expected) => {
  activate(clock);
  const storage = new AsyncLocalStorage<string>();
  const seen: (string | undefined)[] = [];
  clock.bindContext = bind;
  storage.run('inside', () => {
    setTimeout(() => seen.push(storage.getStore()), 10);
    setImmediate(() => seen.push(storage.getStore()));
  });
  storage.run('outside', () => {
    clock.runImmediate();
    clock.fireNext();
  });
  clock.bindContext = true;
  storage.disable();
  expect(seen).toEqual(expected);
});

test('async hooks see a bound timer begin and end as one of Node, fired or cleared', async () => {
  activate(clock);
  const begun: number[] = [];
  const ended: number[] = [];
  const hook = createHook({
    init: (id, type) => void (type === 'Timeout' && begun.push(id)),
    destroy: (id) => void (begun.includes(id) && ended.push(id)),
  }).enable();
  setTimeout(() => {}, 10);
  clearTimeout(setTimeout(() => {}, 10));
  clock.fireNext();
  deactivate();
  // Node tells of an end in a later round of its loop.
  for (let round = 0; round < 10 && ended.length < 2; round++) await turn();
  hook.disable();
  expect(begun).toHaveLength(2);
  expect(ended.toSorted((a, b) => a - b)).toEqual(begun);
});
