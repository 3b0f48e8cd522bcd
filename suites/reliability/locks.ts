import {
  claim,
  type Context,
  firstOf,
  forEach,
  type History,
  type Lab,
  missing,
  type Program,
  refuted,
  seen,
} from '../../harness/index.ts';
import { type Cases, neverTwoBetween, unfulfilled, ungrantedBy, unrejected } from './claims.ts';
import { granted, inCleanup, waits } from './facts.ts';

const six = ['H1', 'H2', 'H3', 'H4', 'H5', 'H6'] as const;
const throwing: readonly string[] = ['H2', 'H4'];

const waiting = ['B', 'C', 'D', 'E'] as const;

const held = (body: Program): Program => [{ hold: { name: 'r', body } }];
const through: Program = [{ note: 'in' }, { note: 'out' }];
const guarded: Program = [
  { note: 'in' },
  { try: { body: [{ gate: 'a' }], finally: [{ gate: 'fin' }, { note: 'out' }] } },
];

const waitsBehind = (history: History, task: string, holder: string): boolean =>
  history.noted(holder, 'in') !== undefined &&
  history.noted(task, 'in') === undefined &&
  history.started(task) !== undefined;

const entered = (...tasks: readonly string[]) =>
  claim(`${tasks.join(', ')} ${tasks.length > 1 ? 'go' : 'goes'} in`, (history) =>
    forEach(tasks, (task) => missing(history.noted(task, 'in'), `${task} never went in`, history.last)),
  );

/** B is let in by the end of A's cleanup, and not by the cancel or limit of A. */
const notBeforeTheCleanup = claim("B does not go in before A's cleanup has ended, and then it does", (history) => {
  const early = history.before(history.journal('A', 'cleaned')[0]).noted('B', 'in');
  return firstOf(
    refuted(early, 'B went in while the cleanup of A ran'),
    missing(history.noted('B', 'in'), 'B never went in', history.last),
  );
});

const releasedLate = (by: 'cancel' | 'timeout'): Cases[string] => ({
  ...(by === 'cancel' ? { atEveryHop: true } : {}),
  workload: async (lab) => {
    await lab.coordinator();
    lab.submit('A', held(guarded), by === 'timeout' ? { timeout: 50 } : {});
    await lab.quiesce();
    lab.submit('B', held(through));
    await lab.quiesce('waiting');
    if (by === 'timeout') await lab.advance(50);
    else lab.cancel('A');
    await lab.quiesce('told');
    lab.open('fin');
  },
  premise: (history) => ({
    'B waited while A was inside': waitsBehind(history.before('waiting'), 'B', 'A'),
    "A's cleanup had begun and not ended": inCleanup(history.before('told'), 'A'),
    'it has ended': history.journal('A', 'cleaned')[0],
  }),
  claims: [notBeforeTheCleanup],
});

/** How the first user of a lock comes to its end, in each run of the last case. */
const runs = ['returns', 'throws', 'is aborted'] as const;

const userOf = (run: (typeof runs)[number]): Program => [
  { note: 'in' },
  {
    try: {
      body: [{ gate: `a ${run}` }, ...(run === 'throws' ? [{ throw: 'E' }] : [])],
      finally: [{ gate: `fin ${run}` }, { note: 'out' }],
    },
  },
];

async function useTwice(lab: Lab, run: (typeof runs)[number]): Promise<void> {
  await lab.resources.build(run, 'lock', { limit: 1 });
  lab.resources.use(run, `A ${run}`, userOf(run), { signal: `s ${run}` });
  await lab.quiesce();
  lab.resources.use(run, `B ${run}`, through);
  await lab.quiesce(`waiting ${run}`);
  if (run === 'is aborted') lab.abort(`s ${run}`);
  else lab.open(`a ${run}`);
  await lab.quiesce();
  lab.open(`fin ${run}`);
  await lab.quiesce();
  lab.open(`a ${run}`);
  await lab.quiesce();
}

/** Runs that this target can show: the last one only where the signal of a use is read. */
const shown = ({ offer }: Context): readonly string[] =>
  runs.filter((run) => run !== 'is aborted' || offer['lock.use.signal'] !== undefined);

/** REL-13: one holder at a time, and none for ever. */
export const locks: Cases = {
  'one-holder-and-released-on-return-and-throw': {
    workload: async (lab) => {
      await lab.coordinator();
      for (const task of six)
        lab.submit(
          task,
          held([{ note: 'in' }, { gate: task }, { note: 'out' }, ...(throwing.includes(task) ? [{ throw: 'E' }] : [])]),
        );
      await lab.quiesce('waiting');
      for (const gates of [['H1'], ['H2'], ['H3', 'H4'], ['H5'], ['H6']]) {
        lab.open(...gates);
        await lab.quiesce();
      }
    },
    premise: (history) => {
      const until = history.before('waiting');
      return {
        'one was inside and another waited': six.some((holder) => six.some((task) => waitsBehind(until, task, holder))),
        'one that throws went in': throwing.some((task) => history.noted(task, 'in')),
      };
    },
    claims: [
      neverTwoBetween('in', 'out', ...six),
      entered(...six),
      claim('those that throw are rejected, and the others fulfil', (history) =>
        forEach(six, (task) => (throwing.includes(task) ? unrejected(history, task) : unfulfilled(history, task))),
      ),
    ],
  },

  'released-after-the-cleanup-of-a-cancelled-holder': releasedLate('cancel'),
  'released-after-the-cleanup-of-a-timed-out-holder': releasedLate('timeout'),

  'scoped-use-excludes-and-releases': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      for (const run of runs) await useTwice(lab, run);
    },
    premise: (history, context) =>
      Object.fromEntries(
        shown(context).map((run) => [
          `B waited while A, who ${run}, was inside`,
          history.before(`waiting ${run}`).noted(`A ${run}`, 'in') &&
            !history.before(`waiting ${run}`).noted(`B ${run}`, 'in'),
        ]),
      ),
    claims: [
      claim("B goes in, and not before A's cleanup has ended, in every run", (history, context) =>
        forEach(shown(context), (run) => {
          const out = history.noted(`A ${run}`, 'out');
          const entry = history.noted(`B ${run}`, 'in');
          if (!entry) return seen(`B never went in after A, who ${run}`, out ?? history.last);
          return out && entry.seq > out.seq ? undefined : seen(`B went in while A, who ${run}, was inside`, entry);
        }),
      ),
    ],
  },

  'a-lock-goes-from-hand-to-hand': {
    workload: async (lab) => {
      await lab.coordinator();
      await lab.resources.build('R', 'lock', { limit: 1 });
      lab.resources.acquire('R', 'A');
      await lab.quiesce();
      for (const waiter of waiting) lab.resources.acquire('R', waiter);
      await lab.quiesce('waiting');
      const holding = new Set(['A', ...waiting]);
      for (let round = 0; round <= waiting.length; round++) {
        for (const holder of holding) {
          if (!lab.resources.granted(holder)) continue;
          holding.delete(holder);
          lab.resources.release(holder);
        }
        await lab.quiesce();
      }
      lab.resources.acquire('R', 'F');
      await lab.quiesce('last');
    },
    premise: (history) => ({
      'A held while B, C, D and E waited':
        granted(history.before('waiting'), 'A') && waiting.every((waiter) => waits(history.before('waiting'), waiter)),
      'A gave its lease back': history.call('resource.release', 'A')?.invoke,
    }),
    claims: [
      claim('each of B, C, D and E is granted, and F after them', (history) =>
        forEach([...waiting, 'F'], (waiter) => ungrantedBy(history, waiter, 'last')),
      ),
    ],
  },
};
