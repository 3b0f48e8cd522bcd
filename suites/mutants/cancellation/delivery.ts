import type { Core } from '../../reference/core.ts';
import { Scope } from '../../reference/scope.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

const shared = new WeakMap<Core, Scope>();

/** Faults on the way of a cancel to the body. */
export const delivery: readonly Mutant[] = [
  ...faultsOf('CAN-01', {
    'answered-but-not-delivered': {
      fault:
        'cancel() marks the registry entry as cancelled and answers yes, but never fires the signal that the body was given',
      trips: ['SHU-05', 'SHU-07', 'SHU-30'],
      parts: (p) => ({ ...p, deliver: () => {} }),
    },
  }),
  ...faultsOf('CAN-02', {
    'the-wrong-entry': {
      fault:
        'the cancel of a queued task takes the last entry off the queue, whoever that is, and settles the right one',
      trips: [],
      parts: (p) => ({
        ...p,
        withdraw: (core) => {
          const last = core.queue.entries.at(-1);
          if (last) p.withdraw(core, last);
        },
      }),
    },
    'one-controller-for-all': {
      fault: 'one AbortController is shared by all tasks of the coordinator',
      trips: ['CAN-21', 'CAN-29'],
      parts: (p) => ({
        ...p,
        taskScope: (core) => {
          const scope = shared.get(core) ?? new Scope();
          shared.set(core, scope);
          return scope;
        },
      }),
    },
  }),
  ...faultsOf('CAN-13', {
    'no-clients-no-cancel': {
      fault: 'cancel() sends its notice before it fires the signal, and the notice throws on an empty list of clients',
      trips: ['SHU-07'],
      parts: (p) => ({
        ...p,
        accept: (core, task, stop) => {
          if (core.listeners.length + task.listeners.length === 0) throw new Error('there are no clients');
          p.accept(core, task, stop);
        },
      }),
    },
  }),
  ...faultsOf('CAN-20', {
    'waits-for-itself': {
      fault: 'cancel() awaits the end of the task, also when it is called from that task',
      trips: [],
      dialect: { 'cancel.wait': 'quiesced', 'cancel.return': 'confirmed' },
      parts: (p) => ({ ...p, isCaller: () => false }),
    },
  }),
];
