import {
  claim,
  carries,
  type Conduct,
  type Contradiction,
  describe,
  type Event,
  forEach,
  type History,
  type Lab,
  seen,
} from '../../harness/index.ts';
import { type Cases, idOf, reached, recordOf, returned } from './facts.ts';

const tasks = Array.from({ length: 10 }, (_, index) => `T${index + 1}`);
const waiting = ['T1', 'T2'];
const reasonOf = (task: string): string => `reason of ${task}`;

/** OBS-05: a cancellation that was asked for is no error. */
export const logs: Cases = {
  'recorded-once-below-error': {
    workload: async (lab) => {
      await lab.coordinator({ concurrency: tasks.length });
      await failing(lab);
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
    claims: recorded(tasks),
  },

  'one-that-waits-is-recorded-too': {
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 1 });
      await failing(lab);
      lab.submit('T0', [{ gate: 'g' }]);
      await lab.quiesce();
      for (const task of waiting) lab.submit(task, [{ gate: 'g' }]);
      await lab.quiesce('queued');
      for (const task of waiting) lab.cancel(task, reasonOf(task));
      await lab.quiesce();
      lab.open('g');
    },
    premise: (history) => ({
      'the two waited': waiting.every(
        (task) => history.all('submit', task, 'ok')[0] && !history.before('queued').started(task),
      ),
      'the cancel calls returned': waiting.every((task) => returned(history.call('cancel', task))),
      'the sink received a record': history.all('diagnostic')[0],
    }),
    claims: recorded(waiting),
  },
};

/** What is asked of the records of cancelled tasks. */
function recorded(cancelled: readonly string[]): Conduct['claims'] {
  return [
    claim('at least one record names each task', (history) =>
      forEach(cancelled, (task) =>
        recordsOf(history, task).length > 0 ? undefined : seen(`none names ${task}`, history.last),
      ),
    ),
    claim('no record of a cancelled task is at level error', (history) =>
      forEach(cancelled, (task) => {
        const events = loudOf(history, task);
        return events.some((event) => recordOf(event).level === 'error') ? saying(task, events) : undefined;
      }),
    ),
    claim('at most one record of a cancelled task is at level info or above', (history) =>
      forEach(cancelled, (task) => {
        const events = loudOf(history, task);
        return events.length > 1 ? saying(task, events) : undefined;
      }),
    ),
    claim('no record of a task has the reason of another one', (history) =>
      forEach(cancelled, (task) => {
        const foreign = cancelled.filter((other) => other !== task).map(reasonOf);
        const wrong = recordsOf(history, task).find((event) => foreign.some((reason) => tells(event, reason)));
        return wrong && seen(`of ${task}: ${describe(recordOf(wrong).text)}`, wrong);
      }),
    ),
    claim('a record of each task has the reason of its cancel, where reasons are carried', (history, { offer }) =>
      offer['cancel.reason'] ? forEach(cancelled, (task) => unreasoned(history, task)) : undefined,
    ),
  ];
}

/** A failure is what every log has a record of: that of a cancel may be the one thing that it leaves out. */
async function failing(lab: Lab): Promise<void> {
  lab.submit('F', [{ throw: 'failed' }]);
  await lab.quiesce();
}

/** By what it says it is about, or by its text. */
const recordsOf = (history: History, task: string): readonly Event[] =>
  history
    .all('diagnostic')
    .filter(
      (event) =>
        event.task === task ||
        (event.task === undefined && new RegExp(`\\b${idOf(history, task)}\\b`).test(recordOf(event).text)),
    );

const loudOf = (history: History, task: string): readonly Event[] =>
  recordsOf(history, task).filter((event) => recordOf(event).level !== 'debug');

function saying(task: string, events: readonly Event[]): Contradiction {
  const said = events.map((event) => `${recordOf(event).level} ${describe(recordOf(event).text)}`).join(', ');
  return seen(`of ${task}: ${said}`, ...events);
}

/** One reason may be the beginning of another. */
function tells(event: Event, reason: string): boolean {
  const { text, error } = recordOf(event);
  return new RegExp(`${reason}(?!\\d)`).test(text) || carries(error, reason) || reached(error).includes(reason);
}

function unreasoned(history: History, task: string) {
  const events = recordsOf(history, task);
  const reason = reasonOf(task);
  return events.some((event) => tells(event, reason))
    ? undefined
    : seen(`no record of ${task} has "${reason}"`, ...events);
}
