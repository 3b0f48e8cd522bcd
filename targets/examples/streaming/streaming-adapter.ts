import type { Client, Coordinator, Handle, Listener } from '../../../harness/index.ts';
import type { AsyncTask } from './async-task.ts';
import { QueueClient, type ClientRegistry } from './clients.ts';
import type { Body } from './stream-task.ts';

/** What the coordinator offers in both of its recorded states. */
interface StreamingCoordinator {
  readonly clients: ClientRegistry;
  readonly running: readonly string[];
  startTask(key: string, body: Body): AsyncTask<unknown>;
}

/** As asyncio has it: an error of the cleanup takes the place of the cancellation, which becomes its context. */
export const dialect = { 'cleanup.error': 'failed' } as const;

/** Presents what both recorded states of the coordinator have in common. */
export function present(tasks: StreamingCoordinator): Coordinator {
  const listen = (listener: Listener, key?: string) => {
    const client = { deliver: listener };
    tasks.clients.connect(client, key);
    return () => tasks.clients.disconnect(client);
  };
  return {
    submit({ id, run }): Handle {
      const task = tasks.startTask(id, (signal, emit) => run(signal, { emit }));
      return {
        id,
        result: task.result,
        cancel: () => task.cancel(),
        subscribe: (listener) => listen(listener, id),
      };
    },
    subscribe: (listener) => listen(listener),
    connect: ({ task }) => connected(tasks, task),
    query: (id) => ({
      state: id !== undefined && tasks.running.includes(id) ? 'running' : undefined,
      running: tasks.running.length,
      ids: tasks.running,
      clients: tasks.clients.size,
    }),
  };
}

function connected(tasks: StreamingCoordinator, key: string | undefined): Client {
  const client = new QueueClient();
  tasks.clients.connect(client, key);
  const leave = (): void => {
    tasks.clients.disconnect(client);
    client.end();
  };
  return {
    next: () => client.next(),
    close: leave,
    drop: leave,
  };
}
