import { expect, test } from 'vitest';
import { mutants } from '../mutants/index.ts';
import { fixes } from './fixes.ts';
import { suite } from './suite.ts';

const { requirements } = suite.catalogue;
const ids = Array.from({ length: 26 }, (_, index) => `RAC-${String(index + 1).padStart(2, '0')}`);

test('the catalogue has the 26 requirements of races, each with a mutant and a fix', () => {
  expect(requirements.map(({ id }) => id)).toEqual(ids);
  const owners = new Set(mutants.map(({ own }) => own));
  expect(ids.filter((id) => !owners.has(id))).toEqual([]);
  expect(Object.keys(fixes).toSorted()).toEqual(ids);
});

test('every case has something to do, a premise and a claim', () => {
  const idle = suite.cases.filter(({ workload, race, claims }) => !(workload ?? race) || claims.length === 0);
  expect(idle.map(({ id }) => id)).toEqual([]);
});

test('races have names of their own, by which they are seeded', () => {
  const races = new Set(suite.cases.flatMap(({ race }) => race ?? []));
  expect(races.size).toBeGreaterThan(15);
  expect(new Set([...races].map(({ name }) => name)).size).toBe(races.size);
});
