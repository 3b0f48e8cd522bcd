import fastq from 'fastq';
import { defineTarget, type Job, type Json } from '../../harness/index.ts';

/** Its ways to drop what waits end nothing else: `abort` rejects what it drops, `kill` forgets it. */
export const target = defineTarget({
  name: 'fastq',
  profile: 'limiter',
  dialect: { 'cancelAll.scope': 'queued', 'cancelAll.answer': 'void' },
  open({ concurrency = 1 }) {
    const queue = fastq.promise<unknown, Job, Json>((job) => job.run(), concurrency);
    return {
      submit: (job) => ({ result: queue.push(job) }),
      idle: () => queue.drained(),
      query: () => ({ running: queue.running(), queued: queue.length() }),
      cancelAll: () => queue.abort(),
      shutdown: {
        kill: () => queue.kill(),
        killAndDrain: () => queue.killAndDrain(),
      },
    };
  },
});
