import { expect, test } from 'vitest';
import { builtInSuites } from '../index.ts';
import { mutants } from './index.ts';
import { casesOf, listed } from './seen.ts';

const requirementOf: ReadonlyMap<string, string> = new Map(
  builtInSuites.flatMap(({ catalogue: { suite, requirements } }) =>
    requirements.flatMap(({ id, cases }) => cases.map(({ name }) => [`${suite}/${name}`, id] as const)),
  ),
);

test('the matrix has seen every mutant fail cases of its own requirement, and knows no other', () => {
  expect([...listed()].sort()).toEqual(mutants.map(({ id }) => id).sort());
  for (const { id, own } of mutants) {
    const { cases = [] } = casesOf(id);
    expect(cases.length, id).toBeGreaterThan(0);
    expect([...new Set(cases.map((name) => requirementOf.get(name)))], id).toEqual([own]);
  }
});
