import { claim, describe, type Event, forEach, type History, seen } from '../../harness/index.ts';
import type { Cases } from './claims.ts';
import { answered, cancelOf, reached, stood } from './facts.ts';
import { cleansUp } from './programs.ts';

const given = { code: 'user', by: 'u1' };

const carried = ["the body's signal", 'the error of the result', 'the terminal event', 'the query'].map((where) =>
  claim(`${where} carries the reason, where it is offered`, (history) =>
    forEach(
      places(history, 'T').filter(({ name }) => name === where),
      ({ name, said, event }) =>
        carries(said, reasonOf(history))
          ? undefined
          : seen(`${name} does not carry ${describe(reasonOf(history))}: ${describe(said)}`, event),
    ),
  ),
);

const withReason = (make: () => unknown): Cases[string] => ({
  atEveryHop: true,
  workload: async (lab) => {
    await lab.coordinator();
    lab.submit('T', [{ try: { body: [{ gate: 'g' }], finally: [] } }]);
    await lab.quiesce();
    lab.cancel('T', make());
    await lab.quiesce();
    lab.query('T');
  },
  premise: (history) => ({
    'T stood at its gate when it was cancelled': stood(history, 'T', 'g'),
    'T was told': reached(history, 'T'),
    'the reason can be seen somewhere': places(history, 'T').find(({ said }) => carries(said, reasonOf(history)))
      ?.event,
  }),
  claims: carried,
});

/** CAN-14, CAN-15: the reason of a cancel arrives unchanged, and the first one stays. */
export const reason: Cases = {
  'a-string': withReason(() => 'user:u1'),
  'an-object-by-identity': withReason(() => ({ ...given })),

  'of-a-task-that-waits': {
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 1 });
      lab.submit('A', [{ gate: 'g' }]);
      await lab.quiesce();
      lab.submit('T', [{ return: 1 }]);
      await lab.quiesce('queued');
      lab.cancel('T', 'user:u1');
      await lab.quiesce();
      lab.open('g');
    },
    premise: (history) => ({
      'T waited': history.all('submit', 'T', 'ok')[0] && !history.before('queued').started('T'),
      'the cancel call was answered': answered(history.call('cancel', 'T')),
      'a view tells the end of T': published(history)[0]?.event,
    }),
    claims: carried,
  },

  'two-reasons-one-task': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', cleansUp);
      await lab.quiesce();
      lab.cancel('T', 'a');
      await lab.quiesce();
      lab.cancel('T', 'b');
      await lab.quiesce();
      lab.open('fin');
      await lab.quiesce();
      await lab.read('views', 'T');
    },
    premise: (history) => ({
      'T was in its cleanup at the second cancel':
        history.before(second(history)).journal('T', 'cleanup')[0] &&
        history.before(second(history)).journal('T', 'cleaned').length === 0,
      'both calls were answered': history.calls('cancel', 'T').every(answered),
      'a view shows a reason': published(history).some(({ said }) => shows(said, 'a') || shows(said, 'b')),
    }),
    claims: [
      claim(
        ({ dialect }) => kept[dialect.value('reason.kept')]?.expected ?? '',
        (history, { dialect }) => {
          const views = published(history);
          const bad = kept[dialect.value('reason.kept')]?.bad(views, second(history)?.seq ?? 0);
          return bad && seen(views.map(({ name, said }) => `${name}: ${describe(said)}`).join('; '), ...bad);
        },
      ),
    ],
  },
};

/** Where a reason can be seen, and what is there. */
interface Place {
  readonly name: string;
  readonly said: unknown;
  readonly event: Event;
}

const reasonOf = (history: History): unknown => cancelOf(history, 'T')?.value;
const second = (history: History): Event | undefined => cancelOf(history, 'T', 1);

/** A pending or a fulfilled result is no place, nor is a query that has room for a state only. */
export function published(history: History, task = 'T'): readonly Place[] {
  const found: Place[] = [];
  const result = history.result(task);
  if (result?.kind === 'fail') found.push({ name: 'the error of the result', said: result.value, event: result });
  const event = history.terminal(task, 'watcher').find((end) => history.endingOf(end, 'events') !== 'completed');
  if (event) found.push({ name: 'the terminal event', said: event.value, event });
  const query = history.all('query', task, 'ok').at(-1);
  if (query && hasRoom(query.value)) found.push({ name: 'the query', said: query.value, event: query });
  return found;
}

export function places(history: History, task: string): readonly Place[] {
  const told = history.journal(task, 'told')[0];
  const body = told ? [{ name: "the body's signal", said: told.value, event: told }] : [];
  return [...body, ...published(history, task)];
}

const hasRoom = (snapshot: unknown): boolean => isObject(snapshot) && 'reason' in snapshot;
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object';

/** Members of an error or event that hold a reason, or what holds it. */
const carriers = ['reason', 'cause', 'error', 'data'];

/** The value itself, or what one of its carriers holds; for text, also its message. */
export function carries(said: unknown, wanted: unknown, depth = 3): boolean {
  if (Object.is(said, wanted)) return true;
  if (!isObject(said) || depth === 0) return false;
  if (typeof wanted === 'string' && said['message'] === wanted) return true;
  return carriers.some((key) => key in said && carries(said[key], wanted, depth - 1));
}

/** As `carries`; a list of reasons shows each of them. */
function shows(said: unknown, wanted: string, depth = 3): boolean {
  if (carries(said, wanted)) return true;
  if (Array.isArray(said)) return said.some((item) => shows(item, wanted, depth - 1));
  return isObject(said) && depth > 0 && carriers.some((key) => shows(said[key], wanted, depth - 1));
}

/** What must be shown by `reason.kept`, and the views that contradict it. */
interface Kept {
  readonly expected: string;
  readonly bad: (views: readonly Place[], second: number) => readonly Event[] | undefined;
}

const eventsOf = (views: readonly Place[]): readonly Event[] => views.map(({ event }) => event);
const showing = (views: readonly Place[], wanted: string) => views.filter(({ said }) => shows(said, wanted));
const unless = (fine: boolean, views: readonly Place[]) => (fine ? undefined : eventsOf(views));

const kept: Readonly<Record<string, Kept>> = {
  first: {
    expected: 'a view shows the first reason, "a", and none the second, "b"',
    bad: (views) => unless(showing(views, 'a').length > 0 && showing(views, 'b').length === 0, views),
  },
  last: {
    expected:
      'a view shows the last reason, "b"; the first, "a", stands only where it was written before the second call',
    bad: (views, second) =>
      unless(showing(views, 'b').length > 0 && showing(views, 'a').every(({ event }) => event.seq < second), views),
  },
  all: {
    expected: 'every view that is written after the second call and shows a reason shows "a" and then "b"',
    bad: (views, second) =>
      unless(
        [...showing(views, 'a'), ...showing(views, 'b')]
          .filter(({ event }) => event.seq > second)
          .every(({ said }) => inOrder(said)),
        views,
      ),
  },
};

/** Both reasons stand in the view, the first one first. */
function inOrder(said: unknown): boolean {
  const text = describe(isObject(said) ? (said['reason'] ?? said['cause'] ?? said['data'] ?? said) : said);
  return /\ba\b.*\bb\b/.test(text);
}
