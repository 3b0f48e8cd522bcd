import { expect, test } from 'vitest';
import { again, asItWas, instead, is, verdict } from './fixtures/altered.ts';

test('an answer that is not promised is not read', async () => {
  const nothing = instead(is('cancel', 'T'), { value: undefined });
  expect(await verdict('a-running-task', nothing, { 'cancel.return': 'void' })).toBe('pass');
  expect(await verdict('a-running-task', nothing)).toContain('answered undefined');
});

test('a cancellation that is raised at every wait may be told more than once', async () => {
  const twice = again(is('told', 'T'));
  expect(await verdict('grid-mid-await-ignores-can-10', twice, { 'cancel.trigger': 'level' })).toBe('pass');
  expect(await verdict('grid-mid-await-ignores-can-10', twice)).toContain('delivered 2 times');
});

/** A target that does one thing and declares another. */
const contradictions: readonly (readonly [string, string, string, string])[] = [
  ['all-clients-leave', 'client.disconnect', 'cancel-last', 'T was not told'],
  ['the-owner-leaves', 'client.disconnect', 'cancel-owner', 'T was not told'],
  ['a-deaf-body-returns', 'cancel.binding', 'sticky', 'the result of T was fulfilled with 7'],
  ['a-completed-task', 'cancel.terminal', 'error', 'the cancel of T answered false'],
  ['cleanup-throws', 'cleanup.error', 'failed', 'of T and failed of F0'],
  ['running-and-queued-tasks', 'cancelAll.scope', 'running', 'did not: no line'],
  ['two-reasons-one-task', 'reason.kept', 'last', 'the terminal event'],
  ['during-cleanup', 'cancel.second', 'noop-false', 'the cancel of T answered true'],
  ['a-notice-of-the-same-name', 'terminal.authority', 'body-first', '2 times'],
];

test.each(contradictions)(
  '%s contradicts %s=%s in a target that does otherwise',
  async (name, option, value, observed) => {
    expect(await verdict(name, asItWas, {}, { [option]: value })).toContain(observed);
  },
);
