import { expect, test } from 'vitest';
import { VirtualClock } from './clock.ts';
import { activate, deactivate } from './forward.ts';

const nothing = (): void => {};

/** A clock, and a way to set timers on it that write their name when they fire. */
function traced(): {
  clock: VirtualClock;
  fired: string[];
  set: (name: string, ms: number) => ReturnType<VirtualClock['addTimer']>;
} {
  const clock = new VirtualClock();
  const fired: string[] = [];
  return { clock, fired, set: (name, ms) => clock.addTimer(() => fired.push(`${name}@${clock.now}`), ms, [], false) };
}

test('timers fire in the order of their instants, and of their setting within one', () => {
  const { clock, fired, set } = traced();
  set('late', 30);
  set('a', 20);
  set('b', 20);
  set('soon', 10);
  expect([clock.pending, clock.nextAt(), clock.ties()]).toEqual([4, 10, 1]);
  while (clock.fireNext());
  expect(fired).toEqual(['soon@10', 'a@20', 'b@20', 'late@30']);
  expect([clock.pending, clock.nextAt(), clock.ties()]).toEqual([0, undefined, 0]);
});

test('of those that tie, any can be fired first, and none beyond them', () => {
  const { clock, fired, set } = traced();
  for (const name of ['a', 'b', 'c']) set(name, 20);
  set('later', 21);
  expect(clock.ties()).toBe(3);
  expect(clock.fireNext(3)).toBe(false);
  expect(clock.fireNext(2)).toBe(true);
  expect([clock.ties(), clock.fireNext(1), clock.ties(), clock.fireNext(), clock.ties()]).toEqual([
    2,
    true,
    1,
    true,
    1,
  ]);
  expect(fired).toEqual(['c@20', 'b@20', 'a@20']);
});

test('many timers set and cleared in any order keep the order of time', () => {
  const { clock, fired, set } = traced();
  const timers = Array.from({ length: 200 }, (_, index) => set(String(index), 2 + ((index * 7_919) % 101)));
  for (const [index, timer] of timers.entries()) if (index % 3 === 0) timer.close();
  expect(clock.pending).toBe(133);
  while (clock.fireNext());
  const instants = fired.map((line) => Number(line.split('@')[1]));
  expect(instants).toEqual(instants.toSorted((a, b) => a - b));
  expect(fired.filter((line) => Number(line.split('@')[0]) % 3 === 0)).toEqual([]);
  expect(fired).toHaveLength(133);
});

test('a timer is set anew by refresh, before and after it has fired', () => {
  const { clock, fired, set } = traced();
  const timer = set('it', 10);
  clock.moveTo(6);
  timer.refresh();
  expect(clock.nextAt()).toBe(16);
  clock.fireNext();
  timer.refresh();
  clock.fireNext();
  expect(fired).toEqual(['it@16', 'it@26']);
  expect(clock.fireNext()).toBe(false);
});

test('an interval goes on from when it fired, until it is cleared, also by itself', () => {
  const clock = new VirtualClock();
  const at: number[] = [];
  const interval = clock.addTimer(
    () => {
      if (at.push(clock.now) === 3) interval.close();
    },
    1,
    [],
    true,
  );
  while (clock.fireNext());
  expect(at).toEqual([1, 2, 3]);
});

test('what an interval sets for its own next instant comes before it', () => {
  const clock = new VirtualClock();
  const order: string[] = [];
  const interval = clock.addTimer(
    () => {
      order.push('interval');
      clock.addTimer(() => order.push('inner'), 10, [], false);
    },
    10,
    [],
    true,
  );
  for (let count = 0; count < 3; count++) clock.fireNext();
  interval.close();
  expect(order).toEqual(['interval', 'inner', 'interval']);
});

test('a throw is handed over, and the interval that threw goes on', () => {
  const clock = new VirtualClock();
  const thrown: unknown[] = [];
  clock.onThrow = (error) => thrown.push((error as Error).message);
  clock.addTimer(
    () => {
      throw new Error(`at ${clock.now}`);
    },
    10,
    [],
    true,
  );
  clock.addImmediate(() => {
    throw new Error('at once');
  }, []);
  clock.runImmediate();
  clock.fireNext();
  clock.fireNext();
  expect(thrown).toEqual(['at once', 'at 10', 'at 20']);
});

test('a busy wait ends, and leaves the clock where it was waiting for', () => {
  const clock = new VirtualClock();
  activate(clock);
  try {
    const end = Date.now() + 30;
    while (Date.now() < end);
    expect(clock.now).toBe(30);
    clock.turned();
    const until = performance.now() + 5;
    while (performance.now() < until);
    expect(clock.now).toBe(35);
  } finally {
    deactivate();
  }
});

test('reads with a turn or a timer between them never move the clock', () => {
  const clock = new VirtualClock();
  for (let read = 0; read < 3_000; read++) {
    if (read % 900 === 0) clock.turned();
    clock.read();
  }
  expect(clock.now).toBe(0);
});

test('a timer that fell due during a busy wait fires late, and time does not go back', () => {
  const { clock, fired, set } = traced();
  set('it', 10);
  clock.moveTo(25);
  clock.moveTo(5);
  expect(clock.due).toBe(true);
  clock.fireNext();
  expect(fired).toEqual(['it@25']);
});

test.each(['timers', 'immediates'] as const)('the limit of %s ends the run, with an error that says so', (what) => {
  const clock = new VirtualClock();
  clock.limits[what] = 5;
  const add = () => (what === 'timers' ? clock.addTimer(nothing, 0, [], false) : clock.addImmediate(nothing, []));
  const run = () => (what === 'timers' ? clock.fireNext() : clock.runImmediate());
  for (let count = 0; count < 7; count++) add();
  for (let count = 0; count < 5; count++) expect(run()).toBe(true);
  expect(run).toThrowError(expect.objectContaining({ kind: 'adapter', code: 'CLOCK_BUDGET' }) as Error);
  expect([run(), clock.exhausted]).toEqual([false, true]);
  clock.reset();
  add();
  expect([run(), clock.exhausted]).toEqual([true, false]);
});

test('a timer that ticks while a long time passes is no livelock: the run ends with another error', () => {
  const clock = new VirtualClock();
  clock.limits.timers = 5;
  clock.addTimer(nothing, 10, [], true);
  for (let count = 0; count < 5; count++) expect(clock.fireNext()).toBe(true);
  expect(() => clock.fireNext()).toThrowError(
    expect.objectContaining({
      code: 'CLOCK_TICKS',
      message: expect.stringContaining('5 timers had fired, by 50 ms') as string,
    }) as Error,
  );
  expect(clock.exhausted).toBe(true);
});

test('a limit may be told to whoever asks, in place of a throw', () => {
  const clock = new VirtualClock();
  const told: string[] = [];
  clock.onBudget = (error) => told.push(error.code);
  clock.limits.timers = 0;
  clock.addTimer(nothing, 10, [], false);
  expect([clock.fireNext(), told]).toEqual([false, ['CLOCK_BUDGET']]);
});

test('after a reset nothing comes back from before', () => {
  const { clock, fired, set } = traced();
  const left = set('left over', 10);
  clock.addImmediate(() => fired.push('left over'), []);
  clock.moveTo(5);
  clock.reset();
  left.refresh();
  left.close();
  expect([clock.now, clock.pending, clock.runImmediate(), clock.fireNext()]).toEqual([0, 0, false, false]);
  set('new', 10);
  clock.fireNext();
  expect(fired).toEqual(['new@10']);
});
