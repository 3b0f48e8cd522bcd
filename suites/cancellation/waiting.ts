import { claim, firstOf, type History, missing, type Program, refuted } from '../../harness/index.ts';
import { type Cases, journalText } from './claims.ts';
import { cancelOf, notedWithin, returned, waitsIn } from './facts.ts';

/** Longer than anything else in these cases, ms. */
const long = 10_000;

const endsAtOnce = claim('the body of T ends at the next rest, not when its wait is over', (history) => {
  const until = history.before('cancelled');
  return missing(until.ended('T'), `it had not ended: ${journalText(until, 'T')}`, history.mark('cancelled'));
});

/** None of these lines, in the body or in a part of it that a primitive runs. */
const noneOf = (...texts: readonly string[]) =>
  claim(`no line ${texts.map((text) => `"${text}"`).join(' or ')} of T`, (history) =>
    firstOf(...texts.map((text) => refuted(notedWithin(history, 'T', text), `T noted "${text}"`))),
  );

const alone = (step: string, program: Program, texts: readonly string[], inside?: string): Cases[string] => ({
  atEveryHop: true,
  workload: async (lab) => {
    await lab.coordinator();
    lab.submit('T', program);
    await lab.quiesce();
    lab.cancel('T');
    await lab.quiesce('cancelled');
  },
  premise: (history) => ({
    [`T waited in the lent ${step}`]: waitsIn(history, 'T', step, cancelOf(history, 'T')),
    'the cancel call returned': returned(history, history.call('cancel', 'T')),
    ...(inside ? { 'its inner body had begun': notedWithin(history.before(cancelOf(history, 'T')), 'T', inside) } : {}),
  }),
  claims: [endsAtOnce, noneOf(...texts)],
});

/** A holds what T waits for, and gives it back only after T was cancelled. */
const behind = (step: string, holder: Program, program: Program, texts: readonly string[]): Cases[string] => ({
  atEveryHop: true,
  workload: async (lab) => {
    await lab.coordinator({ concurrency: 2 });
    lab.submit('A', holder);
    await lab.quiesce();
    lab.submit('T', program);
    await lab.quiesce();
    lab.cancel('T');
    await lab.quiesce('cancelled');
    lab.open('a');
  },
  premise: (history) => ({
    'A had it': hasIt(history),
    [`T waited in the lent ${step}`]: waitsIn(history, 'T', step, cancelOf(history, 'T')),
  }),
  claims: [endsAtOnce, noneOf(...texts)],
});

const hasIt = (history: History) => notedWithin(history.before(cancelOf(history, 'T')), 'A', 'has it');

/** CAN-25: a wait in what the coordinator lends is a wait that a cancel ends. */
export const waiting: Cases = {
  'in-a-sleep': alone('sleep', [{ sleep: long }, { note: 'after' }], ['after']),
  'in-a-time-limit': alone(
    'within',
    [{ within: { ms: long, body: [{ note: 'inside' }, { gate: 'x' }, { note: 'in' }] } }, { note: 'after' }],
    ['in', 'after'],
    'inside',
  ),
  'in-a-held-section': behind(
    'hold',
    [{ hold: { name: 'r', body: [{ note: 'has it' }, { gate: 'a' }] } }],
    [{ hold: { name: 'r', body: [{ note: 'in' }] } }, { note: 'after' }],
    ['in', 'after'],
  ),
  'in-an-acquire': behind(
    'acquire',
    [{ acquire: 'r' }, { note: 'has it' }, { gate: 'a' }],
    [{ acquire: 'r' }, { note: 'in' }],
    ['in'],
  ),
};
