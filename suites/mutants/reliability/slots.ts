import type { Core, Outcome, Parts, Task } from '../../reference/core.ts';
import type { Cancelled } from '../../reference/errors.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

/** Bodies that have thrown before their first wait. */
const threwAtOnce = new WeakSet<Task>();
/** Slots that were given back and had not been taken. */
const credit = new WeakMap<Core, number>();
/** Tasks that were handed a slot and have not started. */
const heirs = new WeakSet<Task>();

/** Runs a body and keeps in mind whether it threw before its first wait. */
function remembered<T>(task: Task, run: () => Promise<T>): Promise<T> {
  try {
    return run();
  } catch (error) {
    threwAtOnce.add(task);
    throw error;
  }
}

/** Hands the slot of a task to the one that waits longest. */
function bequeath(core: Core, task: Task, heir: Task): void {
  task.holds = false;
  core.running.delete(task);
  core.running.add(heir);
  heirs.add(heir);
  const begin = (): void => void (heir.outcome ?? (heirs.delete(heir), core.parts.start(core, heir)));
  queueMicrotask(() => queueMicrotask(begin));
}

/** The slot of such tasks stays taken after their end. */
const keepsSlots = (p: Parts, keeps: (task: Task) => boolean): Parts => ({
  ...p,
  release: (core, task) => {
    if (task.holds && keeps(task)) task.holds = false;
    else p.release(core, task);
  },
});

const failedBesides = (outcome: Outcome | undefined): boolean =>
  outcome?.kind === 'failed' || ((outcome?.error as Partial<Cancelled> | undefined)?.suppressed ?? []).length > 0;

