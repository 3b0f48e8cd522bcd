import { claim, type History, type Program, seen } from '../../harness/index.ts';
import {
  type Cases,
  completes,
  endedBy,
  inOrder,
  journalText,
  noneOf,
  notYet,
  pendingAt,
  stoppedBy,
  toldBy,
  untold,
  where,
} from './claims.ts';
import { before, openingOf, standing, threw } from './facts.ts';
import { keeps } from './errors.ts';
import { begun, opens, plays } from './moves.ts';

const at = {
  a: 'once a is open',
  b: 'once b is open',
  bc: 'once b and c are open',
  m: 'once m is open',
  clean: 'once clean is open',
};

/** Waits at a gate with a cleanup that says so. */
const sibling = (name: string): Program => [
  { try: { body: [{ gate: name }, { note: `after-${name}` }], finally: [{ note: `clean-${name}` }] } },
];
const fails = (gate: string, error = 'E'): Program => [{ gate }, { throw: error }];

/** Waits at b; its cleanup waits at clean. */
const cleansUp: Program = [
  { try: { body: [{ gate: 'b' }], finally: [{ note: 'in-b' }, { gate: 'clean' }, { note: 'cleaned' }] } },
];

/** Says when the primitive has ended, in whatever way. */
const thenEnds = (program: Program): Program => [{ try: { body: program, finally: [{ note: 'all-ended' }] } }];

/** With `group.failure=collect` nobody is told, and the operation fails when all have ended. */
const telling = (claims: Cases[string]['claims']): Cases[string]['claims'] =>
  claims.map((one) => where('group.failure', ['fail-fast'], one));
const collecting = (claims: Cases[string]['claims']): Cases[string]['claims'] =>
  claims.map((one) => where('group.failure', ['collect'], one));

/** Children of T that had no start when the first failed. */
const unstarted = (history: History): readonly string[] =>
  ['T/2', 'T/3'].filter((task) => !history.before(openingOf(history, 'a')).started(task));

/** PAT-03: the first failure ends what is of no use any more. */
export const failFast: Cases = {
  'siblings-are-told': {
    workload: plays(
      { T: [{ all: [fails('a'), sibling('b'), sibling('c')] }] },
      { [at.a]: opens('a'), [at.bc]: opens('b', 'c') },
    ),
    premise: (history) => ({
      'all three stood at their gates': standing(
        history,
        { 'T/0': 'a', 'T/1': 'b', 'T/2': 'c' },
        openingOf(history, 'a'),
      ),
      'the first one failed': threw(history, 'T/0'),
    }),
    claims: [
      ...telling([
        toldBy(at.a, 'T/1', 'T/2'),
        endedBy(at.a, 'T/1', 'T/2'),
        stoppedBy('T', at.a),
        noneOf(['T/1', 'after-b'], ['T/2', 'after-c']),
      ]),
      ...collecting([untold(at.a, 'T/1', 'T/2'), pendingAt('T', at.a), keeps(['E'], 'T')]),
    ],
  },

  'waiting-children-never-start': {
    workload: plays(
      { T: [{ all: [fails('a'), [{ gate: 'b' }], [{ note: 'ran-c' }], [{ note: 'ran-d' }]] }] },
      { [at.a]: opens('a'), [at.b]: opens('b') },
      { open: { concurrency: 2 } },
    ),
    premise: (history) => ({
      'the first one failed while others waited for their start':
        unstarted(history).length > 0 && threw(history, 'T/0'),
    }),
    absent: (history) =>
      unstarted(history).length === 0
        ? 'all children started at once: the operation has no limit of its own'
        : undefined,
    claims: [
      claim('children that had not started when the first one failed never start', (history) => {
        const late = unstarted(history).find((task) => history.started(task));
        return late === undefined
          ? undefined
          : seen(`${late} ran: ${journalText(history, late)}`, history.started(late));
      }),
    ],
  },

  'the-group-body-is-told': {
    workload: plays(
      {
        T: [
          {
            group: {
              name: 'g',
              body: [
                { spawn: { name: 'A', into: 'g', body: fails('a') } },
                {
                  spawn: {
                    name: 'B',
                    into: 'g',
                    body: [{ try: { body: [{ gate: 'b' }], finally: [{ note: 'clean-b' }] } }],
                  },
                },
                { gate: 'm' },
                { note: 'after-m' },
              ],
            },
          },
        ],
      },
      { [at.a]: opens('a'), [at.m]: opens('m') },
    ),
    premise: (history) => ({
      'both children and the body stood at their gates': standing(
        history,
        { 'T/A': 'a', 'T/B': 'b', T: 'm' },
        openingOf(history, 'a'),
      ),
      'A failed': threw(history, 'T/A'),
    }),
    claims: [toldBy(at.a, 'T/B'), endedBy(at.a, 'T/B', 'T'), noneOf(['T', 'after-m']), stoppedBy('T', at.a)],
  },

  'the-group-body-fails': {
    workload: plays(
      { T: [{ group: { name: 'g', body: [{ spawn: { name: 'B', into: 'g', body: sibling('b') } }, ...fails('m')] } }] },
      { [at.m]: opens('m'), [at.b]: opens('b') },
    ),
    premise: (history) => ({
      'the child and the body stood at their gates': standing(history, { 'T/B': 'b', T: 'm' }, openingOf(history, 'm')),
    }),
    claims: [
      toldBy(at.m, 'T/B'),
      endedBy(at.m, 'T/B', 'T'),
      noneOf(['T/B', 'after-b']),
      stoppedBy('T', at.m),
      keeps(['E'], 'T'),
    ],
  },
};

