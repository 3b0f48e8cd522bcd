import {
  carries,
  claim,
  type Context,
  describe,
  type Ending,
  type Event,
  forEach,
  type History,
  type Lab,
  missing,
  type Race,
  seen,
  sights,
  sightText,
} from '../../harness/index.ts';
import { type Cases, completion } from '../cancellation/claims.ts';
import { cancelOf } from '../cancellation/facts.ts';
import { oneEndEach, settlesOnce, viewsAgree } from './claims.ts';
import { precedes } from './facts.ts';

const limit = 50;
const reason = 'the reason of a caller';

/**
 * A task is cancelled around the moment at which its time is up: `early`, in the last millisecond before it and in
 * the hops behind it; `tied`, by a timer of the kit's that is due at the same instant, set before or after it.
 */
const cancelMeetsLimit: Race = {
  name: 'cancel-meets-limit',
  variants: () => ['early', 'tied'],
  setup: async (lab, variant) => {
    await lab.coordinator();
    if (variant === 'tied') return;
    submit(lab);
    await lab.advance(limit - 1);
  },
  actors: (_context, variant) => [
    ...(variant === 'tied' ? [[{ name: 'k1', act: cancelLater }], [{ name: 's1', act: submit }]] : []),
    [{ name: 't', act: () => undefined }],
    [{ name: 'c1', act: cancel }],
  ],
  finish: async (lab) => {
    await lab.advance(4 * limit);
    await lab.read('views', 'T');
  },
};

const submit = (lab: Lab): void => lab.submit('T', [{ gate: 'g' }], { timeout: limit });
const cancel = (lab: Lab): void => (lab.accepted('T') ? lab.cancel('T', reason) : undefined);
const cancelLater = (lab: Lab): void => lab.own.later(limit, () => cancel(lab));

/** RAC-05: a cancel and the task's own limit meet. */
export const limits: Cases = {
  'cancel-meets-the-limit': {
    race: cancelMeetsLimit,
    premise: (history) => ({
      'T has a start line': history.started('T'),
      'a cancel was called': cancelOf(history, 'T'),
      'the time of T was over in the end': (history.last?.at ?? 0) > limit,
    }),
    covers: {
      'the time of T was up before it was cancelled at least once': (history) =>
        precedes(firstSign(history), cancelOf(history, 'T')),
      'T was cancelled before its time was up at least once': (history) => {
        const called = cancelOf(history, 'T');
        return called !== undefined && called.at < limit && !precedes(firstSign(history), called);
      },
      'a cancel and the limit came at one instant': (history) =>
        cancelOf(history, 'T')?.at === limit && history.result('T') !== undefined,
    },
    claims: [oneEndEach('T'), settlesOnce('T'), ...oneCause('T')],
  },

  'the-other-cause-arrives-during-cleanup': {
    workload: async (lab) => {
      await lab.coordinator();
      const cleansUp = (task: string) => [{ try: { body: [{ gate: 'g' }], finally: [{ gate: `${task} fin` }] } }];
      lab.submit('T1', cleansUp('T1'), { timeout: limit });
      lab.submit('T2', cleansUp('T2'), { timeout: limit });
      await lab.advance(10);
      lab.cancel('T1', reason);
      await lab.advance(limit);
      lab.cancel('T2', reason);
      await lab.quiesce();
      lab.open('T1 fin', 'T2 fin');
      await lab.quiesce();
      await lab.read('views', 'T1', 'T2');
    },
    premise: (history) => ({
      'T1 was cleaning up when its time was up': around(history, 'T1', (event) => event.at >= limit),
      'T2 was cleaning up when it was cancelled, if its limit is told to its body':
        around(history, 'T2', (event) => event === cancelOf(history, 'T2')) ??
        !precedes(history.told('T2'), cancelOf(history, 'T2')),
    }),
    claims: [oneEndEach('T1', 'T2'), settlesOnce('T1'), settlesOnce('T2'), ...oneCause('T1'), ...oneCause('T2')],
  },
};

/** The first thing that tells that T is being ended: some libraries do not tell the body of its limit. */
function firstSign(history: History): Event | undefined {
  const signs = [history.told('T'), history.result('T'), history.terminal('T')[0]].filter(
    (event) => event !== undefined,
  );
  return signs.sort((one, other) => one.seq - other.seq)[0];
}

/** Something happened while the cleanup of the task was under way. */
function around(history: History, task: string, fits: (event: Event) => boolean): Event | undefined {
  const [began, ended] = [history.journal(task, 'cleanup')[0], history.journal(task, 'cleaned')[0]];
  return history.find((event) => fits(event) && precedes(began, event) && precedes(event, ended));
}

/** All that is said about the cause agrees. */
function oneCause(task: string) {
  return [
    viewsAgree(task),
    claim(`${task} is not completed`, (history) => completion(history, task)),
    claim(`every view of ${task} says that its time was up, or none does`, (history, context) => {
      const list = sights(history, task);
      const odd = list.find(({ ending }) => isTimeout(ending, context) !== isTimeout(list[0]?.ending, context));
      return odd && seen(`the views of ${task} differ: ${sightText(list)}`, list[0]?.event, odd.event);
    }),
    claim(`what says that the time of ${task} was up carries no reason of a caller`, (history, context) =>
      context.offer['cancel.reason'] ? confused(history, task, context) : undefined,
    ),
    claim(`the result of ${task} settles`, (history) =>
      missing(history.result(task), 'it is pending', history.mark('views')),
    ),
  ];
}

const isTimeout = (ending: Ending | undefined, { dialect }: Context): boolean =>
  ending ===
  ({ 'timed-out': 'timeout', failed: 'failed', cancelled: 'cancelled' } as const)[dialect.value('outcome.timeout')];

function confused(history: History, task: string, context: Context) {
  const told = sights(history, task).filter(({ view }) => view === 'result' || view === 'events');
  const carrying = told.filter(({ event }) => carries(event.value, reason));
  if (context.dialect.is('outcome.timeout', 'cancelled'))
    return carrying.length === 0 || carrying.length === told.length
      ? undefined
      : seen(
          `only ${carrying.map(({ view }) => view).join(', ')} carries the reason`,
          ...told.map(({ event }) => event),
        );
  return forEach(carrying, ({ view, ending, event }) =>
    isTimeout(ending, context) ? seen(`${view} says ${ending} and carries ${describe(reason)}`, event) : undefined,
  );
}
