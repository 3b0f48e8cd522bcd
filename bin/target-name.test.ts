import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { builtInTargets } from '../targets/index.ts';
import { findTarget } from './target-name.ts';

test('a built-in name is its address', () => {
  expect(findTarget('before')).toEqual({ named: 'before', address: builtInTargets['before']?.address });
});

test('what looks like a path is one, with the export that it names', () => {
  const file = resolve('lib/adapter.ts');
  expect(findTarget('lib/adapter.ts')).toEqual({ named: 'lib/adapter.ts', file, address: pathToFileURL(file).href });
  expect(findTarget('./adapter.ts#other').address).toBe(`${pathToFileURL(resolve('adapter.ts')).href}#other`);
});

test('reference, mutants and null targets are made by name', () => {
  expect(findTarget('reference').address).toMatch(/\/suites\/reference\/targets\.ts#default$/);
  expect(findTarget('mutant:CAN-04/one').address).toMatch(/\/suites\/mutants\/targets\.ts#CAN-04%2Fone$/);
  expect(findTarget('null:always-throws').address).toMatch(/\/suites\/nulls\/targets\.ts#always-throws$/);
});

test('a name that is neither says what may be meant', () => {
  expect(() => findTarget('befor')).toThrow(
    expect.objectContaining({ code: 'TARGET_UNKNOWN', hint: 'Was "before" meant?' }),
  );
  expect(() => findTarget('mutant:')).toThrow(expect.objectContaining({ code: 'TARGET_UNKNOWN' }));
  expect(() => findTarget('orchestra')).toThrow(
    expect.objectContaining({ hint: expect.stringContaining('./orchestra.ts') }),
  );
});
