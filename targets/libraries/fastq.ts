import fastq from 'fastq';
import { defineTarget, type Job, type Json } from '../../harness/index.ts';

/** Each of its ways to drop what waits is a flush: none of them ends the queue. */
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
      shutdown: {
        kill: () => queue.kill(),
        killAndDrain: () => queue.killAndDrain(),
        abort: () => queue.abort(),
      },
    };
  },
});
