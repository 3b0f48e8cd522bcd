import { faultsOf, type Mutant } from '../mutant.ts';

/** Faults with bodies that are killed. */
export const threads: readonly Mutant[] = [
  ...faultsOf('CAN-28', {
    'slot-given-back-when-told': {
      fault: 'the slot is given back when the task is told, not when its thread has ended',
      trips: ['REL-08', 'CAN-09', 'CAN-27', 'CAN-30', 'OBS-07', 'CAN-13', 'CAN-02', 'REL-07'],
      dialect: { 'cancel.delivery': { value: 'tell-then-kill', after: 30_000 } },
      parts: (p) => ({
        ...p,
        deliver: (core, task, reason) => {
          p.deliver(core, task, reason);
          p.release(core, task);
        },
      }),
    },
    'killed-at-the-start-fails': {
      fault:
        "a thread that is killed before it has said that it is ready rejects its task with the thread's start error",
      trips: ['OBS-07'],
      dialect: { 'cancel.delivery': 'kill' },
      parts: (p) => ({
        ...p,
        lost: (core, task, ready) => {
          if (!ready) task.stop = undefined;
          return p.lost(core, task, ready);
        },
      }),
    },
  }),
];
