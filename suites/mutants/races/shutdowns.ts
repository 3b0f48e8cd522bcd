import type { ShutdownReport } from '../../../harness/index.ts';
import type { Closing } from '../../reference/closing.ts';
import { Task } from '../../reference/core.ts';
import { hops } from '../../reference/hops.ts';
import { adopt, stopped } from '../../reference/tasks.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

/** Shutdowns that have taken their list and not closed the intake. */
const open = new WeakSet<Closing>();

/** What shutdowns come to, and which of them another has overtaken. */
const ends = new WeakMap<Closing, Promise<ShutdownReport>>();
const overtaken = new WeakSet<Closing>();

/** Faults in what meets a shutdown. */
export const shutdowns: readonly Mutant[] = [
  ...faultsOf('RAC-12', {
    'closed-after-the-list-was-taken': {
      fault: 'shutdown() takes the list of live tasks, and sets the closed flag two awaits later',
      trips: ['RAC-15'],
      parts: (p) => ({
        ...p,
        close: (core, closing) => {
          open.add(closing);
          void hops(2).then(() => open.delete(closing));
          return p.close(core, closing);
        },
        turnAway: (core, closing, job) =>
          open.has(closing) ? new Task(job, p.taskScope(core)) : p.turnAway(core, closing, job),
      }),
    },
  }),
  ...faultsOf('RAC-12', {
    'open-until-the-next-turn': {
      fault: 'the flag that closes the intake is set by a timer of 0 ms: until it fires, submits are accepted and run',
      trips: [],
      parts: (p) => ({
        ...p,
        close: (core, closing) => {
          open.add(closing);
          setTimeout(() => open.delete(closing), 0);
          return p.close(core, closing);
        },
        turnAway: (core, closing, job) => (open.has(closing) ? adopt(core, job) : p.turnAway(core, closing, job)),
      }),
    },
  }),
  ...faultsOf('RAC-13', {
    'overtaken-and-never-told': {
      fault: 'a shutdown by another mode takes over, and whoever waits for the first one waits for ever',
      trips: [],
      parts: (p) => ({
        ...p,
        close: (core, closing) => {
          const end = p.close(core, closing);
          ends.set(closing, end);
          return end.then((report) => (overtaken.has(closing) ? new Promise<never>(() => {}) : report));
        },
        again: (core, closing, wish, asked) => {
          if (asked.running === closing.running) return p.again(core, closing, wish, asked);
          overtaken.add(closing);
          return ends.get(closing) as Promise<ShutdownReport>;
        },
      }),
    },
    'the-queue-comes-back': {
      fault: 'a second shutdown by another mode puts the tasks that the first one has cancelled back into the queue',
      trips: ['RAC-15', 'RAC-17'],
      parts: (p) => ({
        ...p,
        again: (core, closing, wish, asked) => {
          const ended = [...core.tasks.values()].filter(({ outcome, startedAt }) => outcome && startedAt === undefined);
          if (asked.running !== closing.running) for (const task of ended) core.parts.start(core, task);
          return p.again(core, closing, wish, asked);
        },
      }),
    },
    'nothing-to-wait-for-the-second-time': {
      fault: 'shutdown() returns at once when a shutdown is already in progress, instead of the pending promise',
      trips: [],
      parts: (p) => ({ ...p, again: async () => ({}) }),
    },
  }),
  ...faultsOf('RAC-14', {
    'cancelled-while-it-drains': {
      fault: 'while a shutdown is in progress a body that returns is settled as cancelled',
      trips: ['SHU-04'],
      parts: (p) => ({
        ...p,
        judge: (core, task, end, errors) =>
          core.closing && 'value' in end
            ? stopped(core, { kind: 'cancelled', reasons: [undefined] })
            : p.judge(core, task, end, errors),
      }),
    },
    'the-list-of-the-beginning': {
      fault:
        'at the end of the drain every task of the list taken at its start is published as cancelled, ended or not',
      trips: ['RAC-13', 'RAC-15', 'RAC-25', 'RAC-03', 'RAC-12'],
      parts: (p) => ({
        ...p,
        drain: async (core, closing) => {
          const list = [...core.running];
          const ended = await p.drain(core, closing);
          for (const task of list) p.announce(core, task, { kind: 'cancelled' });
          return ended;
        },
      }),
    },
  }),
];
