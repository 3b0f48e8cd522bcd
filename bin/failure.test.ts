import { expect, test } from 'vitest';
import { QuiesceError } from '../harness/errors.ts';
import { failureExit, failureText } from './failure.ts';

const plain = { columns: 40, stack: false };

test('an error that is meant to be read is code, sentence and hint, within the width', () => {
  const error = new QuiesceError(
    'adapter',
    'ADAPTER_NOT_FOUND',
    'There is no adapter at this rather long place.',
    'Give another path.',
  );
  expect(failureText(error, plain)).toBe(
    'ADAPTER_NOT_FOUND  There is no adapter\nat this rather long place.\n  Give another path.\n',
  );
});

test('any other error is a fault of the kit and says so', () => {
  expect(failureText(new TypeError('x is not a function'), plain)).toMatch(
    /^INTERNAL {2}TypeError: x is not a function\n {2}This is a fault of quiesce\./,
  );
});

test('the stack is shown when it is asked for', () => {
  expect(failureText(new Error('odd'), { columns: 80, stack: true })).toMatch(/^\s+at /m);
  expect(failureText(new Error('odd'), { columns: 80, stack: false })).not.toMatch(/^\s+at /m);
});

test('what a target says cannot colour a terminal or command a CI runner', () => {
  const text = failureText(new QuiesceError('adapter', 'A', 'x\n::error::pwned \u001b[31mred'), {
    columns: 80,
    stack: false,
  });
  expect(text).not.toMatch(/\u001b|^::/m);
});

test('a wrong call is 64, everything else that keeps from judging is 3', () => {
  expect(failureExit(new QuiesceError('usage', 'U', 'u'))).toBe(64);
  expect(failureExit(new QuiesceError('adapter', 'A', 'a'))).toBe(3);
  expect(failureExit(new Error('internal'))).toBe(3);
  expect(failureExit('a string')).toBe(3);
});
