import { type Claim, claim, describe, type Program, seen } from '../../harness/index.ts';
import { cancelOf, lentLine } from '../cancellation/facts.ts';
import {
  type Cases,
  completes,
  endedBy,
  inOrder,
  noneOf,
  notedBy,
  resultText,
  toldBy,
  untold,
  where,
} from './claims.ts';
import { deliveredTo, endingOf, failureIn, standing } from './facts.ts';
import { cancels, opens, plays } from './moves.ts';

const at = { cancel: 'after the cancel', bm: 'once b and m are open', b: 'once b is open', z: 'once z is open' };
const goesOn = ['by-primitive', 'continue'];

/** Notes how the primitive ended, and goes on. */
const survives = (step: Program[number], done: string): Program => [
  { try: { body: [step, { note: done }], catch: { cancelled: [{ note: 'caught' }], failed: [{ note: 'caught' }] } } },
  { gate: 'z' },
  { return: 7 },
];

const ofGroup: Program = survives(
  {
    group: {
      name: 'g',
      body: [
        { spawn: { name: 'A', into: 'g', body: [{ try: { body: [{ gate: 'a' }], finally: [{ note: 'clean-a' }] } }] } },
        { spawn: { name: 'B', into: 'g', body: [{ gate: 'b' }, { return: 2 }] } },
        { gate: 'm' },
        { return: 1 },
      ],
    },
  },
  'group-done',
);

const ofAll: Program = survives(
  { all: [[{ join: 'J' }], [{ try: { body: [{ gate: 'b' }, { return: 2 }], finally: [{ note: 'clean-b' }] } }]] },
  'all-done',
);

const childNotCompleted: Claim = claim('the result of the cancelled child is not a completion', (history) =>
  endingOf(history, 'T/A') === 'completed'
    ? seen(`it ${resultText(history.result('T/A'))}`, history.result('T/A'))
    : undefined,
);

const siblingReturns: Claim = claim('the result of B is 2', (history) =>
  history.result('T/B')?.value === 2
    ? undefined
    : seen(`it ${resultText(history.result('T/B'))}`, history.result('T/B') ?? history.last),
);

/** The group failed with a cancellation, or with something that carries one. */
const groupTellsOfIt: Claim = claim("the error of the group is the child's cancellation", (history) => {
  const line = lentLine(history, 'T', 'group', 'fail');
  const error = failureIn(history, 'T', 'group');
  const reads = (value: unknown): boolean =>
    line !== undefined && history.endingOf({ ...line, kind: 'fail', value }, 'result') === 'cancelled';
  const { errors = [], cause } = (error ?? {}) as { readonly errors?: readonly unknown[]; readonly cause?: unknown };
  return [error, cause, ...errors].some(reads)
    ? undefined
    : seen(`the group failed with ${describe(error)}`, line ?? history.last);
});

const on = (claims: readonly Claim[], ...values: readonly string[]): readonly Claim[] =>
  claims.map((one) => where('group.childCancel', values, one));

/** PAT-08: one child may be cancelled without harm to the others. */
export const childCancel: Cases = {
  'the-group-goes-on': {
    atEveryHop: true,
    workload: plays({ T: ofGroup }, { [at.cancel]: cancels('T/A'), [at.bm]: opens('b', 'm'), [at.z]: opens('z') }),
    absent: (history) =>
      history.find(({ what, kind, task }) => what === 'cancel' && kind === 'info' && task === 'T/A')
        ? 'a group hands out no way to cancel one child'
        : undefined,
    premise: (history) => ({
      'both children and the body stood at their gates': standing(
        history,
        { 'T/A': 'a', 'T/B': 'b', T: 'm' },
        cancelOf(history, 'T/A'),
      ),
      'the cancel arrived at A': deliveredTo(history.after(cancelOf(history, 'T/A')), 'T/A'),
    }),
    claims: [
      endedBy(at.cancel, 'T/A'),
      childNotCompleted,
      ...on(
        [untold(at.cancel, 'T/B', 'T'), siblingReturns, notedBy('T', 'group-done', at.bm), noneOf(['T', 'caught'])],
        ...goesOn,
      ),
      ...on([toldBy(at.cancel, 'T/B', 'T'), notedBy('T', 'caught', at.bm), groupTellsOfIt], 'ends-group'),
      completes('T', 7),
    ],
  },

  'all-ends-or-goes-on-as-declared': {
    atEveryHop: true,
    workload: plays(
      { J: [{ gate: 'j' }], T: ofAll },
      { [at.cancel]: cancels('J'), [at.b]: opens('b'), [at.z]: opens('z') },
    ),
    premise: (history) => ({
      'J was settled, and did not complete': history.result('J') && endingOf(history, 'J') !== 'completed',
      'the child that waits for J ended with it': history.before(at.cancel).ended('T/0'),
      'the other child had started': standing(history, { 'T/1': 'b' }, cancelOf(history, 'J')),
    }),
    claims: [
      ...on(
        [
          notedBy('T', 'caught', at.cancel),
          ...[toldBy(at.cancel, 'T/1'), inOrder(['T/1', 'clean-b'], ['T', 'caught'])].map((one) =>
            where('group.kind', ['structured'], one),
          ),
        ],
        'by-primitive',
        'ends-group',
      ),
      ...on([untold(at.cancel, 'T/1'), notedBy('T', 'all-done', at.b), noneOf(['T', 'caught'])], 'continue'),
      completes('T', 7),
    ],
  },
};