/** Faults with the places in which tasks run. */
export const slots: readonly Mutant[] = [
  ...faultsOf('REL-07', {
    'counts-a-turn-later': {
      fault:
        'the counter is raised at once for the first running task and after an await for others: a burst passes the check together',
      trips: ['REL-09'],
      parts: (p) => ({
        ...p,
        occupy: (core, task) => {
          if (core.running.size === 0) p.occupy(core, task);
          else queueMicrotask(() => task.outcome ?? p.occupy(core, task));
        },
      }),
    },
    'an-end-starts-two': {
      fault: 'at the end of a task two of those that wait are started: one by the end, and one by the pump',
      trips: ['REL-08', 'REL-09', 'REL-10', 'REL-12'],
      parts: (p) => ({
        ...p,
        release: (core, task) => {
          p.release(core, task);
          queueMicrotask(() => core.queue.entries.length > 0 && core.parts.start(core, core.queue.take() as Task));
        },
      }),
    },
  }),
  ...faultsOf('REL-08', {
    'freed-by-the-timer': {
      fault: 'the timer that tells the body also frees its slot',
      trips: ['OBS-06'],
      parts: (p) => ({
        ...p,
        accept: (core, task, stop) => {
          p.accept(core, task, stop);
          if (stop.kind === 'timeout' && task.holds) p.release(core, task);
        },
      }),
    },
    'freed-by-the-cancel': {
      fault: 'cancel() of a running task frees its slot at once',
      trips: ['OBS-10', 'SHU-01', 'SHU-05', 'SHU-09', 'SHU-10', 'SHU-21', 'SHU-24', 'SHU-27'],
      parts: (p) => ({
        ...p,
        accept: (core, task, stop) => {
          p.accept(core, task, stop);
          if (stop.kind === 'cancelled' && task.holds) p.release(core, task);
        },
      }),
    },
  }),
  ...faultsOf('REL-09', {
    'lost-to-a-synchronous-throw': {
      fault: 'the slot is not released when the body throws synchronously',
      trips: [],
      parts: (p) => ({
        ...p,
        body: (core, task) => remembered(task, () => p.body(core, task)),
        release: (core, task) => {
          if (!threwAtOnce.has(task)) p.release(core, task);
        },
      }),
    },
    'kept-by-the-cancelled': {
      fault: 'the slot of a task that is cancelled while it runs is never given back',
      trips: ['OBS-01', 'OBS-06', 'OBS-10', 'RAC-15', 'RAC-23', 'REL-08', 'REL-10', 'SHU-01', 'SHU-09'],
      parts: (p) => ({
        ...p,
        release: (core, task) => {
          if (task.stop?.kind === 'cancelled' && task.holds) task.holds = false;
          else p.release(core, task);
        },
      }),
    },
    'kept-by-the-failed': {
      fault: 'the slot of a task that fails is never given back: its count is lowered on the way of success alone',
      trips: ['OBS-01', 'OBS-06', 'OBS-10', 'RAC-15', 'RAC-23', 'REL-01'],
      parts: (p) => keepsSlots(p, ({ stop, outcome }) => !stop && outcome?.kind === 'failed'),
    },
    'kept-by-the-late': {
      fault: 'the slot of a task that has run out of time is never given back',
      trips: ['OBS-01', 'OBS-06', 'OBS-10', 'RAC-23', 'REL-08'],
      parts: (p) => keepsSlots(p, ({ stop }) => stop?.kind === 'timeout'),
    },
    'kept-by-a-failing-way-out': {
      fault: 'the slot of a cancelled task that throws an error of its own on the way out is never given back',
      trips: [],
      parts: (p) => keepsSlots(p, ({ stop, outcome }) => stop?.kind === 'cancelled' && failedBesides(outcome)),
    },
    'freed-twice-at-the-limit': {
      fault: 'a task that runs out of time is counted off twice, by its timer and by its end',
      trips: ['REL-07', 'REL-08'],
      parts: (p) => ({
        ...p,
        release: (core, task) => {
          if (task.holds && task.stop?.kind === 'timeout') credit.set(core, (credit.get(core) ?? 0) + 1);
          p.release(core, task);
        },
        occupy: (core, task) => {
          const left = credit.get(core) ?? 0;
          if (left === 0) p.occupy(core, task);
          else credit.set(core, left - 1);
        },
      }),
    },
    'gained-by-a-cancel': {
      fault: 'the cancel of a queued task also lowers the count of running tasks',
      trips: ['REL-07', 'REL-10', 'REL-12'],
      parts: (p) => ({
        ...p,
        withdraw: (core, task) => {
          p.withdraw(core, task);
          for (const running of [...core.running].slice(0, 1)) p.release(core, running);
        },
      }),
    },
  }),
  ...faultsOf('REL-10', {
    'left-with-the-cancelled': {
      fault:
        'the end of a task hands its slot to the first waiter; if that one was cancelled meanwhile it settles and does not pass the slot on',
      trips: [],
      parts: (p) => ({
        ...p,
        release: (core, task) => {
          if (heirs.has(task)) return;
          const beside = core.running.has(task) && core.queue.entries[0]?.lane === task.lane;
          const heir = beside ? core.queue.take() : undefined;
          if (heir) bequeath(core, task, heir);
          else p.release(core, task);
        },
      }),
    },
    'given-to-the-aborted': {
      fault: 'release() gives the permit to the first waiter although its signal is aborted, and nobody passes it on',
      trips: [],
      parts: (p) => ({ ...p, semaphore: { ...p.semaphore, leave: () => {} } }),
    },
    'kept-by-the-cancelled': {
      fault: 'a task that was cancelled while it waited for a lock takes its turn all the same, and goes away with it',
      trips: ['CAN-25', 'OBS-07'],
      parts: (p) => ({
        ...p,
        take: async (core, task, scope, name) => {
          const release = await p.take(core, task, core.parts.taskScope(core), name);
          if (scope.cancelled) throw scope.reason;
          return release;
        },
      }),
    },
  }),
  ...faultsOf('REL-24', {
    'one-set-of-slots': {
      fault: 'both lanes share one set of slots',
      trips: [],
      parts: (p) => ({ ...p, hasRoom: (core) => core.running.size < core.limit }),
    },
    'blocked-by-the-head': {
      fault: 'each lane has its own slots, but one queue whose head blocks the lanes behind it',
      trips: [],
      parts: (p) => ({
        ...p,
        next: (core) => {
          const [head] = core.queue.entries.filter((task) => !task.outcome);
          return head && p.hasRoom(core, head.lane) ? p.next(core) : undefined;
        },
      }),
    },
    'a-failure-stops-its-neighbours': {
      fault: 'after twenty failures in a row nothing is started any more, in whatever lane they happened',
      trips: ['REL-09'],
      parts: (p) => ({
        ...p,
        next: (core) => (inARow(core, 20) ? undefined : p.next(core)),
      }),
    },
  }),
  ...faultsOf('REL-25', {
    'never-pruned': {
      fault: 'the record of an ended task goes into a table of results that is never pruned',
      trips: ['RAC-23'],
      parts: (p) => ({ ...p, remember: (core, task) => void core.remembered.push(task) }),
    },
    'values-are-kept': {
      fault: 'what a task gave stays in a list that nothing shows',
      trips: ['RAC-23'],
      parts: (p) => {
        const hidden: unknown[] = [];
        return {
          ...p,
          remember: (core, task) => {
            hidden.push(task.outcome?.data);
            p.remember(core, task);
          },
        };
      },
    },
  }),
];

/** So many tasks that ended last have all failed. */
function inARow(core: Core, count: number): boolean {
  const last = core.remembered.slice(-count);
  return last.length === count && last.every(({ outcome }) => outcome?.kind === 'failed');
}
