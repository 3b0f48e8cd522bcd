import {
  claim,
  type Contradiction,
  firstOf,
  forEach,
  type History,
  type Lab,
  refuted,
  seen,
} from '../../harness/index.ts';
import { answered, type Cases, completed, reasonIf, runText } from './claims.ts';
import { cleared, raised } from './flag.ts';
import { answer, cancelCall, cancelled, entered, item, settled } from './runs.ts';

const numbers = [1, 2, 3, 4, 5] as const;
/** In the order in which they are cancelled. */
const stopped = [2, 4, 1] as const;
const left = [3, 5] as const;

/** TOK-11: operations with tokens of their own. */
export const independent: Cases = {
  'five-runs': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      for (const n of numbers) {
        lab.tokens.make(`K${n}`);
        lab.tokens.run(`R${n}`, [1, 1], (wave) => item(wave + 10 * n, 1), { token: `K${n}` });
      }
      await lab.quiesce();
      await cancelSome(lab);
      for (const n of numbers) lab.open(`${10 * n + 1}.1`, `${10 * n + 2}.1`);
    },
    premise: (history) => ({
      'all five had begun before the first cancel': numbers.every((n) =>
        entered(history.before(firstCancel(history)), `R${n}`, '1.1'),
      ),
      'the cancels returned': stopped.every((n) => cancelled(history, `K${n}`)),
    }),
    claims: [
      claim('after each cancel only the tokens that were cancelled read cancelled', (history) => flags(history)),
      claim(
        'the three runs that were cancelled do not complete, start no second wave, and have their own reason',
        (history, context) =>
          forEach(stopped, (n) =>
            firstOf(
              completed(history, `R${n}`),
              refuted(entered(history, `R${n}`, '2.1'), `the second wave of R${n} began`),
              answer(history, `R${n}`) && answered(history, `R${n}`, reasonIf(context, `r${n}`)),
            ),
          ),
      ),
      claim('the other two complete with two results each', (history) =>
        forEach(left, (n) =>
          settled(history, `R${n}`)
            ? answered(history, `R${n}`, { ending: 'completed', items: ['1.1', '2.1'] })
            : seen(`R${n} was answered with ${runText(history, `R${n}`)}`, history.last),
        ),
      ),
    ],
  },

  'five-tasks': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      for (const n of numbers) {
        lab.tokens.make(`K${n}`);
        lab.submit(
          `T${n}`,
          [{ check: 'throw' }, { note: 'in' }, { gate: `g${n}` }, { check: 'throw' }, { note: 'after' }, { return: n }],
          { token: `K${n}` },
        );
      }
      await lab.quiesce();
      await cancelSome(lab);
      for (const n of numbers) lab.open(`g${n}`);
    },
    premise: (history) => ({
      'all five had begun before the first cancel': numbers.every((n) =>
        history.before(firstCancel(history)).noted(`T${n}`, 'in'),
      ),
      'the cancels returned': stopped.every((n) => cancelled(history, `K${n}`)),
    }),
    claims: [
      claim('the three tasks that were cancelled do not go on, and are not fulfilled', (history) =>
        forEach(stopped, (n) =>
          firstOf(
            refuted(history.noted(`T${n}`, 'after'), `T${n} went on`),
            history.ending(`T${n}`) === 'completed' ? seen(`T${n} was fulfilled`, history.result(`T${n}`)) : undefined,
          ),
        ),
      ),
      claim('the other two go on, and complete', (history) =>
        forEach(left, (n) =>
          history.noted(`T${n}`, 'after') && history.result(`T${n}`)?.value === n
            ? undefined
            : seen(`T${n} did not complete`, history.ended(`T${n}`) ?? history.last),
        ),
      ),
    ],
  },
};

const firstCancel = (history: History) => cancelCall(history, `K${stopped[0]}`);

async function cancelSome(lab: Lab): Promise<void> {
  for (const n of stopped) {
    lab.tokens.cancel(`K${n}`, `r${n}`);
    await lab.quiesce(`cancelled ${n}`);
    lab.tokens.read(...numbers.map((other) => `K${other}`));
  }
}

/** Each token is read after each of the cancels. */
function flags(history: History): Contradiction | undefined {
  for (const n of left) {
    const odd = raised(history, `K${n}`);
    if (odd) return seen(`K${n}, which nobody cancelled, read cancelled`, odd);
  }
  for (const n of stopped) {
    const early = raised(history.before(cancelCall(history, `K${n}`)), `K${n}`);
    if (early) return seen(`K${n} read cancelled before it was`, early);
    const found = cleared(history, `K${n}`);
    if (found) return found;
  }
  return undefined;
}
