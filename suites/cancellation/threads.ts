import { claim, describe, forEach, type History, type Lab, refuted, seen } from '../../harness/index.ts';
import { type Cases, resultText, secondTerminal } from './claims.ts';
import { endedAs, returned } from './facts.ts';

/** When a round kills its task: so many ms after that moment of its life. */
type Moment = readonly ['submit' | 'begun' | 'open', number];
const moments: readonly Moment[] = [
  ...Array.from({ length: 20 }, (_, n) => ['submit', Math.floor(n / 2)] as const),
  ...Array.from({ length: 10 }, (_, n) => ['begun', n % 3] as const),
  ...Array.from({ length: 10 }, (_, n) => ['open', n - 3] as const),
];
const rounds = moments.map((_, index) => `T${index + 1}`);

/** CAN-28: a killed body is gone before anything else is said or done. */
export const threads: Cases = {
  'the-slot-is-free-after-death': {
    unfinished: ['A'],
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 1 });
      lab.submit('A', [{ note: 'begun' }, { deaf: [{ gate: 'a' }] }, { note: 'late' }]);
      lab.submit('B', [{ note: 'ran' }, { gate: 'b' }]);
      await lab.until('A has begun', (history) => history.noted('A', 'begun') !== undefined);
      lab.barrier('A');
      await lab.quiesce('alive');
      lab.cancel('A');
      await lab.until('B has started', (history) => history.started('B') !== undefined);
      lab.barrier('A');
      lab.open('a');
      await lab.quiesce();
      lab.open('b');
    },
    premise: (history) => ({
      'A had begun at the cancel': history.before(history.call('cancel', 'A')?.invoke).noted('A', 'begun'),
      'the wire of A was alive': isAlive(history.before('alive'), 0),
      'the cancel call returned': returned(history, history.call('cancel', 'A')),
      'B started after the cancel': history.after(history.call('cancel', 'A')?.invoke).started('B'),
    }),
    claims: [
      claim('the thread of A has ended when B starts', (history) =>
        isAlive(history, 1)
          ? seen(
              'A still answered on its wire after B had started',
              history.started('B'),
              history.call('barrier', 'A', 1)?.answer,
            )
          : undefined,
      ),
      claim('no line of A after B has started', (history) => {
        const [line] = history
          .after(history.started('B'))
          .journal('A')
          .filter(({ what, value }) => !isDeath(what, value));
        return refuted(line, `A wrote "${line?.what} ${describe(line?.value ?? '')}"`);
      }),
    ],
  },

  'one-outcome-at-every-moment': {
    unfinished: ['K', ...rounds],
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('K', [{ gate: 'k' }]);
      await lab.until('K has started', (history) => history.started('K') !== undefined);
      lab.cancel('K');
      await lab.until('K has settled', (history) => history.result('K') !== undefined);
      for (const [index, moment] of moments.entries()) await round(lab, `T${index + 1}`, moment);
    },
    premise: (history) => ({
      'K, killed at its gate, has an outcome': history.result('K'),
      'a round was killed': rounds.some((task) => history.result(task) && !isCompleted(history, task)),
      'a round ended with its value': rounds.some((task) => isCompleted(history, task)),
    }),
    claims: [
      claim('each killed task ends as completed with 7, by a body that returned, or with the outcome of K', (history) =>
        forEach(rounds, (task) => oddEnd(history, task)),
      ),
      claim('at most one terminal event of each task for a client', (history) =>
        forEach(rounds, (task) => secondTerminal(history, task)),
      ),
    ],
  },
};

/** One task that is killed at that moment of its life. */
async function round(lab: Lab, task: string, [from, ms]: Moment): Promise<void> {
  const gate = task.toLowerCase();
  lab.submit(task, [{ note: 'begun' }, { gate }, { return: 7 }]);
  if (from !== 'submit') await lab.until(`${task} has begun`, (history) => history.noted(task, 'begun') !== undefined);
  if (from === 'open' && ms >= 0) lab.open(gate);
  await lab.pass(Math.abs(ms));
  lab.cancel(task);
  if (from === 'open' && ms < 0) lab.open(gate);
  await lab.until(`${task} has settled`, (history) => history.result(task) !== undefined);
  lab.open(gate);
}

const isAlive = (history: History, index: number): boolean =>
  history.call('barrier', 'A', index)?.answer?.value === true;
const isDeath = (what: string, value: unknown): boolean => what === 'end' && value === 'killed';
const isCompleted = (history: History, task: string): boolean => history.ending(task) === 'completed';

/** Neither what the body returned nor what cancelled tasks get. */
function oddEnd(history: History, task: string) {
  const result = history.result(task);
  if (!result) return seen(`the result of ${task} was still pending`, history.call('cancel', task)?.invoke);
  const fine = isCompleted(history, task)
    ? result.value === 7 && endedAs(history, task, 'returned') !== undefined
    : history.ending(task) === history.ending('K');
  return fine
    ? undefined
    : seen(`the result of ${task} ${resultText(result)}; that of K ${resultText(history.result('K'))}`, result);
}
