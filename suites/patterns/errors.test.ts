import { expect, test } from 'vitest';
import { findError, hasReason } from './errors.ts';

const lost = new Error('lost');

test.each<[string, unknown]>([
  ['itself', lost],
  ['a cause', new Error('outer', { cause: lost })],
  ['an aggregate', new AggregateError([new Error('first'), lost])],
  ['a suppressed error', Object.assign(new Error('second'), { error: new Error('third'), suppressed: lost })],
  ['a list of suppressed ones', Object.assign(new Error('outer'), { suppressed: [new Error('other'), lost] })],
  ['several levels', new AggregateError([new Error('a', { cause: new AggregateError([lost]) })])],
])('an error is found in %s', (_where, value) => {
  expect(findError(value, 'lost')).toBe(lost);
});

test('an error that is not there is not found, nor is a text, and a circle ends', () => {
  const circle = new Error('circle');
  circle.cause = circle;
  expect(findError(circle, 'lost')).toBeUndefined();
  expect(findError('lost', 'lost')).toBeUndefined();
  expect(findError(null, 'lost')).toBeUndefined();
  expect(findError(new Error('outer', { cause: 'lost' }), 'lost')).toBeUndefined();
});

test('a reason is told by itself, by what carries it, and in a list of reasons', () => {
  expect(hasReason('x', 'x')).toBe(true);
  expect(hasReason(Object.assign(new Error('cancelled'), { reason: 'x' }), 'x')).toBe(true);
  expect(hasReason(['y', 'x'], 'x')).toBe(true);
  expect(hasReason(new Error('y'), 'x')).toBe(false);
});
