import { claim, type Contradiction, describe, type Event, forEach, type History, seen } from '../../harness/index.ts';
import { type Cases, idOf, reached, recordOf } from './facts.ts';

const failing = ['T2', 'T3'] as const;
const firstThree = ['T1', 'T2', 'T3'] as const;
const later = ['T4', 'T5', 'T6'] as const;
const errorOf = (task: string): string => `what breaks ${task}`;

/** OBS-01: a failure in the log that nobody can assign is found by nobody. */
export const failures: Cases = {
  'a-failure-is-logged-with-its-task': {
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 3 });
      lab.submit('T1', [{ gate: 'g1' }, { return: 1 }]);
      for (const task of failing) lab.submit(task, [{ gate: `g ${task}` }, { throw: errorOf(task) }]);
      await lab.quiesce();
      for (const task of [...failing].reverse()) {
        lab.open(`g ${task}`);
        await lab.quiesce();
      }
      lab.open('g1');
    },
    absent: (history) =>
      history.ended('T3') && !recordsOf(history, 'T3')[0] && !recordsOf(history, 'T2')[0]
        ? 'its log says nothing of failures'
        : undefined,
    premise: (history) => ({
      'T2 and T3 threw while T1 lived': failing.every(
        (task) => history.before(history.ended('T1')).ended(task)?.value === 'threw',
      ),
      'a record carries the error of each': failing.every((task) => recordsOf(history, task).length > 0),
    }),
    claims: [
      claim('no record with the error of a task names another task', (history) =>
        forEach(failing, (task) => {
          const wrong = recordsOf(history, task).find((event) => event.task !== undefined && event.task !== task);
          return wrong && saying(history, task, wrong);
        }),
      ),
      claim('a record with the error of a task names it, where the log names tasks at all', (history) =>
        forEach(failing, (task) => {
          const records = recordsOf(history, task);
          if (!namesTasks(history) || records.some((event) => names(history, event, task))) return undefined;
          return saying(history, task, ...records);
        }),
      ),
    ],
  },
};

const idsOf = (history: History, task: string): unknown => history.all('submit', task, 'ok')[0]?.value;
const living = (history: History, at: Event | undefined, task: string): boolean =>
  history.before(at).all('submit', task, 'ok').length > 0 &&
  !history.before(at).ended(task) &&
  !history.before(at).result(task);

/** OBS-01: an identity that two living tasks have is none. */
export const identities: Cases = {
  'no-two-living-tasks-have-one-id': {
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 3 });
      for (const task of firstThree) lab.submit(task, [{ gate: task }]);
      await lab.quiesce();
      lab.open('T1');
      await lab.quiesce();
      lab.submit('T4', [{ gate: 'rest' }]);
      lab.submit('T5', [{ gate: 'rest' }]);
      await lab.quiesce();
      lab.open('T3');
      await lab.quiesce();
      lab.submit('T6', [{ gate: 'rest' }]);
      await lab.quiesce();
      lab.open('T2', 'rest');
    },
    absent: (history) =>
      history.result('T1') && idsOf(history, 'T1') === undefined ? 'its handles have no id' : undefined,
    premise: (history) => ({
      'T1 had completed when T4 was submitted': history.before(history.call('submit', 'T4')?.invoke).result('T1'),
      'T2 lived when T4 and T5 were submitted': living(history, history.call('submit', 'T5')?.invoke, 'T2'),
      'T6 was accepted': history.all('submit', 'T6', 'ok')[0],
    }),
    claims: [
      claim('no task gets the id of one that lives', (history) =>
        forEach([...firstThree, ...later], (task) => {
          const accepted = history.all('submit', task, 'ok')[0];
          const twin = [...firstThree, ...later].find(
            (other) =>
              other !== task &&
              idsOf(history, other) === idsOf(history, task) &&
              living(history, history.call('submit', task)?.invoke, other),
          );
          return twin === undefined || accepted === undefined
            ? undefined
            : seen(
                `${task} was given the id ${describe(accepted.value)}, which ${twin} had, and lived`,
                history.all('submit', twin, 'ok')[0],
                accepted,
              );
        }),
      ),
    ],
  },
};

/** Records that hand over the error of that task, or its text. */
const recordsOf = (history: History, task: string): readonly Event[] =>
  history.all('diagnostic').filter((event) => {
    const { text, error } = recordOf(event);
    const said = [text, error, ...reached(error).map((one) => (one instanceof Error ? one.message : one))];
    return said.some((one) => typeof one === 'string' && one.includes(errorOf(task)));
  });

/** By what it says it is about, or by its text; the message of the error is the body's, and names nothing. */
const names = (history: History, event: Event, task: string): boolean =>
  event.task === task ||
  recordOf(event)
    .text.replaceAll(errorOf(task), '')
    .split(/[^\w-]+/)
    .includes(idOf(history, task));

const namesTasks = (history: History): boolean =>
  history
    .all('diagnostic')
    .some((event) => event.task !== undefined || ['T1', ...failing].some((task) => names(history, event, task)));

const saying = (history: History, task: string, ...events: readonly Event[]): Contradiction => {
  const named = events.map((event) => event.task ?? recordOf(event).task ?? 'no task').join(', ');
  return seen(
    `the log names ${named} with ${describe(errorOf(task))}, which ${idOf(history, task)} threw`,
    ...events,
    history.ended(task),
  );
};
