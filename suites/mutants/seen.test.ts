import { expect, test } from 'vitest';
import { mutants } from './index.ts';
import { matrix } from './seen.ts';

test('the matrix knows every mutant and no other, with cases that it fails', () => {
  const seen = matrix().mutants;
  expect(Object.keys(seen)).toEqual(mutants.map(({ id }) => id));
  expect(Object.entries(seen).filter(([, { cases }]) => cases.length === 0)).toEqual([]);
});
