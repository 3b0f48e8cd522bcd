import {
  claim,
  type Context,
  type Contradiction,
  describe,
  firstOf,
  type History,
  type Lab,
  refuted,
  seen,
  type Stock,
} from '../../harness/index.ts';
import { answered, type Cases, pendingAt, runText } from './claims.ts';
import { answer, entered, entries, gates, item, openEach, settled, three, told, longAfter } from './runs.ts';

/** Of the run, in ms; real time needs some for the first wave. */
const limitOf = (lab: Lab): number => (lab.mode === 'virtual' ? 70 : 2_000);

/** TOK-14: a run whose time is up. */
export const limits: Cases = {
  'limit-in-the-second-wave': {
    workload: async (lab) => {
      await begin(lab);
      await openEach(lab, '1.1', '1.2');
      if (lab.mode === 'virtual') await lab.advance(limitOf(lab) - 1);
      await lab.quiesce('before');
      await lab.advance(lab.mode === 'virtual' ? 1 : limitOf(lab));
      await lab.quiesce('at the limit');
      await openEach(lab, '2.1', '2.2', '3.1', '3.2');
      await longAfter(lab);
      lab.tokens.reread('R');
    },
    premise: (history, { mode }) => ({
      'both items of wave 1 had ended':
        history.before('before').ended('R/1.1') && history.before('before').ended('R/1.2'),
      'wave 2 had started': entered(history.before('before'), 'R', '2.1'),
      'nothing had come of the limit before it was reached':
        mode !== 'virtual' || (!settled(history.before('before'), 'R') && !told(history.before('before'), 'R', '2.1')),
    }),
    claims: [
      claim('the run ends as timed out, and no item of wave 3 begins', (history, context) =>
        firstOf(
          refuted(entered(history, 'R', '3.1') ?? entered(history, 'R', '3.2'), 'an item of wave 3 began'),
          wrongTag(history, context),
        ),
      ),
      claim(
        ({ dialect }) =>
          dialect.is('timeout.settle', 'early')
            ? 'it is answered at the limit, with the waves completed by then'
            : 'it is answered when the items of wave 2 have ended, as after a cancel',
        (history, context) => (context.dialect.is('timeout.settle', 'early') ? early(history) : late(history, context)),
      ),
      claim('the answer does not change afterwards', (history) => {
        const [first, last] = [history.all('waves.says')[0], history.all('waves.says').at(-1)];
        return first?.value === last?.value
          ? undefined
          : seen(`it read ${describe(first?.value)}, and later ${describe(last?.value)}`, first, last);
      }),
    ],
  },

  'limit-not-reached': {
    workload: async (lab) => {
      await begin(lab);
      await lab.advance(10);
      await openEach(lab, ...gates);
      lab.own.count('ended');
      await longAfter(lab);
    },
    premise: (history) => ({ 'all six items began': entries(history, 'R').length === 6 }),
    claims: [
      claim('the run completes with six results', (history) =>
        answered(history, 'R', { ending: 'completed', last: 3, items: gates }),
      ),
      claim('no timer of the run waits once it has ended', (history) => {
        const count = history.all('kit.count')[0];
        const { timers } = (count?.value ?? { timers: 0 }) as Stock;
        return timers > 0 ? seen(`${timers} waited`, count) : undefined;
      }),
    ],
  },
};

async function begin(lab: Lab): Promise<void> {
  await lab.coordinator();
  lab.tokens.run('R', three, item, { timeout: limitOf(lab) });
  await lab.quiesce();
}

/** The words of the declared way to report a timeout. */
const tags: Readonly<Record<string, string>> = { 'timed-out': 'timeout', failed: 'failed', cancelled: 'cancelled' };

function wrongTag(history: History, { dialect }: Context): Contradiction | undefined {
  const tag = tags[dialect.value('outcome.timeout')];
  return answer(history, 'R')?.ending === tag
    ? undefined
    : seen(`the run was answered with ${runText(history, 'R')}`, settled(history, 'R') ?? history.last);
}

function early(history: History): Contradiction | undefined {
  return settled(history.before('at the limit'), 'R')
    ? answered(history, 'R', { last: 1, items: ['1.1', '1.2'] })
    : seen('it was pending at its limit', history.mark('at the limit'));
}

/** Items that are told end at once; others run to their end, and count where they make up a whole wave. */
function late(history: History, { dialect, mode }: Context): Contradiction | undefined {
  const both = entered(history.before('at the limit'), 'R', '2.2') !== undefined;
  const interrupts = dialect.is('token.checkpoint', 'await');
  const whole = !interrupts && (both || dialect.is('token.checkpoint', 'wave', 'wave+final'));
  const untold = interrupts && mode === 'virtual' && !told(history.before('at the limit'), 'R', '2.1');
  return (
    (untold ? seen('item 2.1 was not told at the limit', history.mark('at the limit')) : undefined) ??
    (interrupts ? undefined : pendingAt(history, 'R', 'at the limit')) ??
    answered(
      history,
      'R',
      whole ? { last: 2, items: ['1.1', '1.2', '2.1', '2.2'] } : { last: 1, items: ['1.1', '1.2'] },
    )
  );
}
