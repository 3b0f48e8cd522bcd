import {
  claim,
  type Context,
  type Contradiction,
  describe,
  type Event,
  firstOf,
  forEach,
  type History,
  type Program,
  seen,
} from '../../harness/index.ts';
import { type Cases, disturbance, journalText, neverRuns, unsettled, wentOn } from './claims.ts';
import { endedAs } from './facts.ts';
import { goesOn } from './programs.ts';

const six = ['T1', 'T2', 'T3', 'T4', 'T5', 'T6'] as const;
const eight = [...six, 'T7', 'T8'] as const;
const gate = (task: string): string => task.toLowerCase();
const ends = (task: string): Program => [...goesOn(gate(task)), { return: 'done' }];
const later: Program = [{ check: 'throw' }, { return: 'u' }];

const call = (history: History) => history.call('cancelAll');
const running = (history: History, tasks: readonly string[]): readonly string[] =>
  tasks.filter((task) => history.before(call(history)?.invoke).started(task));
const waiting = (history: History, tasks: readonly string[]): readonly string[] =>
  tasks.filter((task) => !running(history, tasks).includes(task));

const premise = (history: History, tasks: readonly string[]) => ({
  'a task ran at the call': running(history, tasks).length > 0,
  'none had ended at the call': tasks.every((task) => !history.before(call(history)?.invoke).ended(task)),
  'the call was answered': call(history)?.answer?.kind === 'ok' ? call(history)?.answer : undefined,
  'U was accepted afterwards, and has started or settled':
    history.after(call(history)?.invoke).started('U') ?? history.result('U'),
});

/** Which of the live tasks the declared scope reaches. */
const reach = (history: History, { dialect }: Context, tasks: readonly string[]): readonly string[] => {
  if (dialect.is('cancelAll.scope', 'running')) return running(history, tasks);
  return dialect.is('cancelAll.scope', 'queued') ? waiting(history, tasks) : tasks;
};

const runningTasks = (tasks: readonly string[]) =>
  claim(
    ({ dialect }) =>
      dialect.is('cancelAll.scope', 'queued')
        ? 'the running tasks, which are outside the scope, run to their end'
        : 'no running task gets past its cancellation',
    (history, context) =>
      forEach(running(history, tasks), (task) =>
        reach(history, context, tasks).includes(task) ? wentOn(history, task, 'after') : stopped(history, task),
      ),
  );

const rightAnswer = (tasks: readonly string[]) =>
  claim(
    ({ dialect }) =>
      `cancel-all answers by cancelAll.answer=${dialect.value('cancelAll.answer')}, for the tasks in its scope`,
    (history, context) => wrongAnswer(history, context, reach(history, context, tasks)),
  );

const untouched = claim('U, submitted afterwards, is not told and completes with "u"', (history) =>
  disturbance(history, 'U', 'u'),
);

/** CAN-21: cancel-all skips nobody, and nobody who comes later. */
export const cancelAll: Cases = {
  'running-tasks': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 6 });
      for (const task of six) lab.submit(task, ends(task));
      await lab.quiesce();
      lab.cancelAll('x');
      await lab.quiesce();
      lab.submit('U', later);
      await lab.quiesce();
      lab.open(...six.map(gate));
    },
    premise: (history) => premise(history, six),
    claims: [runningTasks(six), rightAnswer(six), untouched],
  },

  'running-and-queued-tasks': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 2 });
      for (const task of eight) lab.submit(task, [{ note: 'ran' }, ...ends(task)]);
      await lab.quiesce();
      lab.cancelAll('x');
      await lab.quiesce('cancelled');
      lab.submit('U', later);
      lab.open(...eight.map(gate));
    },
    premise: (history) => ({
      ...premise(history, eight),
      'at least 4 tasks waited at the call': waiting(history, eight).length >= 4,
    }),
    claims: [
      runningTasks(eight),
      claim(
        ({ dialect }) =>
          dialect.is('cancelAll.scope', 'running')
            ? 'the waiting tasks, which are outside the scope, run to their end'
            : 'no waiting task runs, and each is answered before any gate is opened',
        (history, context) => forEach(waiting(history, eight), (task) => waitingFate(history, context, task)),
      ),
      rightAnswer(eight),
      untouched,
    ],
  },
};

const waitingFate = (history: History, context: Context, task: string): Contradiction | undefined =>
  context.dialect.is('cancelAll.scope', 'running')
    ? stopped(history, task)
    : firstOf(neverRuns(task).contradiction(history, context), unsettled(history, task, 'cancelled'));

/** A task outside the scope that did not come to its own end. */
const stopped = (history: History, task: string): Contradiction | undefined =>
  history.noted(task, 'after') && endedAs(history, task, 'returned')
    ? undefined
    : seen(`${task} did not: ${journalText(history, task)}`, history.ended(task) ?? history.started(task));

function wrongAnswer(history: History, { dialect }: Context, scope: readonly string[]): Contradiction | undefined {
  const answer = call(history)?.answer;
  if (dialect.is('cancelAll.answer', 'void')) return undefined;
  if (dialect.is('cancelAll.answer', 'count')) {
    return answer?.value === scope.length
      ? undefined
      : seen(
          `it answered ${describe(answer?.value)}, with ${scope.length} tasks in its scope: ${scope.join(', ')}`,
          answer,
        );
  }
  const named = Array.isArray(answer?.value) ? answer.value.map((id) => nameOf(history, id)) : [];
  const same = named.length === scope.length && scope.every((task) => named.includes(task));
  return same
    ? undefined
    : seen(`it answered ${describe(answer?.value)}; in its scope were ${scope.join(', ')}`, answer);
}

/** The kit's name of the task that the library knows by that id. */
const nameOf = (history: History, id: unknown): string | undefined =>
  history.all('submit', undefined, 'ok').find(({ task, value }: Event) => value === id || task === id)?.task;