/** PAT-04: whoever hears that a group has ended can rely on it. */
export const groupEnd: Cases = {
  'failure-waits-for-cleanup': {
    workload: async (lab) => {
      const collects = lab.dialect.is('group.failure', 'collect');
      await plays(
        { T: thenEnds([{ all: [fails('a'), cleansUp] }]) },
        { [at.a]: opens('a', ...(collects ? ['b'] : [])), [at.clean]: opens('clean') },
      )(lab);
    },
    premise: (history) => ({
      'the first one failed': threw(history, 'T/0'),
      'the cleanup of the other waited':
        history.before(at.a).noted('T/1', 'in-b') && !history.before(at.a).noted('T/1', 'cleaned'),
    }),
    claims: [
      notYet('T', 'all-ended', at.a),
      pendingAt('T', at.a),
      inOrder(['T/1', 'cleaned'], ['T', 'all-ended']),
      stoppedBy('T', at.clean),
    ],
  },

  'early-return-waits-for-children': {
    workload: plays(
      {
        T: [
          {
            group: {
              name: 'g',
              body: [{ spawn: { name: 'B', into: 'g', body: cleansUp } }, { note: 'body-done' }, { return: 1 }],
            },
          },
          { note: 'group-ended' },
        ],
      },
      { [at.b]: opens('b'), [at.clean]: opens('clean') },
    ),
    premise: (history) => ({
      'the child had started, and the body was done':
        history.before(begun).started('T/B') && history.before(begun).noted('T', 'body-done'),
      'the cleanup of the child waited': before(history.noted('T/B', 'in-b'), openingOf(history, 'clean')),
    }),
    claims: [
      where('group.bodyEnd', ['await'], untold(begun, 'T/B')),
      where('group.bodyEnd', ['cancel'], toldBy(begun, 'T/B')),
      inOrder(['T/B', 'cleaned'], ['T', 'group-ended']),
      completes('T'),
    ],
  },

  'timeout-waits-for-children': {
    workload: plays(
      {
        T: [
          {
            try: {
              body: [{ within: { ms: 50, body: thenEnds([{ all: [[{ gate: 'a' }], cleansUp] }]) } }],
              catch: { timeout: [{ note: 'caught' }], cancelled: [{ note: 'caught' }], failed: [{ note: 'caught' }] },
            },
          },
        ],
      },
      { 'at 50 ms': (lab) => lab.advance(50), [at.clean]: opens('clean') },
    ),
    premise: (history) => ({
      'the cleanup of a child waited at 50 ms':
        history.before('at 50 ms').noted('T/1', 'in-b') && !history.before('at 50 ms').noted('T/1', 'cleaned'),
    }),
    claims: [notYet('T', 'all-ended', 'at 50 ms'), inOrder(['T/1', 'cleaned'], ['T', 'all-ended'])],
  },
};
