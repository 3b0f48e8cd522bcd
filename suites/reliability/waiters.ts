import { claim, type Conduct, firstOf, type Event, type History, seen } from '../../harness/index.ts';
import { type Cases, neverTwoBetween, settledAgain, tooMany, ungrantedBy, unstartedBy } from './claims.ts';
import { declined, granted } from './facts.ts';

const notOne = (history: History, found: readonly Event[], what: string) =>
  found.length === 1 ? undefined : seen(`of the two ${found.length} ${what}`, ...found, history.mark('probed'));

type Covers = NonNullable<Conduct['covers']>;

const bothWays = (happened: (history: History) => unknown, yes: string, no: string): Covers => ({
  [yes]: (history) => Boolean(happened(history)),
  [no]: (history) => !happened(history),
});

/** A slot: the end of A meets the cancel of B, who is next. */
const slot: Cases[string] = {
  race: {
    name: 'hand-over of a slot',
    setup: async (lab) => {
      await lab.coordinator({ concurrency: 1 });
      for (const [task, gate] of [
        ['A', 'a'],
        ['B', 'b'],
        ['C', 'c'],
      ] as const)
        lab.submit(task, [{ note: 'ran' }, { gate }]);
      await lab.quiesce('before');
    },
    actors: () => [[{ name: 'g1', act: (lab) => lab.open('a') }], [{ name: 'c1', act: (lab) => lab.cancel('B') }]],
    finish: async (lab) => {
      lab.open('b');
      await lab.quiesce('B is over');
      lab.open('c');
      await lab.quiesce();
      lab.submit('P1', [{ gate: 'p1' }]);
      lab.submit('P2', [{ gate: 'p2' }]);
      await lab.quiesce('probed');
    },
  },
  covers: bothWays(
    (history) => history.started('B'),
    'B, who was cancelled, had started',
    'B, who was cancelled, never started',
  ),
  premise: (history) => ({
    'A ran while B and C waited': history.before('before').standsAt('A', 'a') && !history.before('before').started('B'),
    'B was cancelled': history.call('cancel', 'B')?.invoke,
    'A has ended': history.ended('A'),
  }),
  claims: [
    claim('C starts once B has ended or was dropped', (history) => unstartedBy(history, 'C', 'B is over')),
    claim('never two live bodies', (history) => tooMany(history, 1, () => true)),
    claim('of two further tasks one runs and one waits', (history) =>
      notOne(
        history,
        ['P1', 'P2'].flatMap((task) => history.before('probed').started(task) ?? []),
        'had started',
      ),
    ),
  ],
};

/** A permit: the release of A meets the abort of B, who is next. */
const permit: Cases[string] = {
  race: {
    name: 'hand-over of a permit',
    setup: async (lab) => {
      await lab.coordinator();
      await lab.resources.build('R', 'lock', { limit: 1 });
      lab.resources.acquire('R', 'A');
      await lab.quiesce();
      lab.resources.acquire('R', 'B', { signal: 's' });
      lab.resources.acquire('R', 'C');
      await lab.quiesce('before');
    },
    actors: () => [
      [{ name: 'r1', act: (lab) => lab.resources.release('A') }],
      [{ name: 'x1', act: (lab) => lab.abort('s') }],
    ],
    finish: async (lab) => {
      lab.resources.release('B');
      await lab.quiesce('B is over');
      lab.resources.release('C');
      await lab.quiesce();
      lab.resources.acquire('R', 'D');
      lab.resources.acquire('R', 'E');
      await lab.quiesce('probed');
    },
  },
  covers: bothWays(
    (history) => granted(history, 'B'),
    'B, who was aborted, had been granted',
    'B, who was aborted, was never granted',
  ),
  premise: (history) => ({
    'A held while B and C waited': granted(history.before('before'), 'A') && !granted(history.before('before'), 'B'),
    'A gave its lease back': history.call('resource.release', 'A')?.invoke,
    'the signal of B was aborted': history.call('abort')?.invoke,
  }),
  claims: [
    claim('the acquire of B settles, once', (history) =>
      firstOf(
        settledAgain(history, 'B'),
        (granted(history, 'B') ?? declined(history, 'B')) ? undefined : ungrantedBy(history, 'B', 'end'),
      ),
    ),
    claim('C is granted once B has given up or given back', (history) => ungrantedBy(history, 'C', 'B is over')),
    claim('there is one permit still: one of D and E is granted, and the other waits', (history) =>
      notOne(
        history,
        ['D', 'E'].flatMap((holder) => granted(history.before('probed'), holder) ?? []),
        'were granted',
      ),
    ),
  ],
};

/** A lock held by a body: the end of A meets the cancel of B, who is next. */
const lock: Cases[string] = {
  race: {
    name: 'hand-over of a held lock',
    setup: async (lab) => {
      await lab.coordinator();
      for (const task of ['A', 'B', 'C'])
        lab.submit(task, [
          {
            hold: {
              name: 'r',
              body: [
                { note: 'in' },
                { try: { body: task === 'C' ? [] : [{ gate: task }], finally: [{ note: 'out' }] } },
              ],
            },
          },
        ]);
      await lab.quiesce('before');
    },
    actors: () => [[{ name: 'g1', act: (lab) => lab.open('A') }], [{ name: 'c1', act: (lab) => lab.cancel('B') }]],
    finish: async (lab) => {
      lab.open('B');
      await lab.quiesce('B is over');
    },
  },
  covers: bothWays(
    (history) => history.noted('B', 'in'),
    'B, who was cancelled, had gone in',
    'B, who was cancelled, never went in',
  ),
  premise: (history) => ({
    'A was inside while B and C waited':
      history.before('before').noted('A', 'in') &&
      !history.before('before').noted('B', 'in') &&
      history.before('before').started('C'),
    'B was cancelled': history.call('cancel', 'B')?.invoke,
    'A has ended': history.ended('A'),
  }),
  claims: [
    claim('C goes in', (history) => (history.noted('C', 'in') ? undefined : unstartedInside(history))),
    neverTwoBetween('in', 'out', 'A', 'B', 'C'),
  ],
};

const unstartedInside = (history: History) => ({
  observed: 'C had not gone in, although A had ended and B had ended or been cancelled',
  witness: [history.ended('A'), history.call('cancel', 'B')?.invoke, history.last],
});

/** REL-10: whoever goes away while a turn is being handed over loses it to the next, not for all. */
export const waiters: Cases = {
  'a-slot-goes-to-the-next-waiter': slot,
  'a-permit-goes-to-the-next-waiter': permit,
  'a-held-lock-goes-to-the-next-task': lock,
};
