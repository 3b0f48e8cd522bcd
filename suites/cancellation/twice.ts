import { type Claim, claim, type Event, type History, type Program, seen } from '../../harness/index.ts';
import { type Cases, linesNamed, oneTerminalEvent, tally, type Workload } from './claims.ts';
import { otherAnswer, wanted, wantedText } from './declared.ts';
import { answered, cancelOf, stood, unstarted } from './facts.ts';
import { cleansUp, defersCleanup, runs, waits } from './programs.ts';

/** Two cancels while the task cleans up, and a third when its outcome is out. */
const thrice =
  (program: Program): Workload =>
  async (lab) => {
    await lab.coordinator();
    lab.submit('T', program);
    await lab.quiesce();
    lab.cancel('T');
    await lab.quiesce();
    lab.cancel('T');
    await lab.quiesce();
    lab.open('fin');
    await lab.quiesce();
    lab.cancel('T');
  };

/** The second cancel came after the one line and before the other. */
function between(history: History, begun: string, done: string): Event | undefined {
  const second = cancelOf(history, 'T', 1);
  const until = history.before(second);
  return linesNamed(until, 'T', begun).length > 0 && linesNamed(until, 'T', done).length === 0 ? second : undefined;
}

/** Only where a cancel is delivered as an edge; a level is raised again at every wait. */
export const deliveredOnce = (task: string): Claim =>
  claim(
    ({ dialect }) =>
      dialect.is('cancel.second', 'escalate') ? `${task} is told` : `the cancellation is delivered to ${task} once`,
    (history, { dialect }) => {
      const told = history.journal(task, 'told');
      if (told.length < 2 || !dialect.is('cancel.trigger', 'edge') || dialect.is('cancel.second', 'escalate'))
        return undefined;
      return seen(
        `it was delivered ${tally(told.length)}, for ${history.calls('cancel', task).length} cancels`,
        ...told,
      );
    },
  );

/** A harder second stage may cut the cleanup short; else it runs to its end, once. */
export const ranOnce = (task: string, begun: string, done: string): Claim =>
  claim(`the cleanup of ${task} runs once, from "${begun}" to "${done}"`, (history, { dialect }) => {
    const [first, last] = [linesNamed(history, task, begun), linesNamed(history, task, done)];
    const least = dialect.is('cancel.second', 'escalate') ? 0 : 1;
    if (first.length === 1 && last.length <= 1 && last.length >= least) return undefined;
    return seen(`"${begun}" ${tally(first.length)}, "${done}" ${tally(last.length)}`, ...first, ...last);
  });

/** Answered as a second cancel, or as one of an ended task where the outcome was out when the call was made. */
const secondAnswer = (index: number): Claim =>
  claim(
    ({ dialect }) => `the second cancel gives ${wantedText(dialect, 'cancel.second')}`,
    (history, { dialect }) => {
      const until = history.before(cancelOf(history, 'T', index));
      const out = until.result('T') ?? until.terminal('T')[0];
      const wants = [wanted(dialect, 'cancel.second'), ...(out ? [wanted(dialect, 'cancel.terminal')] : [])];
      return otherAnswer(history, history.call('cancel', 'T', index), dialect, ...wants);
    },
  );

/** The outcome is out: a cancel then is one of an ended task. */
export const lastAnswer = (index: number): Claim =>
  claim(
    ({ dialect }) => `the cancel after the end gives ${wantedText(dialect, 'cancel.terminal')}`,
    (history, { dialect }) =>
      otherAnswer(history, history.call('cancel', 'T', index), dialect, wanted(dialect, 'cancel.terminal')),
  );

/** CAN-10: the second cancel of a task changes nothing. */
export const twice: Cases = {
  'during-cleanup': {
    workload: thrice(cleansUp),
    premise: (history) => ({
      'the second cancel came during the cleanup': between(history, 'cleanup', 'cleaned'),
      'all calls were answered': history.calls('cancel', 'T').every(answered),
    }),
    claims: [
      deliveredOnce('T'),
      ranOnce('T', 'cleanup', 'cleaned'),
      oneTerminalEvent('T'),
      secondAnswer(1),
      lastAnswer(2),
    ],
  },

  'registered-cleanup-runs-once': {
    atEveryHop: true,
    workload: thrice(defersCleanup),
    premise: (history) => ({
      'the second cancel came during the cleanup': between(history, 'd1', 'd2'),
    }),
    claims: [ranOnce('T', 'd1', 'd2'), oneTerminalEvent('T')],
  },

  'a-queued-task-twice': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 1 });
      lab.submit('A', waits('a'));
      lab.submit('B', runs);
      await lab.quiesce();
      lab.cancel('B');
      await lab.quiesce();
      lab.cancel('B');
      await lab.quiesce();
      lab.open('a');
    },
    premise: (history) => ({
      'A stood at its gate when B was cancelled': stood(history, 'A', 'a', cancelOf(history, 'B')),
      'B had not started': unstarted(history, 'B', cancelOf(history, 'B')),
      'B settled or its terminal event came': history.result('B') ?? history.terminal('B')[0],
    }),
    claims: [
      oneTerminalEvent('B'),
      claim(
        ({ dialect }) =>
          `the second cancel gives ${wantedText(dialect, 'cancel.second')} or ${wantedText(dialect, 'cancel.terminal')}`,
        (history, { dialect }) =>
          otherAnswer(
            history,
            history.call('cancel', 'B', 1),
            dialect,
            wanted(dialect, 'cancel.second'),
            wanted(dialect, 'cancel.terminal'),
          ),
      ),
    ],
  },
};
