import type { Coordinator, OpenWish, Resource } from '../../../harness/index.ts';
import { kept } from '../streaming/mended.ts';
import { lend, type Patterns } from './lend.ts';
import { ResourcePool } from './pool.ts';
import { Runner } from './runner.ts';
import { Semaphore } from './semaphore.ts';

export const dialect = {
  'cancel.delivery': 'signal',
  'cancelAll.scope': 'all',
  'dispose.error': 'aggregate',
  'timeout.start': 'submit',
  'shutdown.queued': 'run',
  'shutdown.self': 'excluded',
  retention: { value: 'count', count: kept },
  unobserved: 'hook',
} as const;

/** Presents what both states of the patterns have in common. */
export function present({ concurrency }: OpenWish, patterns: Patterns): Coordinator {
  const runner = new Runner(concurrency);
  const { tasks } = runner;
  return {
    submit({ id, run, timeout }) {
      const task = runner.run(id, (signal) => run(signal, lend(runner, patterns, signal)), timeout);
      return { id, result: task.result, cancel: (reason) => task.stop({ ending: 'cancelled', reason }) };
    },
    cancelAll: (reason) => tasks.cancelAll(reason),
    query: () => runner.counts,
    diagnostics: (sink) => tasks.log.listen(({ level, text, key, error }) => sink({ level, text, task: key, error })),
    shutdown: { shutdown: ({ grace, force }) => tasks.shutdown(grace, force) },
    resources: {
      semaphore: ({ limit }) => presentSemaphore(new Semaphore(limit)),
      pool: ({ limit, create, destroy }) => presentPool(new ResourcePool({ limit, create, destroy })),
    },
  };
}

const presentSemaphore = (semaphore: Semaphore): Resource => ({
  acquire: ({ signal, timeout }) => semaphore.acquire({ signal, timeout }),
  use: (body, { signal, timeout }) => semaphore.use(() => body(undefined, signal), { signal, timeout }),
});

const presentPool = (pool: ResourcePool): Resource => ({
  acquire: ({ signal, timeout }) => pool.acquire({ signal, timeout }),
  use: (body, { signal, timeout }) => pool.use((resource) => body(resource, signal), { signal, timeout }),
  close: ({ timeout }) => pool.close(timeout),
});
