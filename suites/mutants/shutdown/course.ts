import { isIdle } from '../../reference/tasks.ts';
import { faultsOf, type Mutant } from '../mutant.ts';

const never = <T>(): Promise<T> => new Promise(() => {});

/** Faults in how long a shutdown waits, and in what a further call does. */
export const course: readonly Mutant[] = [
  ...faultsOf('SHU-01', {
    'does-not-wait': {
      fault: 'shutdown() resolves without awaiting the running tasks',
      trips: ['SHU-04', 'SHU-05', 'SHU-07', 'SHU-08', 'SHU-10', 'SHU-24', 'SHU-27'],
      parts: (p) => ({ ...p, drain: async () => true }),
    },
    'waits-for-a-next-task': {
      fault: 'shutdown() of an idle coordinator waits for the end of a next task instead of looking at the count',
      trips: [],
      parts: (p) => ({
        ...p,
        ends: (core, closing, ms) => (isIdle(core) ? never() : p.ends(core, closing, ms)),
      }),
    },
  }),
  ...faultsOf('SHU-02', {
    'already-stopped': {
      fault: "a second call after the end rejects with 'already stopped'",
      trips: [],
      parts: (p) => ({
        ...p,
        again: (core, closing, wish, asked) =>
          closing.over ? Promise.reject(new Error('already stopped')) : p.again(core, closing, wish, asked),
      }),
    },
    'tells-the-ends-again': {
      fault: 'a second call publishes the terminal events of the ended tasks again',
      trips: ['RAC-15'],
      parts: (p) => ({
        ...p,
        again: (core, closing, wish, asked) => {
          for (const task of core.remembered) if (task.outcome) p.announce(core, task, task.outcome);
          return p.again(core, closing, wish, asked);
        },
      }),
    },
  }),
  ...faultsOf('SHU-03', {
    'no-timer': {
      fault: 'shutdown awaits all tasks without a timer',
      trips: ['SHU-05', 'SHU-26'],
      parts: (p) => ({ ...p, ends: (core, closing) => p.ends(core, closing, undefined) }),
    },
  }),
  ...faultsOf('SHU-04', {
    'tells-at-once': {
      fault: 'the running tasks are told at the start of shutdown although drain-then-cancel is declared',
      trips: ['SHU-05'],
      parts: (p) => ({
        ...p,
        drain: (core, closing) => p.drain(core, { ...closing, running: 'cancel' }),
      }),
    },
    'counts-from-the-opening': {
      fault: 'the grace timer counts from the opening of the coordinator, not from the call',
      trips: ['SHU-05'],
      parts: (p) => ({ ...p, timeLeft: (core, closing, until) => p.timeLeft(core, { ...closing, since: 0 }, until) }),
    },
  }),
  ...faultsOf('SHU-05', {
    'gives-up-untold': {
      fault: 'at the end of the grace period shutdown gives up without telling the remaining tasks',
      trips: ['SHU-07'],
      parts: (p) => ({ ...p, drain: (core, closing) => p.drain(core, { ...closing, running: 'drain' }) }),
    },
    'no-allowance': {
      fault:
        'the remaining tasks are told at the end of the grace period, but shutdown resolves without waiting for the allowance',
      trips: ['SHU-09', 'SHU-21'],
      parts: (p) => ({
        ...p,
        drain: (core, closing) =>
          p.drain(core, closing.running === 'drain-then-cancel' ? { ...closing, force: 0 } : closing),
      }),
    },
  }),
  ...faultsOf('SHU-12', {
    'timer-left': {
      fault: 'the grace timer is not cleared when everything has ended before it',
      trips: [],
      parts: (p) => ({
        ...p,
        ends: (core, closing, ms) => {
          if (ms !== undefined) p.after(ms, () => {});
          return p.ends(core, closing, ms);
        },
      }),
    },
    'limit-outlives-its-task': {
      fault: 'the timer of a limit is not cleared when its task ends during a shutdown',
      trips: ['OBS-07'],
      parts: (p) => ({ ...p, disarm: (core, task) => (core.closing ? undefined : p.disarm(core, task)) }),
    },
  }),
  ...faultsOf('SHU-20', {
    'listeners-left': {
      fault: 'the signal listeners that open installs are never removed',
      trips: [],
      dialect: { 'signal.map': 'graceful' },
      parts: (p) => ({ ...p, unlisten: () => {} }),
    },
  }),
];
