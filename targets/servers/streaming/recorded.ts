import { type JobSpec, runJob } from '../../../harness/index.ts';
import type { ClientRegistry, StreamEvent } from '../../examples/streaming/clients.ts';
import type { Body } from '../../examples/streaming/stream-task.ts';
import type { Served } from './host.ts';

/** What the coordinator has in both of its recorded states. */
interface Recorded {
  readonly clients: ClientRegistry;
  startTask(key: string, body: Body): { readonly result: Promise<unknown> };
}

/** A recorded state behind the server. It has no shutdown, so the server has none either. */
export const recorded = (tasks: Recorded): Served => ({
  run(spec: JobSpec): void {
    const task = tasks.startTask(spec.id, (signal, emit) => runJob(spec, signal, { emit }));
    task.result.catch(() => undefined);
  },
  follow(send) {
    const client = { deliver: (event: StreamEvent) => send(event) };
    tasks.clients.connect(client);
    return () => tasks.clients.disconnect(client);
  },
});
