import { expect, test } from 'vitest';
import type { Level } from '../harness/outcome.ts';
import type { Catalogue } from '../harness/suite.ts';
import { allCatalogues, breaches, freeze, frozenSet, isNewer, isReleased } from './frozen.ts';

interface Written {
  readonly id?: string;
  readonly level?: Level;
  readonly since?: string;
  readonly cases?: readonly { readonly name: string; readonly level?: Level; readonly since?: string }[];
}

const catalogue = (...requirements: readonly Written[]): readonly Catalogue[] => [
  {
    suite: 's',
    requirements: requirements.map((one) => ({ id: 'A-01', level: 'SHOULD', cases: [{ name: 'x' }], ...one })),
  } as unknown as Catalogue,
];
const frozen = freeze('0.1', catalogue({}));
const outside = (name: string): string =>
  `${name} is not in the frozen set of 0.1: give it a newer \`since\`; while 0.1 is not released, \`npm run freeze\` takes it in.`;

test('no coordinator that passed the frozen set is failed by what came later', async () => {
  const set = frozenSet();
  if (!set) throw new Error('suites/frozen.json is missing. Run `npm run freeze` and commit it.');
  expect(Object.keys(set.requirements).length).toBeGreaterThan(50);
  expect(breaches(set, await allCatalogues())).toEqual([]);
});

test('a requirement or a case that vanishes is named', () => {
  expect(breaches(frozen, catalogue())).toEqual(['A-01 is in the frozen set of 0.1 and may not vanish.']);
  expect(breaches(frozen, catalogue({ cases: [] }))).toEqual([
    's/x (A-01) is in the frozen set of 0.1 and may not vanish or be renamed.',
  ]);
});

test('no level rises; it may fall', () => {
  expect(breaches(frozen, catalogue({ level: 'MUST' }))).toEqual([
    'A-01 is SHOULD in the frozen set of 0.1 and may not become MUST.',
    's/x is SHOULD in the frozen set of 0.1 and may not become MUST.',
  ]);
  expect(breaches(freeze('0.1', catalogue({ level: 'MUST' })), catalogue({}))).toEqual([]);
  const inside = freeze('0.1', catalogue({ level: 'MUST', cases: [{ name: 'x', level: 'SHOULD' }] }));
  expect(breaches(inside, catalogue({ level: 'MUST' }))).toEqual([
    's/x is SHOULD in the frozen set of 0.1 and may not become MUST.',
  ]);
});

test('what is new says since when, and that is later than the set', () => {
  const grown = (since?: string): readonly Catalogue[] =>
    catalogue(
      { cases: [{ name: 'x' }, { name: 'y', ...(since ? { since } : {}) }] },
      { id: 'A-02', ...(since ? { since } : {}) },
    );
  expect(breaches(frozen, grown())).toEqual([outside('s/y'), outside('A-02')]);
  expect(breaches(frozen, grown('0.1'))).toHaveLength(2);
  expect(breaches(frozen, grown('0.2'))).toEqual([]);
  expect([isNewer('0.10', '0.9'), isNewer('1.0', '0.9'), isNewer('0.9', '1.0')]).toEqual([true, true, false]);
});

test('a version with a heading in the changelog is released', () => {
  expect(isReleased('0.1', '# Changelog\n\n## [Unreleased]\n')).toBe(false);
  expect(isReleased('0.1', '# Changelog\n\n## [0.1.0] - 2030-01-01\n')).toBe(true);
  expect(isReleased('0.1', '# Changelog\n\n## [0.10.0]\n')).toBe(false);
});
