import { type Claim, claim, type Event, forEach, type History, type Program, seen } from '../../harness/index.ts';
import { completed, lentLine } from '../cancellation/facts.ts';
import { type Cases, completes, noneOf, untold } from './claims.ts';
import { noOutcome } from './time-limit.ts';
import { oneDay, refusedFor } from './zero.ts';
import { type Move, opens, plays, waits } from './moves.ts';

const at = { t10: 'at 10 ms', day: 'after a day', g: 'once g is open', t30: 'after 30 ms', second: 'after a second' };
/** One more than the platform's timer takes, what is 100 in 32 bits, and 30 days. */
const limits = { T1: 2 ** 31, T2: 2 ** 32 + 100, T3: 2_592_000_000 };
const tasks = Object.keys(limits);

/** Holds for each of the tasks that was taken on. */
const each = (
  names: readonly string[],
  make: (task: string) => Claim,
  refused: (history: History, task: string) => boolean,
): Claim => ({
  expected: (context) =>
    names
      .map((task) => make(task))
      .map(({ expected }) => (typeof expected === 'string' ? expected : expected(context)))
      .join('; '),
  contradiction: (history, context) =>
    forEach(names, (task) => (refused(history, task) ? undefined : make(task).contradiction(history, context))),
});

const forever = { ...limits, T4: Number.POSITIVE_INFINITY };
const taskNames = Object.keys(forever);
const waiting: Program = [{ gate: 'g' }, { return: 1 }];

/** The call was refused, by an error that is no timeout. */
function scopeRefused(history: History, task: string): boolean {
  const line = lentLine(history, task, 'within', 'fail');
  const { error } = (line?.value ?? {}) as { readonly error?: unknown };
  return (
    line !== undefined &&
    line.turn === lentLine(history, task, 'within', 'call')?.turn &&
    history.endingOf({ ...line, kind: 'fail', value: error }, 'result') !== 'timeout'
  );
}

const soon: Move = waits(10);

/** PAT-29: a long time is a long time. */
export const long: Cases = {
  'a-long-task-limit': {
    workload: plays(
      { control: waiting, ...Object.fromEntries(taskNames.map((task) => [task, waiting])) },
      { [at.day]: oneDay, [at.g]: opens('g') },
      { settings: Object.fromEntries(Object.entries(forever).map(([task, timeout]) => [task, { timeout }])) },
    ),
    premise: (history) => ({
      'each task started, or was refused': taskNames.every(
        (task) => history.started(task) ?? refusedFor(history, task),
      ),
      'a task without a limit completes': completed(history, 'control', 1),
    }),
    claims: [
      each(taskNames, (task) => untold(at.day, task), refusedFor),
      each(taskNames, (task) => noOutcome(task, at.day), refusedFor),
      each(taskNames, (task) => completes(task, 1), refusedFor),
    ],
  },

  'a-long-scope-limit': {
    workload: plays(
      {
        control: [{ within: { ms: 10, body: [{ gate: 'never' }] } }],
        ...Object.fromEntries(Object.entries(limits).map(([task, ms]) => [task, [{ within: { ms, body: waiting } }]])),
      },
      { [at.t10]: soon, [at.day]: oneDay, [at.g]: opens('g') },
    ),
    premise: (history) => ({
      'each task called within': tasks.every((task) => lentLine(history, task, 'within', 'call')),
      'a limit of 10 ms is told at 10 ms':
        history.before(at.t10).told('control') ?? lentLine(history.before(at.t10), 'control', 'within', 'fail'),
    }),
    claims: [
      each(tasks, (task) => untold(at.day, task), scopeRefused),
      each(tasks, (task) => completes(task, 1), scopeRefused),
    ],
  },

  'a-long-back-off': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.policies.build('short', 'retry', { attempts: 3, delay: 10 });
      // Jitter may shorten it by half and more: it has to stay out of the timer's range all the same.
      lab.policies.build('long', 'retry', { attempts: 3, delay: 2 ** 35 });
      lab.policies.call('short', 'control', () => [{ throw: 'E' }]);
      lab.policies.call('long', 'T', () => [{ throw: 'E' }]);
      await lab.quiesce();
      await lab.advance(30);
      await lab.quiesce(at.t30);
      await lab.advance(970);
      await lab.quiesce(at.second);
    },
    premise: (history) => ({
      'the call was made, or the policy refused': attempts(history, 'T')[0] ?? history.call('policy.call', 'T')?.answer,
      'with a delay of 10 ms there is a second attempt': attempts(history.before(at.t30), 'control')[1],
    }),
    claims: [
      claim('after a second there was one attempt', (history) => {
        const made = attempts(history.before(at.second), 'T');
        return made.length > 1
          ? seen(`there were ${made.length}, the second at ${made[1]?.at} ms`, ...made)
          : undefined;
      }),
    ],
  },

  'a-long-sleep': {
    // It sleeps for weeks.
    unfinished: ['T'],
    workload: plays(
      { control: [{ sleep: 10 }, { note: 'woke' }], T: [{ sleep: 2 ** 31 }, { note: 'woke' }] },
      { [at.t10]: soon, [at.day]: oneDay },
    ),
    premise: (history) => ({
      'T called sleep': lentLine(history, 'T', 'sleep', 'call'),
      'a sleep of 10 ms ends at 10 ms': history.before(at.t10).noted('control', 'woke'),
    }),
    claims: [noneOf(['T', 'woke'])],
  },
};

const attempts = (history: History, call: string): readonly Event[] => history.all('policy.attempt', call, 'saw');
