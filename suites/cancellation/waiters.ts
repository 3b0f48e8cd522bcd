import { type Call, claim, firstOf, forEach, type History, seen } from '../../harness/index.ts';
import { type Cases, resultText, settledBy } from './claims.ts';
import { cancelOf, reached } from './facts.ts';
import { waits } from './programs.ts';

const early = ['w1', 'w2', 'w3'] as const;

/** CAN-26: whoever waits for a cancelled task is answered. */
export const waiters: Cases = {
  'the-result-settles': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', waits('g'));
      await lab.quiesce();
      lab.cancel('T');
      await lab.quiesce('cancelled');
    },
    premise: (history) => ({
      'T was told and its body has ended': reached(history, 'T') && history.ended('T'),
    }),
    claims: [settledBy('T', 'cancelled')],
  },

  'waiters-before-and-after': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', waits('g'));
      await lab.quiesce();
      for (const waiter of early) lab.wait(waiter, 'T');
      await lab.quiesce();
      lab.cancel('T');
      await lab.quiesce();
      lab.wait('w4', 'T');
    },
    premise: (history) => ({
      'three waited before the cancel': early.every((who) =>
        isPending(waitOf(history.before(cancelOf(history, 'T')), who)),
      ),
      "T's body has ended": history.ended('T'),
      'the fourth asked after that': waitOf(history.after(history.ended('T')), 'w4')?.invoke,
    }),
    claims: [
      claim('all four waiters are answered, all in the same way', (history) =>
        forEach([...early, 'w4'], (who) => {
          const [mine, first] = [waitOf(history, who), waitOf(history, 'w1')];
          const answer = mine?.answer;
          return firstOf(
            answer ? undefined : seen(`${who} was still pending at rest`, mine?.invoke),
            answer && first?.answer && history.endingOf(answer, 'result') !== history.endingOf(first.answer, 'result')
              ? seen(`${who} ${resultText(answer)}, w1 ${resultText(first.answer)}`, answer, first.answer)
              : undefined,
          );
        }),
      ),
    ],
  },
};

const waitOf = (history: History, waiter: string): Call | undefined =>
  history.calls('wait', 'T').find(({ invoke }) => invoke.who === waiter);

const isPending = (call: Call | undefined): boolean => call !== undefined && call.answer === undefined;
