import { claim, describe, type Program, seen } from '../../harness/index.ts';
import { cancelOf, lentLine } from '../cancellation/facts.ts';
import { type Cases, completes, noneOf, notedBy, pendingAt, toldBy, untold } from './claims.ts';
import { before, deliveredTo, standing } from './facts.ts';
import { cancels, opens, plays } from './moves.ts';

const at = { cancel: 'after the cancel', g: 'once g is open', h: 'once h is open', z: 'once z is open' };

const short = (name: string): Program => [
  { scope: { name, body: [{ return: 1 }] } },
  { note: 'after' },
  { gate: 'z' },
  { return: 2 },
];
const long: Program = [{ scope: { name: 'control', body: [{ try: { body: [{ gate: 'never' }], finally: [] } }] } }];

/** A scope that was cancelled may tell so by an error: who handles it goes on, and finds that the task is not cancelled. */
const handled = (name: string, body: Program): Program => [
  { try: { body: [{ scope: { name, body } }], catch: { cancelled: [] } } },
  { check: 'throw' },
];

/** A value that names it, in a word, or as a property that is true; or an error that does. */
const saysCancelled = claim('the answer of the scope says that it was cancelled', (history) => {
  const line = lentLine(history, 'T', 'scope', 'ok') ?? lentLine(history, 'T', 'scope', 'fail');
  const { value, error } = (line?.value ?? {}) as { readonly value?: unknown; readonly error?: unknown };
  return /cancel|abort|interrupt/i.test(describe(error ?? value))
    ? undefined
    : seen(`it answered ${describe(error ?? value)}`, line ?? history.last);
});

/** PAT-24: a part is stopped, and the whole goes on. */
export const scopes: Cases = {
  'only-the-scope-is-cancelled': {
    atEveryHop: true,
    workload: plays(
      {
        T: [
          ...handled('s', [{ try: { body: [{ gate: 'g' }, { note: 'after-g' }], finally: [{ note: 'clean' }] } }]),
          { note: 'after' },
          { gate: 'z' },
          { return: 1 },
        ],
      },
      { [at.cancel]: cancels('s'), [at.g]: opens('g'), [at.z]: opens('z') },
    ),
    premise: (history) => ({
      'the work in the scope stood at its gate when that was cancelled': standing(
        history,
        { T: 'g' },
        cancelOf(history, 's'),
      ),
    }),
    claims: [
      toldBy(at.cancel, 'T'),
      notedBy('T', 'clean', at.cancel),
      notedBy('T', 'after', at.cancel),
      pendingAt('T', at.cancel),
      saysCancelled,
      noneOf(['T', 'after-g']),
      completes('T', 1),
    ],
  },

  'a-cancel-after-the-end-does-nothing': {
    atEveryHop: true,
    unfinished: ['C'],
    workload: async (lab) => {
      await plays({ C: long, T: short('s') })(lab);
      lab.cancel('control');
      lab.cancel('s');
      await lab.quiesce(at.cancel);
      lab.open('z');
      await lab.quiesce(at.z);
    },
    premise: (history) => ({
      'the scope had ended when it was cancelled':
        before(history.noted('T', 'after'), cancelOf(history, 's')) && cancelOf(history, 's'),
      'the cancel call has an answer': history.call('cancel', 's')?.answer,
      'the same cancel ends work that is in its scope': deliveredTo(history.before(at.cancel), 'C'),
    }),
    claims: [untold(at.cancel, 'T'), completes('T', 2)],
  },

  'an-inner-scope-leaves-the-outer-alone': {
    atEveryHop: true,
    workload: plays(
      {
        T: [
          {
            scope: {
              name: 'o',
              body: [...handled('i', [{ gate: 'g' }]), { note: 'between' }, { gate: 'h' }, { note: 'after-h' }],
            },
          },
          { note: 'after' },
          { return: 3 },
        ],
      },
      { [at.cancel]: cancels('i'), [at.h]: opens('h') },
    ),
    premise: (history) => ({
      'the work in the inner scope stood at its gate when that was cancelled': standing(
        history,
        { T: 'g' },
        cancelOf(history, 'i'),
      ),
    }),
    claims: [
      notedBy('T', 'between', at.cancel),
      pendingAt('T', at.cancel),
      notedBy('T', 'after-h', at.h),
      notedBy('T', 'after', at.h),
      completes('T', 3),
    ],
  },
};
