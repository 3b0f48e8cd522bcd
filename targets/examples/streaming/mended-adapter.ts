import { defineTarget, type Listener, type TaskEvent } from '../../../harness/index.ts';
import { kept, TaskCoordinator, unread, type ShutdownReport } from './mended.ts';
import type { TaskNews } from './mended-stream.ts';

/** The mended coordinator. What a body sends is never taken for the end of its task, whatever its type. */
export const target = defineTarget({
  name: 'streaming-mended',
  version: '2.0.0',
  profile: 'coordinator',
  dialect: {
    'cancel.delivery': 'signal',
    'cancelAll.scope': 'all',
    'client.slow': 'disconnect',
    'client.buffer': { value: 'number', count: unread },
    'client.disconnect': 'detach',
    'late.view': 'live-only',
    retention: { value: 'count', count: kept },
    'shutdown.self': 'excluded',
    unobserved: 'hook',
  },
  classify: (said, view) =>
    (view === 'events' || view === 'lateSubscribe') && !(said as Partial<TaskNews>).last ? null : undefined,
  report: (settled) => ({ unfinished: (settled as Partial<ShutdownReport>).unfinished ?? [] }),
  open() {
    const tasks = new TaskCoordinator();
    return {
      submit({ id, run, timeout }) {
        const task = tasks.submit(id, (signal, emit) => run(signal, { emit }), timeout);
        return {
          id,
          result: task.result,
          cancel: (reason) => task.stop({ ending: 'cancelled', reason }),
          subscribe: (listener: Listener) => tasks.subscribe(listener, task),
        };
      },
      cancel: (id, reason) => tasks.cancel(id, reason),
      cancelAll: (reason) => tasks.cancelAll(reason),
      result: (id) => tasks.get(id).result,
      query: (id) => ({
        state: id === undefined ? undefined : tasks.find(id)?.state,
        running: tasks.live.length,
        ids: tasks.live.map((run) => run.id),
        ...tasks.counts,
      }),
      subscribe: (listener) => tasks.subscribe(listener),
      connect({ task }) {
        const stream = tasks.connect(task === undefined ? undefined : tasks.get(task));
        const leave = (): void => stream.close();
        // A reader in this process stops by not asking: there is no transport to be told.
        return {
          next: (): PromiseLike<TaskEvent | undefined> => stream.next(),
          pause() {},
          resume() {},
          close: leave,
          drop: leave,
        };
      },
      diagnostics: (sink) => tasks.log.listen(({ level, text, key, error }) => sink({ level, text, task: key, error })),
      shutdown: { shutdown: ({ grace, force }) => tasks.shutdown(grace, force) },
    };
  },
});
