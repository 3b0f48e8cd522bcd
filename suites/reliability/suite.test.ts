import { expect, test } from 'vitest';
import { suite } from './suite.ts';

const { requirements } = suite.catalogue;
const ids = requirements.map(({ id }) => id);

test('the catalogue has the 28 requirements of reliability, and 97 cases', () => {
  expect(ids).toEqual(Array.from({ length: 28 }, (_, index) => `REL-${String(index + 1).padStart(2, '0')}`));
  expect(suite.cases).toHaveLength(97);
  expect(new Set(suite.cases.map(({ id }) => id)).size).toBe(97);
});

test('every case has something to do, a premise and a claim, or says why it cannot be run', () => {
  for (const { id, workload, race, claims, untested } of suite.cases) {
    const does = workload !== undefined || race !== undefined;
    expect({ id, judged: does && claims.length > 0 }).toEqual({ id, judged: untested === undefined });
  }
  expect(suite.cases.filter(({ untested }) => untested !== undefined)).toEqual([]);
});
