import { expect, test } from 'vitest';
import type { Context } from '../context.ts';
import { Dialect } from '../dialect/dialect.ts';
import { classifier } from '../ending.ts';
import { History, type Kind, type What } from '../history.ts';
import { Recorder } from '../recorder.ts';
import { violations } from './standing.ts';

type Told = readonly [kind: Kind, what: What, task?: string | undefined, who?: string | undefined, value?: unknown];

const abort = new DOMException('away', 'AbortError');

const rulesOf = (
  told: readonly Told[],
  declared: Record<string, string> = {},
  offer: Context['offer'] = { limit: 'seen' },
) => {
  const recorder = new Recorder({ now: 0 });
  for (const event of told) recorder.record(...event);
  const dialect = new Dialect([['adapter', declared]]);
  const history = new History(recorder.events, classifier({}, dialect, new Set()));
  const context: Context = { limit: 1, dialect, offer, shutdown: {}, mode: 'virtual' };
  return violations(history, context, {}).map(({ rule }) => rule);
};

const opened: Told = ['invoke', 'coordinator', undefined, undefined, { concurrency: 1 }];
const submitted = (task: string): Told => ['invoke', 'submit', task];
const line = (what: What, task: string, value?: unknown): Told => ['saw', what, task, undefined, value];
const event = (task: string, type: string, who = 'watcher'): Told => ['saw', 'event', task, who, { type, task }];

const course: readonly Told[] = [
  opened,
  submitted('A'),
  line('start', 'A'),
  line('cleanup', 'A', 'finally 1'),
  line('end', 'A', 'returned'),
  event('A', 'completed'),
  event('A', 'completed', 'other'),
  ['ok', 'result', 'A', undefined, 1],
  submitted('B'),
  line('start', 'B'),
  line('end', 'B', 'returned'),
  event('B', 'completed'),
  ['ok', 'result', 'B', undefined, 2],
];

test('an ordinary course breaks nothing', () => {
  expect(rulesOf(course)).toEqual([]);
});

test.each<readonly [rule: string, then: readonly Told[]]>([
  ['settles-once', [['fail', 'result', 'A', undefined, abort]]],
  ['one-terminal-event', [event('A', 'cancelled')]],
  ['nothing-after-the-end', [event('A', 'progress')]],
  ['cleanup-once', [line('cleanup', 'A', 'finally 1')]],
  ['no-stray-error', [['saw', 'stray', undefined, 'unhandledRejection', new Error('lost')]]],
  ['nothing-left', [['saw', 'left', 'A', 'body', 'the body of A had not ended']]],
])('%s is seen', (rule, then) => {
  expect(rulesOf([...course, ...then])).toContain(`invariant/${rule}`);
});

test('a view that says completed beside one that does not is seen; two words for an ending are not its matter', () => {
  const ended = (type: string): readonly Told[] => [
    submitted('A'),
    event('A', type),
    ['fail', 'result', 'A', undefined, abort],
  ];
  expect(rulesOf(ended('completed'))).toEqual(['invariant/views-agree']);
  expect(rulesOf(ended('failed'))).toEqual([]);
});

const together: readonly Told[] = [opened, submitted('A'), submitted('B'), line('start', 'A'), line('start', 'B')];
const afterCancel: readonly Told[] = [
  opened,
  submitted('A'),
  submitted('B'),
  line('start', 'A'),
  ['invoke', 'cancel', 'A'],
  line('told', 'A'),
  line('start', 'B'),
];

test('two bodies at limit 1 exceed it; beside one that was cancelled they take its slot too soon', () => {
  expect(rulesOf(together)).toEqual(['invariant/limit-kept']);
  expect(rulesOf(afterCancel)).toEqual(['invariant/slot-kept']);
  expect(rulesOf(afterCancel, { 'limit.counts': 'reported' })).toEqual([]);
});

test('a target that was never seen to take a limit has promised none', () => {
  expect(rulesOf(together, {}, {})).toEqual([]);
});
