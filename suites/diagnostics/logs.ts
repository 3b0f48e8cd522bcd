import {
  claim,
  carries,
  describe,
  type Diagnostic,
  type Event,
  forEach,
  type History,
  seen,
} from '../../harness/index.ts';
import { type Cases, idOf, reached, returned } from './facts.ts';

const tasks = Array.from({ length: 10 }, (_, index) => `T${index + 1}`);
const reasonOf = (task: string): string => `reason of ${task}`;

/** OBS-05: a cancellation that was asked for is no error. */
export const logs: Cases = {
  'recorded-once-below-error': {
    workload: async (lab) => {
      await lab.coordinator({ concurrency: tasks.length });
      for (const task of tasks) lab.submit(task, [{ gate: 'g' }]);
      await lab.quiesce();
      for (const task of tasks) lab.cancel(task, reasonOf(task));
      await lab.quiesce();
    },
    premise: (history) => ({
      'the ten cancel calls returned': tasks.every((task) => returned(history.call('cancel', task))),
      'the ten bodies were told or ended': tasks.every((task) => history.told(task) ?? history.ended(task)),
      'the sink received a record': history.all('diagnostic')[0],
    }),
    claims: [
      claim('at least one record names each task', (history) =>
        forEach(tasks, (task) =>
          recordsOf(history, task).length > 0 ? undefined : seen(`none names ${task}`, history.last),
        ),
      ),
      claim('no record of a cancelled task is at level error, and at most one is at level info or above', (history) =>
        forEach(tasks, (task) => loud(history, task)),
      ),
      claim('a record of each task has the reason of its cancel, where reasons are carried', (history, { offer }) =>
        offer['cancel.reason'] ? forEach(tasks, (task) => unreasoned(history, task)) : undefined,
      ),
    ],
  },
};

const recordOf = ({ value }: Event): Diagnostic => value as Diagnostic;

/** By what it says it is about, or by its text. */
const recordsOf = (history: History, task: string): readonly Event[] =>
  history
    .all('diagnostic')
    .filter(
      (event) =>
        event.task === task ||
        (event.task === undefined && new RegExp(`\\b${idOf(history, task)}\\b`).test(recordOf(event).text)),
    );

function loud(history: History, task: string) {
  const events = recordsOf(history, task).filter((event) => recordOf(event).level !== 'debug');
  const worst =
    events.find((event) => recordOf(event).level === 'error') ?? (events.length > 1 ? events[1] : undefined);
  const said = events.map((event) => `${recordOf(event).level} ${describe(recordOf(event).text)}`).join(', ');
  return worst && seen(`of ${task}: ${said}`, ...events);
}

function unreasoned(history: History, task: string) {
  const events = recordsOf(history, task);
  const reason = reasonOf(task);
  const has = ({ text, error }: Diagnostic): boolean =>
    text.includes(reason) || carries(error, reason) || reached(error).includes(reason);
  return events.some((event) => has(recordOf(event)))
    ? undefined
    : seen(`no record of ${task} has "${reason}"`, ...events);
}
