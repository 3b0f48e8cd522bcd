import {
  claim,
  describe,
  type Dialect,
  firstOf,
  forEach,
  type History,
  type Sight,
  seen,
  sights,
  sightText,
} from '../../harness/index.ts';
import { type Cases, completion, notCompleted, oneTerminalEvent, resultText } from './claims.ts';
import { affirmed, cancelOf, endedAs, endedByCancel, reached, returned, stood } from './facts.ts';
import { waits } from './programs.ts';

const three = ['T1', 'T2', 'T3'] as const;

/** CAN-03, CAN-06, CAN-19: what a cancelled task is said to have come to. */
export const outcome: Cases = {
  'three-outcomes-three-tags': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T1', waits('g'));
      lab.submit('T2', [{ throw: 'stop' }]);
      lab.submit('T3', [{ return: 3 }]);
      await lab.quiesce();
      // The same text as T2's error: who tells the outcomes apart by text cannot.
      lab.cancel('T1', new Error('stop'));
      await lab.quiesce();
      await lab.read('views', ...three);
    },
    premise: (history) => ({
      'T1 was told and has ended': reached(history, 'T1') && history.ended('T1'),
      'T2 threw': endedAs(history, 'T2', 'threw'),
      'T3 returned': endedAs(history, 'T3', 'returned'),
      'a view shows all three': views(history).some((view) => three.every((task) => sightOf(history, task, view))),
    }),
    claims: [
      claim('every view reports T1 as cancelled, and neither T2, which threw, nor T3, which returned', (history) =>
        forEach(views(history), (view) => tagged(three.map((task) => sightOf(history, task, view)))),
      ),
      claim('all views say the same about each task', (history) =>
        forEach(three, (task) => {
          const list = sights(history, task);
          const odd = list.find(({ ending }) => ending !== list[0]?.ending);
          return odd && seen(`the views of ${task} differ: ${sightText(list)}`, list[0]?.event, odd.event);
        }),
      ),
    ],
  },

  'no-await-is-fulfilled': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', [{ gate: 'g' }, { note: 'after' }, { return: 1 }]);
      await lab.quiesce();
      lab.cancel('T');
    },
    premise: (history) => ({
      "T's body ended by the cancellation": endedByCancel(history, 'T'),
      'the result settled': history.result('T'),
    }),
    claims: [notCompleted('T')],
  },

  'a-deaf-body-returns': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', [{ deaf: [{ gate: 'x' }] }, { return: 7 }]);
      await lab.quiesce();
      lab.cancel('T');
      await lab.quiesce();
      await lab.read('ignored', 'T');
      lab.open('x');
      await lab.quiesce();
      await lab.read('returned', 'T');
    },
    premise: (history) => ({
      'T stood at its gate when it was cancelled': stood(history, 'T', 'x'),
      'the cancel call returned': returned(history, history.call('cancel', 'T')),
      'T was told, or the answer was positive':
        reached(history.before('ignored'), 'T') ?? affirmed(history.call('cancel', 'T')),
      'T returned after that': endedAs(history.after(cancelOf(history, 'T')), 'T', 'returned'),
    }),
    claims: [
      claim(
        ({ dialect }) =>
          isSticky(dialect) ? 'the result of T is not a completion' : 'the result of T is 7, which its body returned',
        (history, { dialect }) => {
          if (isSticky(dialect)) return completion(history, 'T');
          const result = history.result('T');
          return result?.kind === 'ok' && result.value === 7
            ? undefined
            : seen(`the result of T ${resultText(result)}`, result ?? history.ended('T'));
        },
      ),
      oneTerminalEvent('T'),
      claim('all views show one and the same outcome, before the body has returned and after', (history) =>
        sameOutcome([...sights(history.before('ignored'), 'T'), ...sights(history, 'T')]),
      ),
    ],
  },
};

const views = (history: History): readonly Sight['view'][] => [
  ...new Set(three.flatMap((task) => sights(history, task).map(({ view }) => view))),
];

const sightOf = (history: History, task: string, view: Sight['view']): Sight | undefined =>
  sights(history, task).find((sight) => sight.view === view);

/** What one view says of the cancelled, the failed and the completed task; a task that it says nothing of is left out. */
function tagged([cancelled, ...rest]: readonly (Sight | undefined)[]) {
  const other = rest.find((sight) => sight?.ending === 'cancelled');
  return firstOf(
    cancelled && cancelled.ending !== 'cancelled'
      ? seen(`${cancelled.view} says ${cancelled.ending} of T1: ${describe(cancelled.event.value)}`, cancelled.event)
      : undefined,
    other && seen(`${other.view} says cancelled of ${other.event.task}: ${describe(other.event.value)}`, other.event),
  );
}

/** A value that a body returns after it was cancelled is discarded; an outcome that is reported early implies it. */
const isSticky = (dialect: Dialect): boolean =>
  dialect.is('cancel.binding', 'sticky') || dialect.is('terminal.when', 'at-acceptance', 'at-request');

function sameOutcome(list: readonly Sight[]) {
  const [first] = list;
  const odd = list.find(({ ending }) => (ending === 'completed') !== (first?.ending === 'completed'));
  return odd && seen(`T was shown with two outcomes: ${sightText(list)}`, first?.event, odd.event);
}
