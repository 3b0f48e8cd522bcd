import { type Call, claim, emissionOf, firstOf, forEach, type History, type Lab, seen } from '../../harness/index.ts';
import type { Cases } from '../cancellation/claims.ts';
import { list, notOneEnd, otherNumbers, range } from './claims.ts';
import { emits, numbersTo, precedes, pulls } from './facts.ts';

const gates = ['e1', 'e2', 'e3', 'e4', 'e5'] as const;
const talks = [...gates.flatMap((gate, index) => [{ gate }, { emit: { type: 'n', data: index + 1 } }]), { return: 0 }];

/** In its delivery of 2, client A has somebody unsubscribed: itself, or C. */
async function inDeliveryOf2(lab: Lab, leaver: string): Promise<void> {
  await lab.coordinator();
  lab.submit('T', talks);
  lab.subscribe('A', 'T', ({ event }) => (emissionOf(event).data === 2 ? lab.unsubscribe(leaver) : undefined));
  lab.subscribe('B', 'T');
  lab.subscribe('C', 'T');
  await lab.quiesce();
  for (const gate of gates) {
    lab.open(gate);
    await lab.quiesce();
  }
}

/** The unsubscribe call of a client. */
const leavingOf = (history: History, client: string): Call | undefined =>
  history.calls('unsubscribe').find(({ invoke }) => invoke.who === client);

/** The unsubscribe call was made in A's delivery of 2, returned, and 3 was emitted after it. */
function leftIn2(history: History, leaver: string) {
  const call = leavingOf(history, leaver);
  return {
    'the unsubscribe call returned': call?.answer?.kind === 'ok' ? call.answer : undefined,
    "it was made in A's delivery of 2":
      history.before(call?.invoke).delivered('T', 'A').length > 0 &&
      numbersTo(history.before(call?.invoke), 'T', 'A').at(-1) === 2,
    '3 was emitted after it': precedes(call?.answer, emits(history, 'T')[2]),
  };
}

const all = (...clients: readonly string[]) =>
  claim(`${clients.join(' and ')} have 1 to 5 and the end, each once`, (history) =>
    forEach(clients, (client) =>
      firstOf(otherNumbers(history, 'T', client, range(1, 5)), notOneEnd(history, 'T', client)),
    ),
  );

/** The client has these, and nothing else of T. */
const exactly = (history: History, client: string, ...numbers: readonly (readonly number[])[]) => {
  const got = numbersTo(history, 'T', client).join();
  const last = history.delivered('T', client).at(-1);
  const ended = last && history.endingOf(last, 'events') != null;
  return numbers.some((wanted) => wanted.join() === got) && !ended
    ? undefined
    : seen(
        `${client} received ${list(numbersTo(history, 'T', client))}${ended ? ' and the end' : ''}`,
        ...history.delivered('T', client),
      );
};

const silentOnceLeft = claim('A receives nothing after it has left', (history) => {
  const left = leavingOf(history, 'A')?.answer;
  const later = history.after(left).find(({ what, who }) => what === 'event' && who === 'A');
  return later && seen(`A received ${String((later.value as { type?: unknown }).type)}`, left, later);
});

/** RAC-08: who leaves takes nothing from anybody else. */
export const leaving: Cases = {
  'leaving-in-its-own-delivery': {
    workload: (lab) => inDeliveryOf2(lab, 'A'),
    premise: (history) => leftIn2(history, 'A'),
    claims: [all('B', 'C'), claim('A has 1 and 2, and nothing after', (history) => exactly(history, 'A', [1, 2]))],
  },

  'removing-a-later-client': {
    workload: (lab) => inDeliveryOf2(lab, 'C'),
    premise: (history) => leftIn2(history, 'C'),
    claims: [
      all('A', 'B'),
      claim('C has 1, and 2 only where the broadcast in progress may still reach it', (history, { dialect }) =>
        dialect.is('unsubscribe.inFlight', 'exclude') ? exactly(history, 'C', [1]) : exactly(history, 'C', [1], [1, 2]),
      ),
    ],
  },

  'leaving-during-lifecycle-events': {
    workload: async (lab) => {
      await lab.coordinator();
      const tasks = ['T1', 'T2', 'T3'];
      lab.submit('T1', [{ gate: 'T1' }, { return: 1 }]);
      lab.subscribe('A', 'T1', () => lab.unsubscribe('A'));
      for (const client of others) lab.subscribe(client, 'T1');
      await lab.quiesce();
      for (const [index, task] of tasks.entries()) {
        if (index > 0) {
          lab.submit(task, [{ gate: task }, { return: 1 }]);
          for (const client of others) lab.subscribe(client, task);
          await lab.quiesce();
        }
        lab.open(task);
        await lab.quiesce();
      }
    },
    premise: (history) => {
      const left = leavingOf(history, 'A');
      const delivery = history.all('delivered').find(({ who, seq }) => who === 'A' && seq > (left?.answer?.seq ?? 0));
      return {
        "A's unsubscribe call returned in its own delivery":
          left?.answer?.kind === 'ok' && (delivery ?? pulls(history, 'A')),
        'T2 and T3 completed after it':
          history.after(left?.answer).result('T2') && history.after(left?.answer).result('T3'),
      };
    },
    claims: [
      claim('B and C have the same events, and exactly one end of each task', (history) =>
        firstOf(
          forEach(['T1', 'T2', 'T3'], (task) => forEach(others, (client) => notOneEnd(history, task, client))),
          eventsOf(history, 'B').join() === eventsOf(history, 'C').join()
            ? undefined
            : seen(
                `B received ${eventsOf(history, 'B').join(', ')}; C received ${eventsOf(history, 'C').join(', ')}`,
                history.last,
              ),
        ),
      ),
      silentOnceLeft,
    ],
  },

  'leaving-the-stream-of-all': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.subscribe('A', undefined, ({ terminal }) => (terminal ? lab.unsubscribe('A') : undefined));
      for (const client of others) lab.subscribe(client);
      for (const task of two) {
        lab.submit(task, [{ gate: task }, { return: 1 }]);
        await lab.quiesce();
        lab.open(task);
        await lab.quiesce();
      }
    },
    absent: (history) =>
      history.result('T2') && !history.all('event').some(({ who }) => who === 'B')
        ? 'its clients are attached to one task each'
        : undefined,
    premise: (history) => {
      const left = leavingOf(history, 'A');
      return {
        "A's unsubscribe call returned after the end of T1":
          left?.answer?.kind === 'ok' && precedes(history.ended('T1'), left.answer),
        'T2 completed after it': history.after(left?.answer).result('T2'),
      };
    },
    claims: [
      claim('B and C have exactly one end of each task', (history) =>
        forEach(two, (task) => forEach(others, (client) => notOneEnd(history, task, client))),
      ),
      silentOnceLeft,
    ],
  },
};

const two = ['T1', 'T2'] as const;

const others = ['B', 'C'] as const;

/** `T1 started`, as the client received them. */
const eventsOf = (history: History, client: string): readonly string[] =>
  history
    .all('event')
    .filter(({ who }) => who === client)
    .map(({ task, value }) => `${task} ${(value as { type?: string } | undefined)?.type}`);
