import { expect, test } from 'vitest';
import { outcome, run, shape, withFaults } from './fixtures/run.ts';
import type { FaultRow, Knowledge } from './knowledge.ts';
import { triage } from './triage.ts';

test('a fault that predicts several failures joins them and is named as likely', () => {
  const result = run([
    outcome('CAN-04', 'fail'),
    outcome('RAC-08', 'fail'),
    outcome('RAC-17', 'fail'),
    outcome('PAT-04', 'pass'),
  ]);
  const known = withFaults(
    { id: 'a', fault: 'the loop ends after the first client', own: 'CAN-04', trips: ['RAC-08', 'RAC-09'] },
    { id: 'b', fault: 'predicts less', own: 'RAC-08', trips: [] },
    {
      id: 'c',
      fault: 'was not planted for anything that failed',
      own: 'PAT-04',
      trips: ['CAN-04', 'RAC-08', 'RAC-17'],
    },
  );
  expect(shape(result, known)).toEqual({ 'CAN-04': ['RAC-08'], 'RAC-17': [] });
  expect(triage(result, known)[0]?.likely).toEqual(['the loop ends after the first client']);
});

test('passes count against a fault that predicts them', () => {
  const predicting = (...trips: readonly string[]): Knowledge =>
    withFaults({ id: 'a', fault: 'wide', own: 'CAN-04', trips });
  const result = run([
    outcome('CAN-04', 'fail'),
    outcome('RAC-08', 'fail'),
    outcome('CAN-16', 'pass'),
    outcome('PAT-04', 'pass'),
  ]);
  expect(shape(result, predicting('RAC-08', 'CAN-16'))).toEqual({ 'CAN-04': ['RAC-08'] });
  expect(shape(result, predicting('RAC-08', 'CAN-16', 'PAT-04'))).toEqual({ 'CAN-04': [], 'RAC-08': [] });
  expect(triage(result, predicting('CAN-16')).map(({ likely }) => likely)).toEqual([[], []]);
});

test('a cause is named for a lone failure only where few fit, and in the dialect in which it is a fault', () => {
  const row = (id: string): FaultRow => ({ id, fault: `fault ${id}`, own: 'CAN-16', trips: [] });
  const rows = ['a', 'b', 'c', 'd'].map(row);
  const result = run([outcome('CAN-16', 'fail')]);
  expect(triage(result, withFaults(...rows.slice(0, 2)))[0]?.likely).toEqual(['fault a', 'fault b']);
  expect(triage(result, withFaults(...rows))[0]?.likely).toEqual([]);
  const early = withFaults({ ...row('a'), dialect: { 'terminal.when': 'at-acceptance' } });
  expect(triage(result, early)[0]?.likely).toEqual([]);
  const declared = run([outcome('CAN-16', 'fail')], {
    dialect: [{ option: 'terminal.when', choice: 'at-acceptance', origin: 'adapter' }],
  });
  expect(triage(declared, early)[0]?.likely).toEqual(['fault a']);
});

test('of faults of one requirement, that one is named whose cases failed; none, where most of them passed', () => {
  const row = (id: string, ...cases: readonly string[]): FaultRow => ({
    id,
    fault: `fault ${id}`,
    own: 'CAN-16',
    trips: [],
    cases,
  });
  const named = (result: ReturnType<typeof run>, ...rows: readonly FaultRow[]) =>
    triage(result, withFaults(...rows))[0]?.likely;
  const failed = (id: string) => outcome('CAN-16', 'fail', { case: `cancellation/${id}` });
  const passed = (id: string) => outcome('CAN-16', 'pass', { case: `cancellation/${id}` });
  const all = ['one', 'two', 'three'].map((id) => `cancellation/${id}`);
  const [wide, first, second] = [
    row('wide', ...all),
    row('first', 'cancellation/one'),
    row('second', 'cancellation/two'),
  ];
  expect(named(run([failed('one'), passed('two'), passed('three')]), wide, first, second)).toEqual(['fault first']);
  expect(named(run([failed('one'), failed('two'), passed('three')]), wide, first, second)).toEqual(['fault wide']);
  expect(named(run([failed('one@drain'), passed('one@abort'), passed('two')]), first)).toEqual(['fault first']);
  expect(named(run([passed('one'), failed('three')]), first, second)).toEqual([]);
});

test('of faults that fail the same cases, that one is named which breaks the same claim; none, where all break others', () => {
  const row = (id: string, ...claims: readonly string[]): FaultRow => ({
    id,
    fault: `fault ${id}`,
    own: 'CAN-16',
    trips: [],
    cases: ['cancellation/one'],
    claims,
  });
  const broken = (expected: string) =>
    run([
      outcome('CAN-16', 'fail', {
        case: 'cancellation/one',
        finding: { rule: 'CAN-16', expected, observed: 'it does not', witness: [2] },
      }),
    ]);
  const known = withFaults(
    row('early', 'not before 10'),
    row('late', 'not after 20'),
    row('both', 'not before 10', 'not after 20'),
  );
  const named = (expected: string) => triage(broken(expected), known)[0]?.likely;
  expect(named('not before 10')).toEqual(['fault both', 'fault early']);
  expect(named('not after 20')).toEqual(['fault both', 'fault late']);
  expect(named('never')).toEqual([]);
});

test('a fault that predicts several failures is no suspect, where its own requirement failed by other claims', () => {
  const rows = (claim: string): Knowledge =>
    withFaults({ id: 'a', fault: 'wide', own: 'CAN-04', trips: ['RAC-08'], claims: [claim] });
  const found = (expected: string) =>
    run([
      outcome('CAN-04', 'fail', { finding: { rule: 'CAN-04', expected, observed: 'other', witness: [] } }),
      outcome('RAC-08', 'fail'),
    ]);
  expect(shape(found('c is told'), rows('c is told'))).toEqual({ 'CAN-04': ['RAC-08'] });
  expect(shape(found('c is told once'), rows('c is told'))).toEqual({ 'CAN-04': [], 'RAC-08': [] });
  expect(shape(found('told, as shutdown.reject=throw says'), rows('told, as shutdown.reject=result says'))).toEqual({
    'CAN-04': ['RAC-08'],
  });
});
