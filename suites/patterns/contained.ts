import type { Program } from '../../harness/index.ts';
import { cancelOf, returned } from '../cancellation/facts.ts';
import {
  type Cases,
  completes,
  endedBy,
  exactly,
  noneOf,
  notCompleted,
  notedBy,
  notYet,
  pendingAt,
  toldBy,
} from './claims.ts';
import { before, openingOf, standing } from './facts.ts';
import { limited } from './nested.ts';
import { cancels, opens, plays, waits } from './moves.ts';

const at = { t9: 'at 9 ms', t10: 'at 10 ms', h: 'once h is open', g: 'once g is open', cancel: 'after the cancel' };

const body: Program = [
  ...limited(10, [{ gate: 'g' }, { note: 'after-g' }], 'caught'),
  { gate: 'h' },
  { note: 'after' },
  { return: 5 },
];

/** PAT-18: a scope that has timed out is over, and its task is not. */
export const contained: Cases = {
  'work-after-the-scope-runs': {
    workload: plays({ T: body }, { [at.t9]: waits(9), [at.t10]: waits(1), [at.h]: opens('h'), [at.g]: opens('g') }),
    premise: (history) => ({ 'the body stood at its gate': standing(history, { T: 'g' }, at.t9) }),
    claims: [
      exactly(notYet('T', 'caught', at.t9)),
      notedBy('T', 'caught', at.t10),
      pendingAt('T', at.t10),
      notedBy('T', 'after', at.h),
      completes('T', 5),
      noneOf(['T', 'after-g']),
    ],
  },

  'a-later-cancel-is-delivered': {
    atEveryHop: true,
    workload: plays({ T: body }, { [at.t10]: waits(10), [at.cancel]: cancels('T'), [at.h]: opens('h') }),
    premise: (history) => ({
      'the timeout was caught before the cancel': before(history.noted('T', 'caught'), cancelOf(history, 'T')),
      'the cancel call returned while T waited':
        returned(history, history.call('cancel', 'T')) && before(cancelOf(history, 'T'), openingOf(history, 'h')),
    }),
    claims: [toldBy(at.cancel, 'T'), endedBy(at.cancel, 'T'), noneOf(['T', 'after']), notCompleted('T')],
  },
};
