import { faultsOf, type Mutant } from '../mutant.ts';

/** Faults that make noise, and faults by which a log gets in the way of the work. */
export const noise: readonly Mutant[] = [
  ...faultsOf('OBS-07', {
    'promise-without-a-handler': {
      fault: 'an internal promise of a cancelled task is left without a handler',
      trips: ['CAN-13'],
      parts: (p) => ({
        ...p,
        accept: (core, task, stop) => {
          void task.result.promise.finally(() => {});
          p.accept(core, task, stop);
        },
      }),
    },
    'chained-without-a-handler': {
      fault:
        'a second chain hangs on the promise of every body, without a handler: each failure and each cancel is unhandled',
      trips: ['CAN-13', 'REL-02'],
      parts: (p) => ({
        ...p,
        body: (core, task) => {
          const body = p.body(core, task);
          void body.finally(() => {});
          return body;
        },
      }),
    },
    'listens-for-what-has-been': {
      fault: 'a listener is added to a signal that is aborted already, and is never removed',
      trips: ['RAC-23', 'SHU-12'],
      parts: (p) => ({
        ...p,
        follow: (core, task, signal) => {
          if (signal.aborted) signal.addEventListener('abort', () => {});
          p.follow(core, task, signal);
        },
      }),
    },
    'listener-stays': {
      fault: 'each task adds an abort listener to a shared signal and never removes it',
      trips: ['RAC-23', 'SHU-12'],
      parts: (p) => ({
        ...p,
        listen: (core, task, signal) => {
          p.listen(core, task, signal);
          task.unfollow = () => {};
        },
      }),
    },
  }),
  ...faultsOf('OBS-08', {
    'waits-for-the-log': {
      fault: 'the log call is awaited on the way to the terminal state',
      trips: ['CAN-24'],
      parts: (p) => ({
        ...p,
        conclude: (core, task, end) => {
          const record = { level: 'debug', text: `the task ends: ${end.kind}`, task: task.id } as const;
          const logged = core.sinks.map(async (sink) => sink(record));
          void Promise.allSettled(logged).then(() => p.conclude(core, task, end));
        },
      }),
    },
    'told-of-a-listener-unguarded': {
      fault: 'the log is told of a failing listener outside any try: a throw of the sink goes on into the broadcast',
      trips: [],
      parts: (p) => ({
        ...p,
        broadcast: (core, listeners, event) => {
          for (const listener of listeners) {
            try {
              void listener(event);
            } catch (error) {
              for (const sink of core.sinks) void sink({ level: 'warn', text: 'a listener failed', error });
            }
          }
        },
      }),
    },
    'log-before-the-settling': {
      fault: 'the log call stands before the settling without a guard: a throw of the sink leaves the result pending',
      trips: [],
      parts: (p) => ({
        ...p,
        conclude: (core, task, end) => {
          for (const sink of core.sinks)
            void sink({ level: 'debug', text: `the task ends: ${end.kind}`, task: task.id });
          p.conclude(core, task, end);
        },
      }),
    },
  }),
];
