import { claim, forEach, type History, refuted, describe } from '../../harness/index.ts';
import { type Cases, disturbance, runsUndisturbed } from './claims.ts';
import { cancelOf, reached, returned, stood, unstarted } from './facts.ts';
import { returns, waits } from './programs.ts';

const three = ['T1', 'T2', 'T3'] as const;
const gate = (task: string): string => task.toLowerCase();
const value = (task: string): number => Number(task.slice(1));

/** The task that the workload chose to cancel: the last one that had started. */
const chosen = (history: History): string => history.calls('cancel')[0]?.invoke.task ?? three[0];
const others = (history: History): readonly string[] => three.filter((task) => task !== chosen(history));

/** CAN-02: what one task is told is no other task's business. */
export const neighbours: Cases = {
  'neighbours-run-to-their-end': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 3 });
      for (const task of three) lab.submit(task, returns(gate(task), value(task)));
      await lab.quiesce();
      const { history } = lab;
      const last = three.findLast((task) => history.started(task)) ?? three[0];
      lab.cancel(last);
      await lab.quiesce();
      lab.open(...three.filter((task) => task !== last).map(gate));
    },
    premise: (history) => {
      const x = chosen(history);
      return {
        'the cancelled task stood at its gate': stood(history, x, gate(x)),
        'the cancel call returned': returned(history, history.call('cancel', x)),
        'the cancel arrived': reached(history, x),
        'both others started': others(history).every((task) => history.started(task)),
      };
    },
    claims: [
      claim('the two others are not told, return, and their results are their values', (history) =>
        forEach(others(history), (task) => disturbance(history, task, value(task))),
      ),
      claim('the two others have no terminal event but a completion', (history) =>
        forEach(others(history), (task) => {
          const other = history.terminal(task).find((event) => history.endingOf(event, 'events') !== 'completed');
          return refuted(other, `${other?.who} received ${describe(other?.value)} of ${task}, which nobody cancelled`);
        }),
      ),
    ],
  },

  'those-that-wait-beside-it-get-their-turn': {
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 1 });
      lab.submit('A', waits('a'));
      for (const task of ['B', 'C', 'D']) lab.submit(task, [{ return: task }]);
      await lab.quiesce();
      lab.cancel('B');
      await lab.quiesce();
      lab.open('a');
    },
    premise: (history) => ({
      'A stood at its gate at the cancel': stood(history, 'A', 'a', cancelOf(history, 'B')),
      'B, C and D had not started': ['B', 'C', 'D'].every((task) => unstarted(history, task, cancelOf(history, 'B'))),
      'the cancel call returned': returned(history, history.call('cancel', 'B')),
    }),
    claims: ['C', 'D'].map((task) => runsUndisturbed(task, task)),
  },

  'a-later-task-is-untouched': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('B', waits('b'));
      await lab.quiesce();
      lab.cancel('B');
      await lab.quiesce();
      lab.submit('D', [{ check: 'throw' }, { return: 4 }]);
    },
    premise: (history) => ({
      'B was told or had ended before D came': reached(history.before(history.call('submit', 'D')?.invoke), 'B'),
      'D was accepted': history.call('submit', 'D')?.answer?.kind === 'ok',
    }),
    claims: [runsUndisturbed('D', 4)],
  },
};
