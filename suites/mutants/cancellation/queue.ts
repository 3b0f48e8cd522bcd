import type { Core, Parts, Task } from '../../reference/core.ts';
import { pump } from '../../reference/tasks.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

const flagged = new WeakSet<Core>();

/** How many were cancelled while they waited. */
const withdrawn = new WeakMap<Core, number>();

/** The task, if it is still to come; the body of one that was answered before is run in its place, unseen. */
function unlessOver(p: Parts, core: Core, task: Task | undefined): Task | undefined {
  if (!task?.outcome) return task;
  p.occupy(core, task);
  const over = (): void => p.release(core, task);
  void p.body(core, task).then(over, over);
  pump(core);
  return undefined;
}

/** Faults with tasks that wait, and with cancelling all at once. */
export const queue: readonly Mutant[] = [
  ...faultsOf('CAN-11', {
    'runs-all-the-same': {
      fault: 'a task that is cancelled while it waits is answered at once, and its body is run in its turn, unseen',
      trips: [
        'CAN-12',
        'CAN-13',
        'CAN-21',
        'CAN-24',
        'CAN-29',
        'CAN-30',
        'OBS-01',
        'OBS-10',
        'RAC-02',
        'RAC-13',
        'RAC-15',
        'REL-12',
        'SHU-30',
      ],
      parts: (p) => ({
        ...p,
        discard: (core, task) => (p.discard(core, task), core.queue.add(task), pump(core)),
        next: (core) => unlessOver(p, core, core.queue.take()),
      }),
    },
    'starts-at-its-turn': {
      fault: 'cancel() of a queued task settles it but leaves the entry in the queue, and the dequeue does not look',
      trips: [
        'CAN-12',
        'CAN-13',
        'CAN-21',
        'CAN-29',
        'CAN-30',
        'RAC-02',
        'RAC-15',
        'RAC-17',
        'REL-09',
        'REL-12',
        'SHU-08',
        'SHU-30',
      ],
      parts: (p) => ({ ...p, withdraw: () => {}, next: (core) => core.queue.take() }),
    },
  }),
  ...faultsOf('CAN-12', {
    'dropped-unsettled': {
      fault: 'cancelling takes the entry off the queue without settling its result or publishing its event',
      trips: ['CAN-21', 'CAN-26', 'CAN-29', 'OBS-01', 'RAC-02', 'SHU-08', 'SHU-30'],
      parts: (p) => ({
        ...p,
        discard: (core, task) => (core.queue.entries.includes(task) ? p.withdraw : p.discard)(core, task),
      }),
    },
    'its-count-stays': {
      fault: 'the count of waiting tasks is lowered when one starts, and not when one is cancelled: it only grows',
      trips: [],
      parts: (p) => ({
        ...p,
        withdraw: (core, task) => (withdrawn.set(core, (withdrawn.get(core) ?? 0) + 1), p.withdraw(core, task)),
        snapshot: (core) => {
          const says = p.snapshot(core);
          return { ...says, queued: (says.queued ?? 0) + (withdrawn.get(core) ?? 0) };
        },
      }),
    },
    'counted-until-its-turn': {
      fault: 'a cancelled queued task is settled but counted as queued until its turn',
      trips: ['REL-12', 'SHU-30'],
      parts: (p) => ({ ...p, withdraw: () => {} }),
    },
  }),
  ...faultsOf('CAN-21', {
    'skips-every-second': {
      fault:
        'iterates with an index over an array from which settled tasks are spliced, so that it skips every second queued task',
      trips: [],
      parts: (p) => ({
        ...p,
        *live(core) {
          for (let at = 0; at < core.queue.entries.length; at += 1) yield* core.queue.entries.slice(at, at + 1);
          yield* core.running;
        },
      }),
    },
    'dropped-unanswered': {
      fault: 'the queue is emptied without settling what it held',
      dialect: { 'cancelAll.scope': 'queued' },
      trips: [],
      parts: (p) => ({
        ...p,
        cancelAll: (core) => {
          const dropped = [...core.queue.entries];
          for (const task of dropped) core.queue.remove(task);
          return dropped.length;
        },
      }),
    },
    'next-submit-too': {
      fault: 'cancelAll() sets a flag that the next submit reads too',
      trips: [],
      parts: (p) => ({
        ...p,
        cancelAll: (core, reason) => (flagged.add(core), p.cancelAll(core, reason)),
        enqueue: (core, task) => {
          if (flagged.delete(core)) p.deliver(core, task, undefined);
          p.enqueue(core, task);
        },
      }),
    },
    'counts-the-running-only': {
      fault: 'counts only the running tasks in its answer although it cancels all',
      trips: [],
      parts: (p) => ({
        ...p,
        total: (core, reached) =>
          p.total(
            core,
            reached.filter(({ startedAt }) => startedAt !== undefined),
          ),
      }),
    },
  }),
];
