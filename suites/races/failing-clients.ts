import { claim, firstOf, forEach, type History, type Lab, missing, type Reaction } from '../../harness/index.ts';
import type { Cases } from '../cancellation/claims.ts';
import { completes, notOneEnd, otherNumbers, range } from './claims.ts';
import { emits, endsTold, failsAlone, numbersTo, precedes } from './facts.ts';

const unharmed = ['c2', 'c3'] as const;
const talks = [
  { gate: 'g' },
  { emit: { type: 'n', data: 1 } },
  { emit: { type: 'n', data: 2 } },
  { note: 'a' },
  { return: 1 },
];

async function beside(lab: Lab, reaction: Reaction): Promise<void> {
  await lab.coordinator();
  lab.submit('T', talks);
  lab.subscribe('c1', 'T', reaction);
  for (const client of unharmed) lab.subscribe(client, 'T');
  await lab.quiesce();
  lab.open('g');
  await lab.quiesce();
}

/** A delivery to the first client failed, before the others were told the end. */
const failedFirst = (history: History) => {
  const failed = history.all('delivered', 'T', 'fail').find(({ who }) => who === 'c1');
  return unharmed.some((client) => precedes(failed, endsTold(history, 'T', client)[0])) ? failed : undefined;
};

const claims = [
  claim('c2 and c3 have what T emitted, in order, and its end once', (history: History) =>
    forEach(unharmed, (client) =>
      firstOf(
        otherNumbers(history, 'T', client, range(1, emits(history, 'T').length)),
        notOneEnd(history, 'T', client),
      ),
    ),
  ),
  claim("T's body runs to its return", (history: History) =>
    firstOf(
      missing(history.noted('T', 'a'), 'it did not come to its note', history.ended('T') ?? history.last),
      history.ended('T')?.value === 'returned'
        ? undefined
        : missing(undefined, 'it did not return', history.ended('T') ?? history.last),
    ),
  ),
  completes('T', 1),
];

/** RAC-09: a client that fails harms nobody. */
export const failingClients: Cases = {
  'a-throwing-client': {
    loud: true,
    workload: (lab) =>
      beside(lab, () => {
        throw new Error('a client that throws');
      }),
    absent: failsAlone('c1'),
    premise: (history) => ({ 'a delivery to c1 threw before c2 or c3 was told the end': failedFirst(history) }),
    claims,
  },

  'a-rejecting-client': {
    loud: true,
    workload: (lab) => beside(lab, () => Promise.reject(new Error('a client that rejects'))),
    absent: failsAlone('c1'),
    premise: (history) => ({
      'a delivery to c1 was rejected': history.all('delivered', 'T', 'fail').find(({ who }) => who === 'c1'),
    }),
    claims,
  },

  'a-broken-connection': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', [
        { gate: 'g' },
        { emit: { type: 'n', data: 1 } },
        { gate: 'e2' },
        { emit: { type: 'n', data: 2 } },
        { note: 'a' },
        { return: 1 },
      ]);
      // Neither the first to come nor the last to leave: what those mean for a task is client.disconnect's matter.
      for (const client of ['c2', 'c1', 'c3']) lab.connect(client, 'T');
      await lab.quiesce();
      lab.open('g');
      await lab.quiesce();
      lab.drop('c1');
      lab.open('e2');
      await lab.quiesce();
    },
    premise: (history) => {
      const dropped = history.calls('drop')[0]?.invoke;
      return {
        'c1 had an event before it was dropped': numbersTo(history.before(dropped), 'T', 'c1').length > 0 && dropped,
        '2 was emitted after it': precedes(dropped, emits(history, 'T')[1]),
      };
    },
    claims,
  },
};
