import { expect, test } from 'vitest';
import { VirtualClock } from './clock.ts';
import { activate, deactivate } from './forward.ts';

const draws = (): readonly number[] => Array.from({ length: 5 }, () => Math.random());

test('random numbers come from the seed of the clock in force, from the beginning after each reset', () => {
  const clock = new VirtualClock();
  activate(clock);
  const first = draws();
  const further = draws();
  clock.reset();
  const again = draws();
  deactivate();
  expect(again).toEqual(first);
  expect(further).not.toEqual(first);
  expect(new Set(first).size).toBe(5);
  for (const drawn of first) expect(drawn >= 0 && drawn < 1).toBe(true);
});

test('without a clock they are the ones of the platform', () => {
  expect(draws()).not.toEqual(draws());
});
