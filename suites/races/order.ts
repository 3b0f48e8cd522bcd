import {
  claim,
  emissionOf,
  firstOf,
  forEach,
  type History,
  type Lab,
  type Race,
  seen,
  type TaskEvent,
} from '../../harness/index.ts';
import type { Cases } from '../cancellation/claims.ts';
import { list, notOneEnd, otherNumbers, range, silentAfterEnd, told } from './claims.ts';
import { emitAnswered, emits, endsTold, numbersTo, precedes } from './facts.ts';
import { counts } from './programs.ts';

const three = ['c1', 'c2', 'c3'] as const;
const two = ['c1', 'c2'] as const;
const pairs = range(1, 5);

/** RAC-16: one order for everybody. */
export const order: Cases = {
  'synchronous-clients-see-the-order-of-emission': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', [{ gate: 'g' }, ...counts(1, 50), { return: 0 }]);
      for (const client of three) lab.subscribe(client, 'T');
      await lab.quiesce();
      lab.open('g');
      await lab.quiesce();
    },
    premise: (history) => ({ 'T emitted fifty times': emits(history, 'T')[49] }),
    claims: [
      claim('each client has 1 to 50 in order and then the end, each once', (history) =>
        forEach(three, (client) =>
          firstOf(
            otherNumbers(history, 'T', client, range(1, 50)),
            notOneEnd(history, 'T', client),
            endNotLast(history, client),
          ),
        ),
      ),
    ],
  },

  'deliveries-do-not-overlap': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', [{ gate: 'g' }, ...counts(1, 5), { return: 0 }]);
      await lab.quiesce();
      for (const client of two) slow(lab, client);
      await lab.quiesce();
      lab.open('g');
      await lab.quiesce('emitted');
      for (const number of range(1, 6).toReversed()) {
        lab.open(`d${number}`);
        await lab.quiesce();
      }
      await lab.quiesce('over');
    },
    premise: (history) => {
      const open = history.find(({ what, who }) => what === 'open' && who === 'd6');
      const first = (client: string) => recordOf(history.before(open), client);
      return {
        'the first delivery to a client had begun and not ended when the last gate was opened':
          two.some((client) => first(client).includes('begin 1') && !first(client).includes('end 1')) && open,
      };
    },
    claims: [
      claim('each client begins no delivery before it has ended the one before', (history) =>
        forEach(two, (client) => {
          const wanted = range(1, 6).flatMap((number) => [`begin ${number}`, `end ${number}`]);
          const got = recordOf(history, client);
          return got.join() === wanted.join()
            ? undefined
            : seen(`${client}: ${got.join(', ')}`, ...history.delivered('T', client), history.last);
        }),
      ),
    ],
  },

  'one-order-over-all-tasks-of-a-client': {
    workload: async (lab) => {
      await lab.coordinator();
      for (const [task, letter] of [
        ['T1', 'a'],
        ['T2', 'b'],
      ] as const) {
        lab.submit(task, [
          ...pairs.flatMap((number) => [{ gate: `${letter}${number}` }, { emit: { type: 'n', data: number } }]),
          { gate: 'end' },
          { return: 0 },
        ]);
      }
      for (const client of two) lab.subscribe(client);
      await lab.quiesce();
      for (const number of pairs) {
        for (const letter of ['a', 'b']) {
          lab.open(`${letter}${number}`);
          await lab.hops(1);
        }
      }
      await lab.quiesce();
      lab.open('end');
      await lab.quiesce();
    },
    premise: (history) => ({
      'both tasks emitted five times': emits(history, 'T1')[4] && emits(history, 'T2')[4],
    }),
    claims: [
      claim('both clients have the events of both tasks in the order in which they were emitted', (history) => {
        const emitted = history.events
          .filter((event) => [...emits(history, 'T1'), ...emits(history, 'T2')].includes(event))
          .map(({ task }) => task);
        return forEach(two, (client) => {
          const got = history
            .all('event')
            .filter(
              ({ who, value }) =>
                who === client &&
                typeof emissionOf(value as TaskEvent).data === 'number' &&
                emissionOf(value as TaskEvent).type === 'n',
            );
          return got.map(({ task }) => task).join() === emitted.join()
            ? undefined
            : seen(`${client}: ${got.map(({ task }) => task).join(', ')}; emitted: ${emitted.join(', ')}`, ...got);
        });
      }),
    ],
  },
};

