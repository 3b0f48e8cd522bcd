import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Outcome } from '../harness/outcome.ts';
import { verdictOf } from './fold.ts';
import { broken, input, mended } from './fixtures/result.ts';
import { buildResult } from './result.ts';
import { formatResult, readResult } from './result-file.ts';
import { UnreadableResult } from './unreadable.ts';

const schema = JSON.parse(readFileSync(new URL('result.schema.json', import.meta.url), 'utf8')) as object;
const validate = new Ajv2020({ allErrors: true, strict: true }).compile(schema);

/** The code of what reading throws. */
function codeOf(text: string): string {
  try {
    readResult(text, 'result.json');
  } catch (error) {
    if (error instanceof UnreadableResult) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'read';
}

test('a result is read back as it was written', () => {
  expect(readResult(formatResult(broken), 'result.json')).toEqual(JSON.parse(JSON.stringify(broken)));
});

test('the bytes do not depend on the order in which hosts answered, nor on where the project lies', () => {
  const elsewhere = buildResult({
    ...input,
    outcomes: input.outcomes.toReversed(),
    root: '/other/place',
    target: { ...input.target, file: '/other/place/adapter.ts' },
  });
  expect(formatResult(elsewhere)).toBe(formatResult(broken));
  expect(broken.target.file).toBe('adapter.ts');
});

test('results fit the published schema, and other things do not', () => {
  for (const result of [broken, mended]) {
    expect(validate(JSON.parse(formatResult(result))) || validate.errors).toBe(true);
  }
  expect(validate({ ...broken, wall: 12 })).toBe(false);
  expect(validate({ ...broken, sums: undefined })).toBe(false);
  expect(validate({ ...broken, outcomes: [{ ...broken.outcomes[0], verdict: 'maybe' }] })).toBe(false);
});

test('a file that is no result says why', () => {
  expect(codeOf('{"format":')).toMatch(/^RESULT_NOT_JSON: .*result\.json/);
  expect(codeOf('[]')).toMatch(/^RESULT_NOT_JSON/);
  expect(codeOf('{"format":"quiesce-result/2"}')).toMatch(
    /^RESULT_OTHER_FORMAT: .*quiesce-result\/1.*"quiesce-result\/2"/,
  );
  const { outcomes: _left, ...incomplete } = broken;
  expect(codeOf(JSON.stringify(incomplete))).toMatch(/^RESULT_INCOMPLETE: .*lacks outcomes/);
});

test('sums that do not follow from the outcomes are refused, in reading and in writing', () => {
  const one = { ...broken, outcomes: broken.outcomes.slice(1) };
  expect(codeOf(JSON.stringify(one))).toMatch(/^RESULT_SUMS_DIFFER: .*sums\.cases\.MUST\.pass says 3, 2 counted/);
  expect(() => formatResult(one)).toThrow(UnreadableResult);
});

const cases = (...some: readonly (readonly [Outcome['verdict'], string?])[]): readonly Outcome[] =>
  some.map(([verdict, reason]) => ({
    case: 'a/b',
    requirement: 'A-1',
    level: 'MUST',
    severity: 'high',
    verdict,
    mode: 'virtual',
    digest: 'd',
    ...(reason === undefined ? {} : { skip: { reason: reason as 'mode', because: `by ${reason}` } }),
  }));

test('a requirement passes only on a case that passed, with nothing left open', () => {
  expect(verdictOf(cases(['pass'], ['skip', 'not-offered']))).toEqual({ verdict: 'pass' });
  expect(verdictOf(cases(['pass'], ['fail'], ['error']))).toEqual({ verdict: 'fail', failed: 'MUST' });
  expect(verdictOf(cases(['pass'], ['inconclusive'], ['error']))).toEqual({ verdict: 'error' });
  expect(verdictOf(cases(['pass'], ['inconclusive']))).toMatchObject({ verdict: 'inconclusive' });
  expect(verdictOf(cases(['pass'], ['skip', 'deviation']))).toEqual({
    verdict: 'skip',
    reason: 'deviation',
    because: 'by deviation',
  });
  expect(verdictOf(cases(['skip', 'not-offered'], ['skip', 'blocked']))).toMatchObject({
    verdict: 'skip',
    reason: 'blocked',
  });
  expect(verdictOf([])).toMatchObject({ verdict: 'skip', reason: 'filtered' });
  expect(verdictOf(cases(['pass']), 'MUST')).toEqual({ verdict: 'fail', failed: 'MUST' });
});
