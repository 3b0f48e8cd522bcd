import { claim, describe, type Program, refuted, seen } from '../../harness/index.ts';
import { lentLine } from '../cancellation/facts.ts';
import { type Cases, completes, inOrder, noneOf, notedBy, notYet, pendingAt, toldBy, untold, where } from './claims.ts';
import { findError, keeps, losesOthers } from './errors.ts';
import { answerIn, openingOf, standing, threw } from './facts.ts';
import { begun, opens, plays } from './moves.ts';
import type { Claim, Conduct } from '../../harness/index.ts';

const at = { a: 'once a is open', b: 'once b is open', c: 'once c is open', clean: 'once clean is open' };

const wins: Program = [{ gate: 'a' }, { return: 1 }];
const loses: Program = [
  {
    try: {
      body: [{ gate: 'b' }, { note: 'after-b' }],
      finally: [{ note: 'in-b' }, { gate: 'clean' }, { note: 'cleaned' }],
    },
  },
];

/** Waiting for the losers is left out where groups are declared not to wait. */
const waiting = (one: Claim): Claim => where('group.kind', ['structured'], one);

/** The losers are told, and awaited: `ended` is noted after what `decided` names. */
const stopped = (decided: string, ended: string): readonly Claim[] => [
  toldBy(decided, 'T/1'),
  waiting(notYet('T', ended, decided)),
  waiting(inOrder(['T/1', 'cleaned'], ['T', ended])),
  noneOf(['T/1', 'after-b']),
];

const valueOf = (step: 'any' | 'race'): Claim =>
  claim(`\`${step}\` answers 1`, (history) =>
    answerIn(history, 'T', step) === 1
      ? undefined
      : seen(
          `it answered ${describe(answerIn(history, 'T', step))}`,
          lentLine(history, 'T', step, 'ok') ?? lentLine(history, 'T', step, 'fail') ?? history.last,
        ),
  );

/** Declared not to wait: what is left to judge was right, and that is a deviation. */
const unstructured =
  (claims: readonly Claim[]): NonNullable<Conduct['absent']> =>
  (history, context) =>
    context.dialect.is('group.kind', 'unstructured') && claims.every((one) => !one.contradiction(history, context))
      ? 'declares group.kind=unstructured, a deviation: the losers are told, and not waited for'
      : undefined;

const anyClaims = [
  notYet('T', 'any-ended', begun),
  untold(begun, 'T/1'),
  ...stopped(at.a, 'any-ended'),
  valueOf('any'),
];
const raceClaims = [...stopped(at.a, 'race-ended'), valueOf('race')];
const failureClaims = [
  ...stopped(at.c, 'caught'),
  notedBy('T', 'caught', at.clean),
  claim('`race` fails with E', (history) =>
    findError((lentLine(history, 'T', 'race', 'fail')?.value as { error?: unknown } | undefined)?.error, 'E') !==
    undefined
      ? undefined
      : seen(
          'it did not',
          lentLine(history, 'T', 'race', 'ok') ?? lentLine(history, 'T', 'race', 'fail') ?? history.last,
        ),
  ),
  completes('T', 7),
];

/** PAT-11: what has lost is stopped, and what has failed is told. */
export const contest: Cases = {
  'any-the-first-success-wins': {
    workload: plays(
      { T: [{ try: { body: [{ any: [wins, loses, [{ throw: 'E' }]] }], finally: [{ note: 'any-ended' }] } }] },
      { [at.a]: opens('a'), [at.clean]: opens('clean'), [at.b]: opens('b') },
    ),
    absent: unstructured(anyClaims),
    premise: (history) => ({
      'all had started, and one had failed, before the first gate was opened':
        ['T/0', 'T/1'].every((task) => history.before(openingOf(history, 'a')).started(task)) && threw(history, 'T/2'),
    }),
    claims: anyClaims,
  },

  'race-the-first-settlement-wins': {
    workload: plays(
      { T: [{ try: { body: [{ race: [wins, loses] }], finally: [{ note: 'race-ended' }] } }] },
      { [at.a]: opens('a'), [at.clean]: opens('clean'), [at.b]: opens('b') },
    ),
    absent: unstructured(raceClaims),
    premise: (history) => ({
      'both stood at their gates': standing(history, { 'T/0': 'a', 'T/1': 'b' }, openingOf(history, 'a')),
    }),
    claims: raceClaims,
  },

  'race-a-failure-may-win': {
    workload: plays(
      {
        T: [
          {
            try: {
              body: [{ race: [[{ gate: 'c' }, { throw: 'E' }], loses] }],
              catch: { failed: [{ note: 'caught' }] },
            },
          },
          { return: 7 },
        ],
      },
      { [at.c]: opens('c'), [at.clean]: opens('clean') },
    ),
    absent: unstructured(failureClaims),
    premise: (history) => ({
      'the first failed while the other stood at its gate':
        threw(history, 'T/0') && standing(history, { 'T/1': 'b' }, openingOf(history, 'c')),
    }),
    claims: failureClaims,
  },

  'any-without-success-keeps-all-failures': {
    workload: plays(
      {
        T: [
          {
            any: [
              [{ gate: 'a' }, { throw: 'E1' }],
              [{ gate: 'b' }, { throw: 'E2' }],
            ],
          },
        ],
      },
      { [at.a]: opens('a'), [at.b]: opens('b') },
    ),
    absent: losesOthers,
    premise: (history) => ({ 'both failed': threw(history, 'T/0') && threw(history, 'T/1') }),
    claims: [
      pendingAt('T', at.a),
      claim('T fails', (history) =>
        refuted(history.result('T')?.kind === 'fail' ? undefined : (history.result('T') ?? history.last), 'it did not'),
      ),
      keeps(['E1', 'E2'], 'T'),
    ],
  },
};
