import { defineTarget } from '../../harness/index.ts';
import { taken } from './piscina-pool.ts';

export const target = defineTarget({
  name: 'piscina',
  profile: 'queue',
  pace: 3,
  dialect: {
    // An aborted task is rejected at once, and its thread is terminated: no cleanup of the body runs.
    'cancel.delivery': 'kill',
    'cancel.return': 'void',
    'cancel.terminal': 'ignore',
    'terminal.when': 'at-request',
  },
  open({ concurrency = 2 }) {
    const pool = taken(concurrency);
    return {
      submit(job) {
        // Read when it is posted to a thread: until then it waits in the queue of the pool.
        const task = {
          get spec() {
            return job.spec;
          },
        };
        return { result: pool.run(task, { signal: job.signal }) };
      },
      query: () => ({ queued: pool.queueSize }),
      shutdown: {
        close: () => pool.close(),
        closeByForce: () => pool.close({ force: true }),
        destroy: () => pool.destroy(),
      },
      dispose: () => pool.destroy(),
    };
  },
});
