import { type Claim, claim, describe, type Program, seen } from '../../harness/index.ts';
import { accepted, cancelOf, lentLine, reached } from '../cancellation/facts.ts';
import { type Cases, inOrder, noneOf, notCompleted, notedBy, notYet } from './claims.ts';
import { findError, hasReason, inDiagnostics, inResults } from './errors.ts';
import { before, failureIn, standing, threw } from './facts.ts';
import { cancels, opens, plays } from './moves.ts';

const five = [1, 2, 3, 4, 5];
const at = { a: 'once a is open', cancel: 'after the cancel', clean: 'once clean is open', h: 'once h is open' };
const cleanAt = (number: number): string => `once clean-${number} is open`;

const child = (number: number): Program => [
  {
    try: {
      body: [{ gate: `c${number}` }],
      finally: [{ note: `in-${number}` }, { gate: `clean-${number}` }, { note: `cleaned-${number}` }],
    },
  },
];

const ends = (bodies: readonly Program[]): Program => [
  { try: { body: [{ all: bodies }], finally: [{ note: 'all-ended' }] } },
];

/** What T is told, or the result of T: the reason that was given to its cancel, and none of the group's own. */
const ownReason: Claim = claim('the reason that is read on T is "x"', (history, { offer }) => {
  if (!offer['cancel.reason']) return undefined;
  const told = history.journal('T', 'told').at(0)?.value;
  const result = history.result('T');
  return hasReason(told, 'x') || hasReason(result?.value, 'x')
    ? undefined
    : seen(`T was told ${describe(told)} and rejected with ${describe(result?.value)}`, result ?? history.last);
});

/** A group that fails while it is told to: the owner is asked to stop during the abort. */
export const aborting: Program = [
  {
    try: {
      body: [
        {
          all: [
            [{ gate: 'a' }, { throw: 'E' }],
            [{ try: { body: [{ gate: 'b' }], finally: [{ note: 'in-b' }, { gate: 'clean' }] } }],
          ],
        },
      ],
      catch: { failed: [{ note: 'caught' }], cancelled: [{ note: 'caught' }] },
    },
  },
  { gate: 'h' },
  { note: 'after' },
  { return: 1 },
];

/** PAT-07: a cancel from outside is the owner's own affair. */
export const owner: Cases = {
  'owner-stops-after-its-children': {
    atEveryHop: true,
    workload: plays(
      { T: [...ends(five.map(child)), { note: 'after' }] },
      {
        [at.cancel]: cancels('T', 'x'),
        ...Object.fromEntries(five.map((number) => [cleanAt(number), opens(`clean-${number}`)])),
      },
    ),
    premise: (history) => ({
      'five children stood at their gates': standing(
        history,
        Object.fromEntries(five.map((number) => [`T/${number - 1}`, `c${number}`])),
        cancelOf(history, 'T'),
      ),
      'the cancel call was not refused': accepted(history, history.call('cancel', 'T')),
    }),
    claims: [
      ...five.map((number) => notedBy(`T/${number - 1}`, `in-${number}`, at.cancel)),
      ...[at.cancel, ...five.slice(0, 4).map(cleanAt)].map((mark) => notYet('T', 'all-ended', mark)),
      ...five.map((number) => inOrder([`T/${number - 1}`, `cleaned-${number}`], ['T', 'all-ended'])),
      noneOf(['T', 'after']),
      notCompleted('T'),
      ownReason,
    ],
  },

  'a-cancel-during-the-abort-is-kept': {
    atEveryHop: true,
    workload: async (lab) => {
      await plays({ control: aborting, T: aborting }, { [at.a]: opens('a') })(lab);
      lab.cancel('T');
      await lab.quiesce(at.cancel);
      lab.open('clean');
      await lab.quiesce(at.clean);
      lab.open('h');
    },
    premise: (history) => ({
      'the cleanup of a child had begun when T was cancelled': before(
        history.noted('T/1', 'in-b'),
        cancelOf(history, 'T'),
      ),
      'the cancel call was not refused': accepted(history, history.call('cancel', 'T')),
      'the same body goes on when it is not cancelled':
        history.noted('control', 'after') && history.result('control')?.value === 1,
    }),
    claims: [noneOf(['T', 'after']), notCompleted('T')],
  },

  'an-error-thrown-meanwhile-is-kept': {
    atEveryHop: true,
    workload: plays(
      { T: ends([[{ try: { body: [{ gate: 'b' }], finally: [{ throw: 'E' }] } }], [{ gate: 'c' }]]) },
      { [at.cancel]: cancels('T') },
    ),
    premise: (history) => ({
      'both children stood at their gates': standing(history, { 'T/0': 'b', 'T/1': 'c' }, cancelOf(history, 'T')),
      'the cancel arrived, and E was thrown after it':
        reached(history, 'T/0', cancelOf(history, 'T')) && threw(history.after(cancelOf(history, 'T')), 'T/0'),
    }),
    claims: [
      notCompleted('T'),
      claim('E can be found in what `all` or T rejects with, or in a diagnostic', (history) =>
        findError(failureIn(history, 'T', 'all'), 'E') !== undefined ||
        inResults(history, 'E', 'T') ||
        inDiagnostics(history, 'E')
          ? undefined
          : seen(
              `\`all\` rejected with ${describe(failureIn(history, 'T', 'all'))}, T with ${describe(history.result('T')?.value)}`,
              lentLine(history, 'T', 'all', 'fail'),
              history.result('T'),
            ),
      ),
    ],
  },
};
