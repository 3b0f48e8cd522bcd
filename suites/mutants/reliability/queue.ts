import type { Core } from '../../reference/core.ts';
import { isFull } from '../../reference/slots.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

/** How many queued tasks were cancelled, of each coordinator: they never reach the dequeue. */
const cancelled = new WeakMap<Core, number>();

/** A heap fills the place at its top with its last entry: among equals the last one is the next. */
function refillTop(core: Core): void {
  const { entries } = core.queue;
  const equals = entries.filter(({ priority }) => priority === entries[0]?.priority);
  const last = equals.at(-1);
  if (last) entries.unshift(...entries.splice(entries.indexOf(last), 1));
}

/** Faults with those who wait for a place, and with their order. */
export const waiting: readonly Mutant[] = [
  ...faultsOf('REL-11', {
    'oldest-dropped-in-silence': {
      fault: 'on overflow the oldest entry is dropped without being settled, and the new one is accepted',
      trips: [],
      parts: (p) => ({
        ...p,
        admit: (core, job) => {
          if (isFull(core)) core.queue.take();
          p.admit(core, job);
        },
      }),
    },
    'shed-unsettled': {
      fault: 'the shed entry is removed and never settled',
      trips: [],
      dialect: { 'queue.overflow': 'shed-oldest' },
      parts: (p) => ({ ...p, shed: (core) => void core.queue.take() }),
    },
    'counts-the-running-one': {
      fault: 'the running task counts as well: the fifth waiting submit is refused',
      trips: ['REL-12'],
      parts: (p) => ({ ...p, counted: (core) => p.counted(core) + core.running.size }),
    },
  }),
  ...faultsOf('REL-12', {
    'bound-of-its-own': {
      fault: 'the bound is a counter of its own, raised at submit and lowered only when an entry is dequeued',
      trips: ['REL-09'],
      parts: (p) => ({
        ...p,
        counted: (core) => p.counted(core) + (cancelled.get(core) ?? 0),
        withdraw: (core, task) => {
          p.withdraw(core, task);
          cancelled.set(core, (cancelled.get(core) ?? 0) + 1);
        },
      }),
    },
    'dead-entries-count': {
      fault:
        'the entry of a cancelled task stays in the list until its turn, as declared, and the queue limit counts it',
      trips: [],
      dialect: { 'queued.cancel': 'at-dequeue' },
      parts: (p) => ({ ...p, counted: (core) => core.queue.entries.length }),
    },
    'aborted-call-keeps-its-turn': {
      fault: 'an aborted call keeps the start time that was reserved for it',
      trips: [],
      parts: (p) => ({ ...p, rate: { ...p.rate, leave: () => {} } }),
    },
  }),
  ...faultsOf('REL-14', {
    'frees-before-it-wakes': {
      fault:
        'release() frees the lock first and wakes the waiters a turn later: a re-acquire in the same turn overtakes them',
      trips: [],
      parts: (p) => ({
        ...p,
        semaphore: {
          ...p.semaphore,
          release: (lock) => {
            lock.free += 1;
            queueMicrotask(
              () => lock.free > 0 && lock.line.entries.length > 0 && ((lock.free -= 1), p.semaphore.release(lock)),
            );
          },
        },
      }),
    },
    'heap-without-a-sequence': {
      fault: 'the priority queue is a heap without a sequence number: equal priorities are served in arbitrary order',
      trips: [],
      dialect: { fairness: 'priority' },
      parts: (p) => ({
        ...p,
        next: (core) => {
          const task = p.next(core);
          refillTop(core);
          return task;
        },
      }),
    },
  }),
];
