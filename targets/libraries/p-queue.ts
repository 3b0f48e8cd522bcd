import PQueue from 'p-queue';
import { defineTarget } from '../../harness/index.ts';

/** Its events speak of the queue and name no task, so they are no events of tasks and are not handed on. */
export const target = defineTarget({
  name: 'p-queue',
  profile: 'queue',
  dialect: {
    // The caller's signal is the only way to cancel, and a signal answers nothing.
    'cancel.return': 'void',
    'cancel.terminal': 'ignore',
    // An aborted task is rejected at once and its slot given on, while its body may still run: nobody can see its end.
    'terminal.when': 'at-request',
    'limit.counts': 'reported',
    // So is a task that has run into its limit. Its body is not told.
    'timeout.settle': 'early',
    'cancelAll.scope': 'queued',
    'cancelAll.answer': 'void',
    fairness: 'priority',
  },
  open({ concurrency }) {
    const queue = new PQueue(concurrency === undefined ? {} : { concurrency });
    return {
      submit({ run, signal, timeout, priority }) {
        const limits = timeout === undefined ? {} : { timeout };
        const options = { signal, ...limits, ...(priority === undefined ? {} : { priority }) };
        return { result: queue.add((given) => run(given.signal), options) };
      },
      idle: () => queue.onIdle(),
      query: () => ({ running: queue.pending, queued: queue.size }),
      cancelAll: () => queue.clear(),
      policies: {
        rate({ calls, per }) {
          const limited = new PQueue({ intervalCap: calls, interval: per });
          return (call, { signal }) => limited.add((given) => call(given.signal), signal ? { signal } : {});
        },
      },
    };
  },
});
