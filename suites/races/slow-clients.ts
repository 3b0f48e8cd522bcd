import {
  claim,
  type Context,
  type Dialect,
  firstOf,
  type History,
  missing,
  type Race,
  seen,
  type Stock,
  type TaskEvent,
} from '../../harness/index.ts';
import type { Cases } from '../cancellation/claims.ts';
import { list, notOneEnd, otherNumbers, range } from './claims.ts';
import { numberOf } from './declared.ts';
import { emits, numbersTo, precedes } from './facts.ts';

/** Events that a client which does not read is kept, where nobody declares a number. */
const defaultBuffer = 1024;

const bufferOf = (dialect: Dialect): number => numberOf(dialect, 'client.buffer', defaultBuffer);
const totalOf = (buffer: number): number => 4 * buffer + 10;

/** RAC-10: a client that does not read costs a bounded amount, and delays nobody. */
export const slowClients: Cases = {
  'a-paused-client-costs-a-bounded-amount': {
    workload: async (lab) => {
      const total = totalOf(bufferOf(lab.dialect));
      const size = Math.max(1, Math.floor(bufferOf(lab.dialect) / 2));
      const starts = range(0, Math.ceil(total / size) - 1).map((batch) => batch * size + 1);
      await lab.coordinator();
      const batch = (from: number) =>
        range(from, Math.min(total, from + size - 1)).map((data) => ({ emit: { type: 'n', data } }));
      lab.submit('T', [...starts.flatMap((from) => [{ gate: `n${from}` }, ...batch(from)]), { return: 0 }]);
      lab.connect('A', 'T');
      lab.connect('B', 'T');
      await lab.quiesce();
      lab.pause('A');
      await lab.quiesce();
      for (const from of starts) {
        lab.open(`n${from}`);
        await lab.quiesce();
      }
      await lab.quiesce('paused');
      lab.resume('A');
      await lab.quiesce('resumed');
    },
    premise: (history) => {
      const paused = history.all('pause', undefined, 'ok')[0];
      const emitted = emits(history.before('paused'), 'T');
      return {
        'A was paused before the first emit': precedes(paused, emitted[0]) && paused,
        'T emitted while A was paused': emitted[0],
      };
    },
    claims: [
      claim('the paused client delays nobody, unless client.slow=block', (history, { dialect }) => {
        const until = history.before('paused');
        const end = until.ended('T');
        if (dialect.is('client.slow', 'block')) return end && seen('T ended while A was paused', end);
        const total = totalOf(bufferOf(dialect));
        return firstOf(
          missing(end, `T had emitted ${emits(until, 'T').length} of ${total} and not ended`, history.mark('paused')),
          otherNumbers(until, 'T', 'B', range(1, total)),
          notOneEnd(until, 'T', 'B'),
        );
      }),
      claim('what is kept for A is bounded, and its end is not lost', (history, context) => kept(history, context)),
    ],
  },
};

/** What A reads once it reads again. */
function kept(history: History, { dialect }: Context) {
  const [buffer, how] = [bufferOf(dialect), dialect.value('client.slow')];
  const later = history.after('paused');
  const got = numbersTo(later, 'T', 'A');
  if (how === 'block')
    return firstOf(
      otherNumbers(history, 'T', 'A', range(1, totalOf(buffer))),
      otherNumbers(history, 'T', 'B', range(1, totalOf(buffer))),
      notOneEnd(history, 'T', 'A'),
      notOneEnd(history, 'T', 'B'),
    );
  if (got.length > buffer + 1)
    return seen(`A read ${got.length} events that had been kept, with a buffer of ${buffer}`, history.mark('resumed'));
  const unordered = got.some((number, index) => index > 0 && Number(number) <= Number(got[index - 1]));
  if (unordered) return seen(`A received them as ${list(got)}`, history.mark('resumed'));
  const end = history.find(({ what, who }) => what === 'stream' && who === 'A');
  if (how === 'disconnect')
    return end?.kind === 'fail' || notOneEnd(history, 'T', 'A') === undefined
      ? undefined
      : seen('the stream of A did not end with a cause', end ?? history.last);
  const gap = later.delivered('T', 'A').find(({ value }) => gapNames.has((value as TaskEvent).type)) ?? noted(later);
  return firstOf(missing(gap, 'A was given no mark of a gap', history.mark('resumed')), notOneEnd(history, 'T', 'A'));
}

