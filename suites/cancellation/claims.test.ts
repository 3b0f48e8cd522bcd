import { expect, test } from 'vitest';
import type { Json } from '../../harness/index.ts';
import {
  again,
  asItWas,
  type Change,
  earlier,
  instead,
  is,
  mark,
  result,
  terminal,
  verdict,
  without,
} from './fixtures/altered.ts';

/** A case, a change that makes it fail, and a part of what is then observed; unchanged it passes. */
const alterations: readonly (readonly [string, string, Change, string, Readonly<Record<string, Json>>?])[] = [
  ['a-waiting-body-learns-of-it', 'the body is not told', without(is('told', 'T')), "T's journal had start, "],
  [
    'a-waiting-body-learns-of-it',
    'the body goes on',
    again(is('start', 'T'), { what: 'note', value: 'after' }, is('told', 'T')),
    'T noted "after"',
  ],
  [
    'neighbours-run-to-their-end',
    'a neighbour is told',
    again(is('start', 'T1'), { what: 'told' }),
    'the cancellation reached T1: start, told',
  ],
  [
    'neighbours-run-to-their-end',
    'a neighbour stays pending',
    without(result('T2')),
    'the result of T2 was still pending',
  ],
  [
    'three-outcomes-three-tags',
    'the cancelled task shows as failed',
    instead(result('T1'), { value: new Error('aborted') }),
    'result says failed of T1',
  ],
  [
    'all-clients-are-told',
    'one client is left out',
    without((e) => e.what === 'event' && e.who === 'c2'),
    'c2 received no such event (c1: started, cancelled',
  ],
  [
    'a-notice-of-the-same-name',
    'the terminal event comes twice',
    again(terminal('T'), { who: 'c' }),
    'both terminal events of T',
  ],
  [
    'a-notice-of-the-same-name',
    "the body's notice is swallowed",
    without((e) => e.what === 'event' && e.task === 'T' && e.who === 'c' && !terminal('T')(e)),
    'c received cancelled of T once, and each was terminal',
  ],
  [
    'no-await-is-fulfilled',
    'the cancellation is swallowed',
    instead(result('T'), { kind: 'ok', value: undefined }),
    'the result of T was fulfilled with undefined',
  ],
  [
    'a-running-task',
    'the answer is no',
    instead(is('cancel', 'T'), { value: false }),
    'the cancel of T answered false',
  ],
  ['a-running-task', 'there is no answer', without(is('cancel', 'T')), 'the cancel of T had not answered'],
  [
    'a-running-task',
    'a confirmed cancel answers early',
    earlier(is('cancel', 'T'), is('told', 'T')),
    'before the body of T had ended',
    { 'cancel.return': 'confirmed', 'cancel.wait': 'quiesced' },
  ],
  [
    'an-unknown-identity',
    'the answer is yes',
    instead(is('cancelById', 'nope'), { value: true }),
    'the cancel of nope answered true',
  ],
  [
    'an-unknown-identity',
    'the call throws',
    instead(is('cancelById', 'nope'), { kind: 'fail', value: new Error('who?') }),
    'failed with Error: who?',
  ],
  [
    'a-completed-task',
    'the answer is yes',
    instead(is('cancel', 'T'), { value: true }),
    'the cancel of T answered true',
  ],
  ['a-completed-task', 'an event is added', again(terminal('T'), {}, is('cancel', 'T')), 'watcher received {'],
  [
    'during-cleanup',
    'the cancellation is delivered twice',
    again(is('told', 'T')),
    'it was delivered 2 times, for 3 cancels',
  ],
  ['during-cleanup', 'the cleanup runs twice', again(is('cleanup', 'T')), '"cleanup" 2 times, "cleaned" once'],
  ['during-cleanup', 'the cleanup is cut short', without(is('cleaned', 'T')), '"cleanup" once, "cleaned" never'],
  ['its-turn-comes-and-it-does-not-run', 'the body runs', again(is('start', 'C'), { task: 'B' }), 'B ran: start'],
  [
    'while-the-slot-is-taken',
    'the result stays pending',
    without(result('B')),
    'the result of B was still pending at rest',
  ],
  ['while-the-slot-is-taken', 'it is still counted', instead(is('query'), { value: { queued: 1 } }), 'it counts 1'],
  [
    'a-running-task-nobody-watches',
    'the cancel throws without a client',
    instead(is('cancel', 'T'), { kind: 'fail', value: new Error('no clients') }),
    'it failed with Error: no clients; with a client it answered true',
  ],
  [
    'a-string',
    'the event has a constant',
    instead(terminal('T'), { value: { type: 'cancelled', data: 'external', terminal: true } }),
    'the terminal event does not carry user:u1',
  ],
  [
    'an-object-by-identity',
    'the result has a copy',
    instead(result('T'), { value: { name: 'AbortError', reason: { code: 'user', by: 'u1' } } }),
    'the error of the result does not carry',
  ],
  [
    'two-reasons-one-task',
    'the second reason shows',
    instead(result('T'), { value: { name: 'AbortError', reason: 'b' } }),
    'the error of the result: { name: "AbortError", reason: "b" }',
  ],
  [
    'finally-ends-first',
    'the result settles before the cleanup ends',
    earlier(result('T'), mark('closed')),
    '"result" came before "cleaned"',
  ],
  [
    'finally-ends-first',
    'the end is told before the cleanup ends',
    earlier(is('ended', 'T'), mark('closed')),
    '"ended" came before "cleaned"',
    { 'terminal.when': 'at-acceptance', 'cancel.binding': 'sticky' },
  ],
  [
    'a-lent-sleep-in-finally',
    'the sleep ends early',
    earlier(is('note', 'T', 'goodbye'), mark('before')),
    'it ended after 19 ms or less',
  ],
  [
    'a-lent-sleep-in-finally',
    'the sleep is cancelled',
    without(is('note', 'T', 'goodbye')),
    'the lent sleep had not ended',
  ],
  [
    'cleanup-throws',
    'the error is dropped',
    (events) => without(is('diagnostic'))(instead(result('T'), { value: { name: 'AbortError' } })(events)),
    'it is in none of them (result: { name: "AbortError" }',
  ],
  [
    'a-deaf-body-returns',
    'another outcome is shown first',
    again(terminal('T'), { value: { type: 'cancelled', terminal: true } }, mark('ignored')),
    'both terminal events of T',
  ],
  [
    'an-awaited-self-cancel',
    'the body waits for itself',
    without(is('end', 'T')),
    'it had not ended: start, note asks',
  ],
  [
    'running-tasks',
    'the count is wrong',
    instead(is('cancelAll'), { value: 5 }),
    'it answered 5, with 6 tasks in its scope',
  ],
  [
    'running-and-queued-tasks',
    'a waiting task is skipped',
    without(result('T7')),
    'the result of T7 was still pending at rest',
  ],
  [
    'spawned-children-and-grandchildren',
    'a grandchild is not told',
    without((e) => e.task === 'P/C1/G' && e.what !== 'start'),
    'P/C1/G was not: start',
  ],
  [
    'one-child-is-cancelled',
    'the parent is told',
    again(is('start', 'P'), { what: 'told' }),
    'the cancellation reached P',
  ],
  ['a-slot-is-free', 'the body runs', again(is('start', 'T0'), { task: 'T' }), 'T ran: start'],
  [
    'a-slot-is-free',
    'the reason is dropped',
    instead(result('T'), { value: { name: 'AbortError' } }),
    'does not carry r',
  ],
  ['in-a-held-section', 'the wait is deaf', without(is('end', 'T')), 'it had not ended: start'],
  ['the-result-settles', 'nobody is answered', without(result('T')), 'the result of T was still pending at rest'],
  [
    'another-client-leaves',
    'the task is told',
    again(is('start', 'T'), { what: 'told' }),
    'the cancellation reached T',
  ],
  [
    'any-reason-running',
    'null makes it a failure',
    instead(result('T-null'), { value: new Error('null') }),
    'with the reason null it is result: failed',
  ],
  [
    'grid-in-cleanup-throws-can-16',
    'the result does not wait',
    earlier(result('T'), is('cleaned', 'T')),
    '"result" came before "cleaned"',
  ],
  [
    'a-slot-is-free',
    'the answer leaves the reason out',
    instead(result('T'), { value: new Error('aborted') }),
    'the answer Error: aborted does not carry r',
  ],
  [
    'grid-queued-cooperates-can-26',
    'a task cancelled in the queue is forgotten',
    without(result('T')),
    'the result of T was still pending at rest',
  ],
  [
    'grid-twice-cooperates-can-10',
    'the cancel after the end is accepted',
    instead((e) => e.what === 'cancel' && e.value === false, { value: true }),
    'the cancel of T answered true',
  ],
];

