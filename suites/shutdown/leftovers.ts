import {
  claim,
  type Contradiction,
  firstOf,
  forEach,
  type History,
  type Mode,
  seen,
  type Snapshot,
  type Stock,
} from '../../harness/index.ts';
import { countOf, stockOf } from '../cancellation/facts.ts';
import type { Cases } from './claims.ts';
import { asked, fulfilled, settled } from './facts.ts';
import { shutDown } from './programs.ts';

/** In real time each of them is paid for, and a listener that stays shows after a few. */
const cyclesIn = (mode: Mode): readonly number[] => Array.from({ length: mode === 'real' ? 5 : 50 }, (_, at) => at + 1);
/** Of a task: longer than any shutdown. */
const limit = 600_000;
const long = { grace: 300_000, force: 60_000 };

/** One measure, greater at the end than it was at the beginning. */
function grown(history: History, text: string, measure: (stock: Stock) => number): Contradiction | undefined {
  const [before, after] = [stockOf(history, 'before'), stockOf(history, 'after')];
  const more = before && after ? measure(after) - measure(before) : 0;
  return more > 0 ? seen(`${more} more ${text} than before the coordinator was opened`, settled(history)) : undefined;
}

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((all, one) => all + one, 0);

function counted(history: History): Contradiction | undefined {
  const answer = history.all('query', undefined, 'ok').at(-1);
  const { running = 0, queued = 0 } = (answer?.value ?? {}) as Snapshot;
  return running > 0 || queued > 0
    ? seen(`the query counts ${running} running and ${queued} waiting`, answer)
    : undefined;
}

/** Events of the process that have more listeners at the one mark than at the other. */
const risen = (history: History, from: string, to: string): readonly string[] => {
  const [before, after] = [stockOf(history, from)?.process ?? {}, stockOf(history, to)?.process ?? {}];
  return Object.keys(after).filter((event) => (after[event] ?? 0) > (before[event] ?? 0));
};

const beforeOpen = (cycle: number): string => (cycle === 1 ? 'before' : `closed ${cycle - 1}`);

/** SHU-12, SHU-20: nothing of a coordinator is left once it has shut down. */
export const leftovers: Cases = {
  'nothing-is-left-at-quiescence': {
    workload: async (lab) => {
      lab.own.count('before');
      await lab.coordinator();
      lab.submit('T', [{ gate: 'g' }, { return: 1 }]);
      await lab.quiesce();
      shutDown(lab, long);
      await lab.quiesce();
      lab.open('g');
      await lab.quiesce();
      lab.query();
      await lab.quiesce();
      lab.own.count('after');
    },
    premise: (history) => ({
      'T has ended': history.ended('T'),
      'shutdown was fulfilled before the grace period was over':
        (settled(history)?.at ?? Infinity) < (asked(history)?.at ?? 0) + long.grace ? fulfilled(history) : undefined,
    }),
    claims: [
      claim('no timer and no handle is left that keeps a process alive', (history) =>
        firstOf(
          grown(history, 'timers that keep a process alive', ({ holding }) => holding),
          grown(history, 'open handles', ({ handles }) => handles),
        ),
      ),
      claim("no listener is left on the signal of the task's caller", (history) =>
        grown(history, 'listeners on signals of callers', ({ listeners }) => sum(listeners)),
      ),
      claim('nothing is counted as running or as waiting', (history, { offer }) =>
        offer.query ? counted(history) : undefined,
      ),
    ],
  },

  'limits-end-with-their-tasks': {
    workload: async (lab) => {
      lab.own.count('before');
      await lab.coordinator({ concurrency: 1 });
      lab.submit('T', [{ gate: 'g' }, { return: 1 }], { timeout: limit });
      for (const task of ['Q', 'R']) lab.submit(task, [{ return: 2 }], { timeout: limit });
      await lab.quiesce();
      shutDown(lab, long);
      await lab.quiesce();
      lab.open('g');
      await lab.quiesce();
      lab.own.count('after');
    },
    premise: (history) => ({
      'T stood at its gate at the shutdown': history.before(asked(history)).standsAt('T', 'g'),
      'the bodies that began have ended': ['T', 'Q', 'R'].every(
        (task) => !history.started(task) || history.ended(task),
      ),
      'shutdown was fulfilled before the grace period was over':
        (settled(history)?.at ?? Infinity) < (asked(history)?.at ?? 0) + long.grace && fulfilled(history),
    }),
    claims: [
      claim('no timer is left that keeps a process alive', (history) =>
        grown(history, 'timers that keep a process alive', ({ holding }) => holding),
      ),
    ],
  },

  'fifty-cycles-leave-the-count': {
    absent: (history, { mode }) =>
      cyclesIn(mode).some((cycle) => risen(history, beforeOpen(cycle), `open ${cycle}`).length > 0)
        ? undefined
        : 'opening it installs no listener on the process',
    workload: async (lab) => {
      lab.own.count('before');
      for (const cycle of cyclesIn(lab.mode)) {
        await lab.coordinator();
        lab.own.count(`open ${cycle}`);
        lab.submit(`T${cycle}`, [{ return: 1 }]);
        await lab.quiesce();
        shutDown(lab);
        await lab.quiesce();
        lab.own.count(`closed ${cycle}`);
      }
    },
    premise: (history, { mode }) => ({
      'every open added a listener': cyclesIn(mode).every(
        (cycle) => risen(history, beforeOpen(cycle), `open ${cycle}`).length > 0,
      ),
      'every task completed': cyclesIn(mode).every((cycle) => history.result(`T${cycle}`)?.kind === 'ok'),
      'every shutdown was fulfilled': cyclesIn(mode).every((_, index) => fulfilled(history, index)),
    }),
    claims: [
      claim('after each shutdown the process has as many listeners as before the first open', (history, { mode }) =>
        forEach(cyclesIn(mode), (cycle) => {
          const events = risen(history, 'before', `closed ${cycle}`);
          const mark = countOf(history, `closed ${cycle}`);
          return events.length > 0
            ? seen(`after ${cycle} shutdowns there were more listeners of ${events.join(' and ')}`, mark)
            : undefined;
        }),
      ),
    ],
  },
};
