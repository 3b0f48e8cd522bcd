import { claim, describe, forEach, type History, type Lab, seen, sights, type View } from '../../harness/index.ts';
import { type Cases, resultText, wentOn, type Workload } from './claims.ts';
import { cancelOf, openingOf, reached, stood, unstarted } from './facts.ts';
import { goesOn, runs, waits } from './programs.ts';

/** What is given as the reason, by the name it has in a task's; no argument at all is the control. */
const reasons: Readonly<Record<string, readonly [unknown?]>> = {
  control: [],
  undefined: [undefined],
  null: [null],
  zero: [0],
  false: [false],
  empty: [''],
  text: ['why'],
  object: [{ why: 'plain' }],
  error: [new Error('why')],
};
const names = Object.keys(reasons);
const given = names.filter((name) => name !== 'control');
/** Values that an operation may refuse to take. */
const exotic: ReadonlySet<string> = new Set(['null', 'zero', 'false', 'object']);

/** The same in a coordinator of its own for each reason. */
const forEachReason =
  (act: (lab: Lab, name: string, reason: readonly [unknown?]) => Promise<void>): Workload =>
  async (lab) => {
    for (const [name, reason] of Object.entries(reasons)) await act(lab, name, reason);
  };

/** The call threw or rejected, and the task was left untouched. */
const refused = (history: History, task: string): boolean =>
  history.call('cancel', task)?.answer?.kind === 'fail' && !history.journal(task, 'told')[0] && !ended(history, task);
const ended = (history: History, task: string): boolean => history.ended(task)?.value === 'cancelled';

/** The outcome of a task in each of these views, by kind: the words for it are CAN-03's matter. */
const outcomes = (history: History, task: string, views: readonly View[]): string =>
  sights(history, task)
    .filter(({ view }) => views.includes(view))
    .map(({ view, ending }) => `${view}: ${ending}`)
    .join(', ') || 'none';

const sameOutcome = (views: readonly View[], prefix: string) =>
  claim('every cancelled task has the outcome of the one that was cancelled without a reason', (history) =>
    forEach(given, (name) => {
      const [task, control] = [`${prefix}-${name}`, `${prefix}-control`];
      const [mine, expected] = [outcomes(history, task, views), outcomes(history, control, views)];
      if (refused(history, task) || mine === expected) return undefined;
      const reason = describe(reasons[name]?.[0]);
      return seen(
        `with the reason ${reason || '""'} it is ${mine} (the result ${resultText(history.result(task))}), without one ${expected}`,
        history.result(task) ?? history.ended(task) ?? cancelOf(history, task),
        history.result(control),
      );
    }),
  );

const noneGoesOn = claim('no cancelled task gets past its cancellation', (history) =>
  forEach(names, (name) => (refused(history, `T-${name}`) ? undefined : wentOn(history, `T-${name}`, 'after'))),
);

const allViews: readonly View[] = ['result', 'events', 'query'];

/** CAN-30: whatever is given as the reason, a cancel is a cancel. */
export const anyReason: Cases = {
  'any-reason-running': {
    atEveryHop: true,
    workload: forEachReason(async (lab, name, reason) => {
      await lab.coordinator();
      lab.submit(`T-${name}`, goesOn(`g-${name}`));
      await lab.quiesce();
      lab.cancel(`T-${name}`, ...reason);
      await lab.quiesce();
      lab.open(`g-${name}`);
      await lab.quiesce();
      lab.query(`T-${name}`);
      await lab.quiesce();
    }),
    premise: (history) => ({
      'each task stood at its gate when it was cancelled': names.every((name) =>
        stood(history, `T-${name}`, `g-${name}`),
      ),
      'the task that was cancelled without a reason was told': reached(untilOpened(history), 'T-control'),
      'it settled': history.result('T-control'),
      'only exotic reasons were refused': given.every((name) => exotic.has(name) || !refused(history, `T-${name}`)),
    }),
    claims: [
      noneGoesOn,
      sameOutcome(allViews, 'T'),
      claim('a task whose cancel was refused completes', (history) =>
        forEach(given, (name) =>
          refused(history, `T-${name}`) && history.ended(`T-${name}`)?.value !== 'returned'
            ? seen(`T-${name} did not return`, cancelOf(history, `T-${name}`))
            : undefined,
        ),
      ),
    ],
  },

  'any-reason-queued': {
    atEveryHop: true,
    workload: forEachReason(async (lab, name, reason) => {
      await lab.coordinator({ concurrency: 1 });
      lab.submit(`A-${name}`, waits(`a-${name}`));
      lab.submit(`B-${name}`, runs);
      await lab.quiesce();
      lab.cancel(`B-${name}`, ...reason);
      await lab.quiesce();
      lab.open(`a-${name}`);
      await lab.quiesce();
    }),
    premise: (history) => ({
      'each A ran and each B waited at the cancel': names.every(
        (name) =>
          stood(history, `A-${name}`, `a-${name}`, cancelOf(history, `B-${name}`)) &&
          unstarted(history, `B-${name}`, cancelOf(history, `B-${name}`)),
      ),
      'the task that was cancelled without a reason settled': history.result('B-control'),
    }),
    claims: [
      claim('no cancelled task runs', (history) =>
        forEach(names, (name) => (refused(history, `B-${name}`) ? undefined : wentOn(history, `B-${name}`, 'ran'))),
      ),
      sameOutcome(['result', 'events'], 'B'),
    ],
  },

  'through-the-signal': {
    atEveryHop: true,
    workload: forEachReason(async (lab, name, reason) => {
      await lab.coordinator();
      lab.submit(`T-${name}`, goesOn(`g-${name}`), { signal: `s-${name}` });
      await lab.quiesce();
      lab.abort(`s-${name}`, ...reason);
      await lab.quiesce();
      lab.open(`g-${name}`);
      await lab.quiesce();
      lab.query(`T-${name}`);
      await lab.quiesce();
    }),
    premise: (history) => ({
      'each task stood at its gate at the abort': names.every((name) =>
        stood(history, `T-${name}`, `g-${name}`, abortOf(history, name)),
      ),
      'the task whose signal was aborted without a reason was told': reached(
        untilOpened(history),
        'T-control',
        abortOf(history, 'control'),
      ),
      'it settled': history.result('T-control'),
    }),
    claims: [noneGoesOn, sameOutcome(allViews, 'T')],
  },
};

/** Before the control may go on by itself. */
const untilOpened = (history: History): History => history.before(openingOf(history, 'g-control'));

const abortOf = (history: History, name: string) =>
  history.all('abort', undefined, 'invoke').find(({ who }) => who === `s-${name}`);
