import { join } from 'node:path';
import { expect, test } from 'vitest';
import { belongsInPackage } from './package-data.ts';
import { root } from './root.ts';

const copied = (path: string): boolean => belongsInPackage(join(root, path));

test('data that the compiled code reads is copied', () => {
  const data = [
    'suites',
    'suites/cancellation/catalogue.json',
    'templates/report.html.hbs',
    'clients/python/quiesce.py',
  ];
  expect(data.filter((path) => !copied(path))).toEqual([]);
});

test('sources, tests and what only tests read stay behind', () => {
  const kept = [
    'harness/clock.ts',
    'harness/clock.test.ts',
    'reports/golden/report.md',
    'reports/golden',
    'bin/fixtures/adapter.mjs',
    'clients/python/test_quiesce.py',
    'clients/python/__pycache__/quiesce.pyc',
    'suites/plan.test.json',
  ];
  expect(kept.filter(copied)).toEqual([]);
});