/** A client that takes its time over each number, and over the end as the sixth. */
const slow = (lab: Lab, client: string): void =>
  lab.subscribe(client, 'T', ({ event, terminal }) => {
    const { data } = emissionOf(event);
    const number = terminal ? 6 : typeof data === 'number' ? data : undefined;
    return number === undefined ? undefined : lab.own.passing(`d${number}`);
  });

/** `begin 1`, `end 1`, … as they came about. */
function recordOf(history: History, client: string): readonly string[] {
  const numbers = new Map<number, number>();
  for (const event of history.delivered('T', client)) {
    const { data } = emissionOf(event.value as TaskEvent);
    if (history.endingOf(event, 'events') != null) numbers.set(event.seq, 6);
    else if (typeof data === 'number') numbers.set(event.seq, data);
  }
  return history.events.flatMap(({ what, who, seq, call }) => {
    if (who !== client) return [];
    if (what === 'event' && numbers.has(seq)) return [`begin ${numbers.get(seq)}`];
    return what === 'delivered' && call !== undefined && numbers.has(call) ? [`end ${numbers.get(call)}`] : [];
  });
}

function endNotLast(history: History, client: string) {
  const [end] = endsTold(history, 'T', client);
  const later = numbersTo(history.after(end), 'T', client);
  return later.length > 0 ? seen(`${client} received ${list(later)} after the end`, end) : undefined;
}

/** A detached part of a body talks around the end of its task. */
const lateEmit: Race = {
  name: 'late-emit',
  setup: async (lab) => {
    await lab.coordinator();
    lab.submit('T', [{ later: [{ gate: 'l' }, { emit: { type: 'late' } }] }, { gate: 'g' }, { return: 1 }]);
    for (const client of two) lab.subscribe(client, 'T');
    await lab.quiesce();
  },
  actors: () => [[{ name: 'g1', act: (lab) => lab.open('g') }], [{ name: 'l1', act: (lab) => lab.open('l') }]],
};

const late = (history: History) => emits(history, 'T')[0];

/** RAC-17: silence after the end. */
export const silence: Cases = {
  'an-emit-after-return': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', [{ later: [{ gate: 'l' }, { emit: { type: 'late' } }] }, { gate: 'g' }, { return: 1 }]);
      for (const client of two) lab.subscribe(client, 'T');
      await lab.quiesce();
      lab.open('g');
      await lab.quiesce();
      lab.open('l');
      await lab.quiesce();
    },
    premise: (history) => ({
      'the end was told after T had returned': precedes(history.ended('T'), endsTold(history, 'T', 'c1')[0]),
      'each client was told the end before `late` was emitted':
        two.every((client) => precedes(endsTold(history, 'T', client)[0], late(history))) && late(history),
      'the emit call was answered': emitAnswered(history, 'T'),
    }),
    claims: [silentAfterEnd('T')],
  },

  'an-emit-around-the-end': {
    race: lateEmit,
    premise: (history) => ({
      '`late` was emitted, and the call was answered': emitAnswered(history, 'T'),
      'T has ended': history.ended('T'),
    }),
    covers: {
      '`late` was emitted before the end was told': (history) =>
        precedes(late(history), endsTold(history, 'T', 'c1')[0]),
      '`late` was emitted after the end was told': (history) =>
        precedes(endsTold(history, 'T', 'c1')[0], late(history)),
    },
    claims: [silentAfterEnd('T'), told('T', ...two)],
  },

  'an-emit-while-deaf': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', [{ deaf: [{ gate: 'x' }, { emit: { type: 'late' } }] }, { return: 1 }]);
      for (const client of two) lab.subscribe(client, 'T');
      await lab.quiesce();
      lab.cancel('T');
      await lab.quiesce();
      lab.open('x');
      await lab.quiesce();
    },
    premise: (history) => ({
      'each client was told the end before `late` was emitted':
        two.every((client) => precedes(endsTold(history, 'T', client)[0], late(history))) && late(history),
      'the emit call was answered': emitAnswered(history, 'T'),
    }),
    claims: [silentAfterEnd('T')],
  },
};
