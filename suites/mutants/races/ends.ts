import { send } from '../../reference/events.ts';
import { hops } from '../../reference/hops.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

/** Faults in what comes after an end, in the order of events, and in cleanup. */
export const ends: readonly Mutant[] = [
  ...faultsOf('RAC-15', {
    'late-completion-overwrites': {
      fault: 'the late completion of a task that shutdown gave up overwrites its state and is published',
      trips: ['SHU-27'],
      parts: (p) => ({
        ...p,
        conclude: (core, task, outcome) => {
          if (core.closing) task.outcome = undefined;
          p.conclude(core, task, outcome);
        },
      }),
    },
    'no-look-at-an-earlier-end': {
      fault: 'a body that returns settles its task without a look at an earlier terminal state',
      dialect: { 'terminal.when': 'at-acceptance', 'cancel.binding': 'sticky', 'cancel.committed': 'marked' },
      trips: ['RAC-01', 'RAC-14', 'RAC-17', 'CAN-19'],
      parts: (p) => ({
        ...p,
        judge: (core, task, end, errors) => {
          if (!('value' in end)) return p.judge(core, task, end, errors);
          task.outcome = undefined;
          return { kind: 'completed', value: end.value, data: end.value };
        },
      }),
    },
    'progress-makes-it-run-again': {
      fault: "emit() sets the task's state to running before it looks whether the task has ended",
      trips: [],
      parts: (p) => ({
        ...p,
        emit: (core, task, type, data) => {
          task.state = 'running';
          return p.emit(core, task, type, data);
        },
      }),
    },
  }),
  ...faultsOf('RAC-16', {
    'no-event-waits-for-another': {
      fault: 'each event is delivered by a promise of its own that waits for no earlier one',
      trips: ['RAC-07', 'RAC-09', 'RAC-10', 'RAC-15', 'RAC-17'],
      parts: (p) => ({
        ...p,
        hand: async (core, client, event) => {
          await hops(typeof event.data === 'number' && event.data % 2 === 1 ? 6 : 1);
          return p.hand(core, client, event);
        },
      }),
    },
    'the-oldest-task-in-batches': {
      fault: 'while several tasks run, the events of the oldest one are held back to be sent in batches',
      dialect: { 'order.scope': 'per-client' },
      trips: [],
      parts: (p) => ({
        ...p,
        post: (core, task, event) => {
          const [oldest, ...others] = core.running;
          if (oldest !== task || others.length === 0 || event.terminal) p.post(core, task, event);
          else void hops(4).then(() => p.post(core, task, event));
        },
      }),
    },
    'the-end-jumps-the-queue': {
      fault: "the terminal event jumps the client's queue",
      trips: ['RAC-17'],
      parts: (p) => ({
        ...p,
        hand: (core, client, event) => {
          if (!event.terminal || !client.busy) return p.hand(core, client, event);
          client.waiting.unshift(event);
          return client.busy;
        },
      }),
    },
  }),
  ...faultsOf('RAC-17', {
    'emits-whatever-has-ended': {
      fault: 'emit() does not look whether the task has ended',
      trips: [],
      parts: (p) => ({ ...p, emit: (core, task, type, data) => send(core, task, type, data, false) }),
    },
  }),
  ...faultsOf('RAC-17', {
    'emits-while-deaf': {
      fault: 'emit() asks whether the body has ended, not whether its end has been told',
      dialect: { 'terminal.when': 'at-acceptance', 'cancel.binding': 'sticky', 'cancel.committed': 'marked' },
      trips: [],
      parts: (p) => ({
        ...p,
        emit: (core, task, type, data) => (task.holds ? send(core, task, type, data, false) : undefined),
      }),
    },
  }),
  ...faultsOf('RAC-18', {
    'run-again-when-stopped': {
      fault: 'a body that gave way to a stop is run once more, as a failed one would be',
      trips: ['RAC-03', 'RAC-04', 'RAC-13'],
      parts: (p) => ({
        ...p,
        body: (core, task) =>
          p.body(core, task).catch((error: unknown) => {
            if (!task.stop) throw error;
            return p.body(core, task);
          }),
      }),
    },
    'cleaned-up-by-both': {
      fault: 'both the cancel path and the end of the body run the deferred cleanups',
      trips: ['CAN-10', 'RAC-03', 'RAC-04'],
      parts: (p) => ({
        ...p,
        deliver: (core, task, reason) => {
          p.deliver(core, task, reason);
          for (const cleanup of task.cleanups) void cleanup();
        },
      }),
    },
    'an-error-skips-the-cleanup': {
      fault: 'when a body throws an error of its own after it was cancelled, its deferred cleanups are skipped',
      trips: [],
      parts: (p) => ({
        ...p,
        cleanUp: async (core, task, end) =>
          task.stop && 'error' in end && end.error !== task.scope.reason ? [] : p.cleanUp(core, task, end),
      }),
    },
  }),
];
