import { expect, test } from 'vitest';
import { repeatsOf } from './repeats.ts';
import { parse, print } from './schedule.ts';

const actors = [['s1', 'c1'], ['g1']].map((names) => names.map((name) => ({ name, act: () => undefined })));
const schedules = repeatsOf(actors, 200, 11);

test('the first is the ordinary course, and all depend on the seed alone', () => {
  expect(schedules).toHaveLength(200);
  expect(print(schedules[0] ?? [])).toBe('.s1.c1.g1');
  expect(repeatsOf(actors, 200, 11)).toEqual(schedules);
  expect(repeatsOf(actors, 200, 12)).not.toEqual(schedules);
});

test('every order that keeps each actor its own is met, with rests, hops and pauses', () => {
  const orders = new Set<string>();
  for (const schedule of schedules) {
    const names = schedule.map(([name]) => name).filter((name) => !name.startsWith('w'));
    expect(names.indexOf('s1')).toBeLessThan(names.indexOf('c1'));
    orders.add(names.join(' '));
    expect(parse(print(schedule)).schedule).toEqual(schedule);
  }
  expect([...orders].toSorted()).toEqual(['g1 s1 c1', 's1 c1 g1', 's1 g1 c1']);
  const gaps = schedules.flat().map(([name, gap]) => (name.startsWith('w') ? name : gap));
  expect(new Set(gaps)).toEqual(new Set(['rest', 0, 1, 2, 3, 4, 5, 6, 7, 'w0', 'w1', 'w2', 'w3']));
});
