import {
  claim,
  type Conduct,
  describe,
  type Event,
  firstOf,
  type History,
  type Lab,
  missing,
  type Program,
  refuted,
  seen,
} from '../../harness/index.ts';
import { type Cases, never, type Workload } from './claims.ts';
import { cancelOf, lentLine, notedWithin } from './facts.ts';

/** How long the cleanup sleeps, ms. */
const nap = 20;

/** Where a cancellation is raised again at every wait, a cleanup waits inside a shield. */
const sheltered = (lab: Lab, steps: Program): Program =>
  lab.dialect.is('cancel.trigger', 'level') ? [{ shield: steps }] : steps;

const sleeps =
  (make: (steps: Program) => Program): Workload =>
  async (lab) => {
    await lab.coordinator();
    lab.submit('T', make(sheltered(lab, [{ sleep: nap }, { note: 'goodbye' }])));
    await lab.quiesce();
    lab.cancel('T');
    await lab.quiesce('cancelled');
    await lab.advance(nap - 1);
    await lab.quiesce('before');
    await lab.advance(1);
    await lab.quiesce('due');
    lab.open('g');
  };

const premise =
  (step: string, begun: (history: History) => boolean): Conduct['premise'] =>
  (history) => ({
    'the cleanup began at the cancel': begun(history.after(cancelOf(history, 'T')).before('cancelled')),
    [`the cleanup called the lent ${step}`]: lentLine(history, 'T', step, 'call') ?? unshielded(history),
  });

const inFinally = (history: History): boolean => history.journal('T', 'cleanup').length > 0;

/** In real time a timer of 20 ms may well be seen 19 ms after something else: only the upper bound is judged there. */
const wakes = claim(`the lent sleep in the cleanup ends after ${nap} ms`, (history, { mode }) => {
  const soon = mode === 'virtual' ? notedWithin(history.before('before'), 'T', 'goodbye') : undefined;
  return firstOf(
    refuted(soon, `it ended after ${nap - 1} ms or less`),
    missing(notedWithin(history.before('due'), 'T', 'goodbye'), broken(history, 'sleep'), history.mark('due')),
  );
});

/** CAN-17: a cancelled task can still wait while it cleans up. */
export const cleanupWork: Cases = {
  'a-lent-sleep-in-finally': {
    atEveryHop: true,
    workload: sleeps((steps) => [{ try: { body: [{ gate: 'g' }, { note: 'after' }], finally: steps } }]),
    premise: premise('sleep', inFinally),
    claims: [
      wakes,
      never('T', 'after'),
      claim('the body of T ends after its cleanup', (history) => {
        const [end, goodbye] = [history.ended('T'), notedWithin(history, 'T', 'goodbye')];
        return end && goodbye && end.seq > goodbye.seq ? undefined : seen('it ended before', end, goodbye);
      }),
    ],
  },

  'a-lent-hold-in-finally': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      const held = sheltered(lab, [{ hold: { name: 'r', body: [{ note: 'goodbye' }] } }]);
      lab.submit('T', [{ try: { body: [{ gate: 'g' }, { note: 'after' }], finally: held } }]);
      await lab.quiesce();
      lab.cancel('T');
      await lab.quiesce('cancelled');
      lab.open('g');
    },
    premise: premise('hold', inFinally),
    claims: [
      claim('the lent hold in the cleanup is given at the next rest', (history) => {
        const until = history.before('cancelled');
        return missing(notedWithin(until, 'T', 'goodbye'), broken(until, 'hold'), history.mark('cancelled'));
      }),
      never('T', 'after'),
    ],
  },

  'a-lent-sleep-in-registered-cleanup': {
    atEveryHop: true,
    workload: sleeps((steps) => [{ defer: [{ note: 'd1' }, ...steps] }, { gate: 'g' }, { note: 'after' }]),
    premise: premise('sleep', (history) => history.noted('T', 'd1') !== undefined),
    claims: [wakes, never('T', 'after')],
  },
};

/** The shield that the cleanup would need is not there. */
const unshielded = (history: History): Event | undefined =>
  history.journal('T', 'unsupported').find(({ value }) => value === 'shield');

/** `the lent sleep failed with AbortError: …`, or that it had not ended. */
function broken(history: History, step: string): string {
  if (unshielded(history)) return 'waits are cancelled again and again, and no shield is lent';
  const fail = lentLine(history, 'T', step, 'fail')?.value as { readonly error?: unknown } | undefined;
  return fail ? `the lent ${step} failed: ${describe(fail.error)}` : `the lent ${step} had not ended`;
}
