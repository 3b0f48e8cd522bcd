import { expect, test } from 'vitest';
import type { Mode } from '../harness/outcome.ts';
import { lanesFor, mostLanes } from './lanes.ts';
import type { PlannedCase } from './prepare.ts';

const races = (count: number, run: Mode): readonly PlannedCase[] =>
  Array.from({ length: count }, (_, number) => {
    const id = `races/${number}`;
    const key = { id, race: `race ${number}` };
    return { key, planned: { case: key, run } } as unknown as PlannedCase;
  });

test('a second process is worth its start where there are many races, and never in real time', () => {
  expect(lanesFor([])).toBe(1);
  expect(lanesFor(races(11, 'virtual'))).toBe(1);
  expect(lanesFor(races(12, 'virtual'))).toBe(Math.min(2, mostLanes()));
  expect(lanesFor(races(600, 'virtual'))).toBe(mostLanes());
  expect(lanesFor(races(600, 'real'))).toBe(1);
});

test('cases of one race are one piece of work', () => {
  const [one] = races(1, 'virtual');
  expect(lanesFor(Array.from({ length: 600 }, () => one as PlannedCase))).toBe(1);
});
