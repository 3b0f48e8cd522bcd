import { AsyncLocalStorage } from 'node:async_hooks';
import type { Coordinator, Handle, Job, OpenWish, Snapshot } from '../../harness/index.ts';
import { cancel } from './cancellation.ts';
import { connect } from './clients.ts';
import { Core, type Parts, type Task, without } from './core.ts';
import { attach, subscribe } from './events.ts';
import type { Settings } from './settings.ts';
import { idle, shutDown } from './shutdown.ts';
import { resultOf, submit } from './tasks.ts';
import { killThreads } from './threads.ts';

/** A coordinator with these settings, made of these parts. */
export function coordinator(settings: Settings, parts: Parts, wish: OpenWish): Coordinator {
  const callers = settings.knowsCallers ? new AsyncLocalStorage<Task>() : undefined;
  const core = new Core(settings, parts, wish.concurrency, wish.queueLimit, callers);
  return {
    submit: (job: Job) => handle(core, submit(core, job)),
    cancel: (id, reason) => cancel(core, id, reason),
    cancelAll: (reason) => core.parts.cancelAll(core, reason),
    idle: () => idle(core),
    query: (id) => query(core, id),
    result: (id) => resultOf(core, id),
    subscribe: (listener) => subscribe(core, listener),
    connect: ({ task, after }) => connect(core, task, after),
    diagnostics: (sink) => {
      core.sinks = [...core.sinks, sink];
      return () => {
        core.sinks = without(core.sinks, sink);
      };
    },
    shutdown: {
      drain: (wish) => shutDown(core, 'drain', wish),
      abort: (wish) => shutDown(core, 'abort', wish),
    },
    dispose: () => {
      callers?.disable();
      killThreads(core);
    },
  };
}

function handle(core: Core, task: Task): Handle {
  return {
    id: task.id,
    result: task.result.promise,
    ended: task.ended.promise,
    cancel: (reason) => core.parts.request(core, task, reason),
    subscribe: (listener, after) => attach(core, task, listener, after),
  };
}

function query(core: Core, id: string | undefined): Snapshot {
  if (id !== undefined) return { state: core.tasks.get(id)?.state };
  const queued = core.parts.waiting(core);
  return {
    running: core.running.size,
    queued,
    kept: core.remembered.length,
    clients: core.streams.size,
    ids: [...core.tasks.values()].filter((task) => task.holds || !task.outcome).map((task) => task.id),
  };
}