/** What says that events were left out. */
const gapNames: ReadonlySet<string> = new Set(['gap', 'lagged', 'lost', 'missed', 'dropped', 'overflow', 'truncated']);

/** A mark that names no task: it is about the stream, not about the task. */
const noted = (history: History) =>
  history.find(({ what, who, value }) => what === 'event' && who === 'A' && gapNames.has((value as TaskEvent).type));

const twenty = range(1, 20).map((number) => `c${number}`);

/** Twenty connections break while an event is being delivered. */
const dropDuringDelivery: Race = {
  name: 'drop-during-delivery',
  setup: async (lab) => {
    await lab.coordinator();
    lab.submit('T', [
      ...['e1', 'e2', 'e3'].flatMap((gate, index) => [{ gate }, { emit: { type: 'n', data: index + 1 } }]),
      { gate: 'end' },
      { return: 0 },
    ]);
    // The owner stays, if the first to come is one.
    lab.connect('owner', 'T');
    await lab.quiesce();
    lab.query();
    lab.own.count('baseline');
    for (const client of twenty) lab.connect(client, 'T');
    for (const gate of ['e1', 'e2']) {
      lab.open(gate);
      await lab.quiesce();
    }
    lab.query();
    await lab.quiesce('connected');
  },
  actors: () => [
    [{ name: 'e1', act: (lab) => lab.open('e3') }],
    [{ name: 'x1', act: (lab) => twenty.forEach((client) => lab.drop(client)) }],
  ],
  finish: async (lab) => {
    lab.query();
    lab.own.count('dropped');
    await lab.quiesce('counted');
    lab.open('end');
    await lab.quiesce();
  },
};

/** RAC-11: what a lost client was kept is given back. */
export const droppedClients: Cases = {
  'dropped-connections-are-forgotten': {
    race: dropDuringDelivery,
    absent: (history) =>
      history.all('query', undefined, 'ok').length > 0 && clientsCounted(history)[0] === undefined
        ? 'its query counts no clients'
        : undefined,
    premise: (history) => {
      const [baseline, connected] = clientsCounted(history);
      return {
        'all twenty had read 1 and 2': twenty.every(
          (client) => numbersTo(history.before('connected'), 'T', client).join() === '1,2',
        ),
        'the count of clients had risen by twenty':
          connected !== undefined && connected === (baseline ?? 0) + twenty.length,
        'each drop was noticed': history.all('drop', undefined, 'ok').length === twenty.length,
        'e3 was opened': emits(history, 'T')[2],
      };
    },
    claims: [
      claim('while T lives on, clients, timers and handles are as many as before', (history) => {
        const [baseline, , left] = clientsCounted(history);
        const [before, after] = history.all('kit.count').map(({ value }) => value as Stock);
        const text = (clients: unknown, stock?: Stock) =>
          `${String(clients)} clients, ${stock?.timers} timers, ${stock?.handles} handles`;
        return left === baseline && after?.timers === before?.timers && after?.handles === before?.handles
          ? undefined
          : seen(
              `before: ${text(baseline, before)}; after the drop: ${text(left, after)}`,
              history.all('query', undefined, 'ok').at(-1),
            );
      }),
      claim('the client that stays has every event, and one end', (history) =>
        firstOf(otherNumbers(history, 'T', 'watcher', [1, 2, 3]), notOneEnd(history, 'T', 'watcher')),
      ),
    ],
  },
};

const clientsCounted = (history: History): readonly (number | undefined)[] =>
  history.all('query', undefined, 'ok').map(({ value }) => (value as { clients?: number }).clients);