const altered = alterations.map(([name, fault, change, observed, choices]) => ({
  name,
  fault,
  change,
  observed,
  choices,
}));

test.each(altered)('$name: $fault', async ({ name, change, observed, choices }) => {
  expect(await verdict(name, asItWas, choices)).toBe('pass');
  expect(await verdict(name, change, choices)).toContain(observed);
});

/** Where the premise is not reached, nothing is judged. */
const unreached: readonly (readonly [string, string, Change])[] = [
  [
    'grid-queued-cooperates-can-26',
    'the last cancel came some hops after the slot was free',
    instead((e) => e.kind === 'idle' && e.who === 'ended', { kind: 'info', what: 'hops' }),
  ],
  ['a-waiting-body-learns-of-it', 'the body never began', without(is('start', 'T'))],
  ['its-turn-comes-and-it-does-not-run', 'the cancel said no', instead(is('cancel', 'B'), { value: false })],
  ['no-await-is-fulfilled', 'the result is pending', without(result('T'))],
  [
    'the-result-settles',
    'the cancel never arrived',
    without((e) => e.task === 'T' && (e.what === 'told' || e.what === 'end')),
  ],
  ['running-tasks', 'no task ran', without(({ what }) => what === 'start')],
  ['a-slot-is-free', 'the control was not answered', without(result('T0'))],
];

test.each(unreached)('%s is inconclusive where %s', async (name, _, change) => {
  expect(await verdict(name, change)).toMatch(/^inconclusive: /);
});
