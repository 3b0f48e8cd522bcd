import type { Task } from '../../reference/core.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

const before = new WeakMap<Task, Task>();

/** Faults among requests of one key. */
export const keys: readonly Mutant[] = [
  ...faultsOf('TOK-15', {
    'starts-when-told': {
      fault: 'the new run starts as soon as the old one has been told to stop',
      trips: [],
      parts: (p) => ({
        ...p,
        keys: {
          ...p.keys,
          busy: (core, task) =>
            [...core.running].some(({ key, stop }) => task.key !== undefined && key === task.key && !stop),
        },
      }),
    },
    'both-wait-for-the-same': {
      fault:
        'each request awaits the end of the run that was current when it came: two that waited for the same one start together',
      trips: [],
      parts: (p) => ({
        ...p,
        keys: {
          ...p.keys,
          supersede: (core, task) => {
            const current = [...core.running].find(({ key }) => task.key !== undefined && key === task.key);
            if (current) before.set(task, current);
            if (current && !current.stop) core.parts.request(core, current, 'superseded');
          },
          busy: (_core, task) => before.get(task)?.holds === true,
        },
      }),
    },
    'one-place-to-wait': {
      fault: 'only one request can wait: a third one replaces the second without answering it',
      trips: [],
      dialect: { supersede: 'queue' },
      parts: (p) => ({
        ...p,
        keys: {
          ...p.keys,
          supersede: (core, task) => {
            const waits = core.queue.entries.filter(({ key }) => task.key !== undefined && key === task.key);
            for (const older of waits) core.queue.remove(older);
          },
        },
      }),
    },
  }),
];
