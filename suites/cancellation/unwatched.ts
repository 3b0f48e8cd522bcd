import { answerOf, answerText, claim, describe, type History, refuted, seen } from '../../harness/index.ts';
import { type Cases, journalText, neverRuns, resultText } from './claims.ts';
import { cancelOf, openingOf, reached, stood, unstarted } from './facts.ts';
import { goesOn, runs, waits } from './programs.ts';

const tidy = [{ try: { body: goesOn('g'), finally: [] } }];

const cancelAnswersAlike = (control: string, task: string) =>
  claim(`the cancel of ${task}, which has no client, answers as that of ${control}, which has one`, (history) => {
    const [with_, without] = [history.call('cancel', control), history.call('cancel', task)];
    const text = (call: typeof with_) => answerText(call, describe);
    return answerOf(with_) === answerOf(without)
      ? undefined
      : seen(`it ${text(without)}; with a client it ${text(with_)}`, without?.answer ?? without?.invoke);
  });

const settlesAlike = (control: string, task: string) =>
  claim(`the result of ${task} ends as that of ${control} does`, (history) =>
    history.ending(task) === history.ending(control)
      ? undefined
      : seen(
          `the result of ${task} ${resultText(history.result(task))}, that of ${control} ${resultText(history.result(control))}`,
          history.result(task) ?? history.ended(task) ?? cancelOf(history, task),
        ),
  );

const queriedState = (history: History, task: string): unknown => {
  const answer = history.all('query', task, 'ok').at(-1);
  return answer && history.endingOf(answer, 'query');
};

/** CAN-13: a cancel needs no audience. */
export const unwatched: Cases = {
  'a-running-task-nobody-watches': {
    atEveryHop: true,
    unwatched: true,
    workload: async (lab) => {
      for (const task of ['T0', 'T']) {
        await lab.coordinator();
        lab.submit(task, tidy);
        if (task === 'T0') lab.subscribe('c', task);
        await lab.quiesce();
        lab.cancel(task);
        await lab.quiesce();
        lab.query(task);
        await lab.quiesce();
      }
      lab.open('g');
    },
    premise: (history) => ({
      'T0, which had a client, was told': reached(history.before(openingOf(history, 'g')), 'T0'),
      'T stood at its gate when it was cancelled': stood(history, 'T', 'g'),
    }),
    claims: [
      cancelAnswersAlike('T0', 'T'),
      claim('the journal of T is that of T0', (history) => {
        const [t0, t] = [journalText(history, 'T0'), journalText(history, 'T')];
        return t === t0 ? undefined : seen(`T: ${t}; T0: ${t0}`, history.journal('T').at(-1));
      }),
      settlesAlike('T0', 'T'),
      claim('the query tells the same end of T as of T0', (history) =>
        queriedState(history, 'T') === queriedState(history, 'T0')
          ? undefined
          : seen(
              `it says ${describe(queriedState(history, 'T'))} of T and ${describe(queriedState(history, 'T0'))} of T0`,
              history.all('query', 'T', 'ok').at(-1),
            ),
      ),
      claim('no error that nobody catches', (history) => {
        const stray = history.all('stray')[0];
        return refuted(stray, `${stray?.who}: ${describe(stray?.value)}`);
      }),
    ],
  },

  'a-queued-task-nobody-watches': {
    atEveryHop: true,
    unwatched: true,
    unfinished: ['A0'],
    workload: async (lab) => {
      for (const [first, second] of [
        ['A0', 'B0'],
        ['A', 'B'],
      ] as const) {
        await lab.coordinator({ concurrency: 1 });
        lab.submit(first, waits(first.toLowerCase()));
        lab.submit(second, runs);
        if (second === 'B0') lab.subscribe('c', second);
        await lab.quiesce();
        lab.cancel(second);
        await lab.quiesce();
      }
      lab.open('a');
    },
    premise: (history) => ({
      'B0, which had a client, settled': history.result('B0'),
      'A stood at its gate when B was cancelled': stood(history, 'A', 'a', cancelOf(history, 'B')),
      'B had not started': unstarted(history, 'B', cancelOf(history, 'B')),
    }),
    claims: [cancelAnswersAlike('B0', 'B'), settlesAlike('B0', 'B'), neverRuns('B')],
  },
};
