import { expect, test } from 'vitest';
import type { Outcome } from '../harness/outcome.ts';
import { exitCode } from './exit-code.ts';
import { input, knowledge } from './fixtures/result.ts';
import { buildResult, type ResultInput } from './result.ts';
import { triage } from './triage.ts';

const outcome = (more: Partial<Outcome>): Outcome => ({
  case: 'cancellation/a-waiting-body-learns-of-it',
  requirement: 'CAN-01',
  level: 'MUST',
  severity: 'blocking',
  verdict: 'pass',
  mode: 'virtual',
  digest: 'd',
  ...more,
});
const clean: ResultInput = {
  ...input,
  absent: [],
  strays: [],
  outcomes: [outcome({})],
  smoke: { offer: {}, withoutEffect: {}, observed: {}, shutdown: {} },
};
const should: Partial<Outcome> = { case: 'diagnostics/the-cause-is-reachable', requirement: 'OBS-03', level: 'SHOULD' };
const finding = { rule: 'OBS-03', expected: 'a', observed: 'b', witness: [] };

const code = (more: Partial<ResultInput>, { strict = false, interrupted = false } = {}): number => {
  const result = buildResult({ ...clean, ...more });
  return exitCode(result, triage(result, knowledge), { strict, interrupted });
};
const beside = (more: Partial<Outcome>): Partial<ResultInput> => ({ outcomes: [outcome({}), outcome(more)] });

test('0 where everything that was judged passed', () => {
  expect(code({})).toBe(0);
  expect(code(beside({ verdict: 'skip', skip: { reason: 'not-offered', because: 'x' } }))).toBe(0);
});

test('1 where a MUST fails, or something expected is absent, without effect, or an invariant is broken', () => {
  expect(code(beside({ verdict: 'fail', finding }))).toBe(1);
  expect(code({ absent: ['shutdown'] })).toBe(1);
  expect(
    code({ smoke: { offer: {}, withoutEffect: { timeout: 'nothing changed' }, observed: {}, shutdown: {} } }),
  ).toBe(1);
  expect(code(beside({ invariants: [{ ...finding, rule: 'invariant/settles-once' }] }))).toBe(1);
  expect(code(beside({ invariants: [{ ...finding, rule: 'invariant/settles-once', owner: 'OBS-03' }] }))).toBe(1);
  expect(code({ strays: [{ case: null, finding }] })).toBe(1);
});

test('2 where a MUST is not proved, nothing was judged, or the run is not whole', () => {
  expect(code(beside({ verdict: 'inconclusive', because: 'x' }))).toBe(2);
  expect(code({ outcomes: [] })).toBe(2);
  expect(code({ interrupted: true })).toBe(2);
  expect(code({ complete: false })).toBe(2);
  expect(code({}, { interrupted: true })).toBe(2);
});

test('3 where there is any error, whatever else was found', () => {
  expect(code(beside({ verdict: 'error', error: { code: 'X', message: 'x' } }))).toBe(3);
  expect(code({ absent: ['shutdown'], troubles: [{ code: 'X', message: 'x' }] })).toBe(3);
});

test('SHOULD counts only where it is asked for', () => {
  expect(code(beside({ ...should, verdict: 'fail', finding }))).toBe(0);
  expect(code(beside({ ...should, verdict: 'fail', finding }), { strict: true })).toBe(1);
  expect(code(beside({ ...should, verdict: 'inconclusive', because: 'x' }))).toBe(0);
  expect(code(beside({ ...should, verdict: 'inconclusive', because: 'x' }), { strict: true })).toBe(2);
});
