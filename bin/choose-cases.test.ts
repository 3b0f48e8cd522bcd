import { expect, test } from 'vitest';
import { chooseCases } from './choose-cases.ts';

const cases = [
  { id: 'cancellation/all-clients-are-told', requirement: 'CAN-04' },
  { id: 'cancellation/a-paused-client-is-told', requirement: 'CAN-04' },
  { id: 'cancellation/no-await-is-fulfilled', requirement: 'CAN-06' },
  { id: 'races/cancel-vs-complete', requirement: 'RAC-01' },
];
const chosen = (...patterns: string[]): readonly string[] => [...chooseCases(patterns, cases)];

test('no pattern chooses every case', () => {
  expect(chosen()).toHaveLength(4);
});

test('a case is chosen by its id, by the second half of it, and by its requirement', () => {
  expect(chosen('races/cancel-vs-complete')).toEqual(['races/cancel-vs-complete']);
  expect(chosen('no-await-is-fulfilled')).toEqual(['cancellation/no-await-is-fulfilled']);
  expect(chosen('can-04')).toEqual(['cancellation/all-clients-are-told', 'cancellation/a-paused-client-is-told']);
});

test('a star stands for anything, and nothing else in a pattern is special', () => {
  expect(chosen('cancellation/*')).toHaveLength(3);
  expect(chosen('*client*')).toHaveLength(2);
  expect(chosen('RAC-*', 'CAN-06')).toEqual(['races/cancel-vs-complete', 'cancellation/no-await-is-fulfilled']);
  expect(() => chosen('races.cancel-vs-complete+')).toThrow('fits none of 4 cases');
});

test('a pattern that chooses nothing is an error that says what may be meant', () => {
  expect(() => chosen('CAN-40')).toThrow(
    expect.objectContaining({ code: 'CASE_UNKNOWN', hint: 'Was "CAN-04" meant?' }),
  );
  expect(() => chosen('zzzzzzzzzzzzzz')).toThrow(expect.objectContaining({ hint: '`quiesce list` prints them.' }));
});
