import type { Coordinator, Handle, Job, OpenWish, Snapshot } from '../../harness/index.ts';
import { Callers } from './callers.ts';
import { cancel } from './cancellation.ts';
import { connect } from './clients.ts';
import { Core, type Parts, type Task, without } from './core.ts';
import { subscribe } from './events.ts';
import { facets } from './facets.ts';
import type { Data } from './kept.ts';
import { begin, endsOf } from './life.ts';
import { unlisten } from './process-signals.ts';
import { daemonOf } from './daemon.ts';
import { managerOf } from './manager.ts';
import type { Settings } from './settings.ts';
import { isFull } from './slots.ts';
import { resultOf, submit } from './tasks.ts';
import { killThreads } from './threads.ts';
import { tokensOf } from './tokens.ts';
import { runWaves } from './waves.ts';

/** A coordinator with these settings, made of these parts. */
export function coordinator(
  settings: Settings,
  parts: Parts,
  wish: OpenWish,
  data?: Data,
): Coordinator | Promise<Coordinator> {
  const callers = settings.knowsCallers ? new Callers() : undefined;
  const core = new Core(settings, parts, wish.concurrency, wish.queueLimit, callers);
  core.store = wish.store;
  core.connect = wish.connect;
  const made = membersOf(core, wish);
  const begun = begin(core, wish.components, data);
  return wish.components ? begun.then(() => made) : made;
}

function membersOf(core: Core, wish: OpenWish): Coordinator {
  const { settings, parts, callers } = core;
  return {
    waves: (waves, wish) => runWaves(core, waves, wish),
    component: (ports) => daemonOf(core, ports),
    components: (list) => managerOf(core, list),
    submit: (job: Job) => enter(core, job),
    cancel: (id, reason) => cancel(core, id, reason),
    cancelAll: (reason) => core.parts.cancelAll(core, reason),
    idle: () => core.parts.idle(core),
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
    dispose: () => {
      callers?.close();
      unlisten(core);
      killThreads(core);
    },
    ...facets(settings, parts),
    ...tokensOf(core),
    ...endsOf(core, (data) => coordinator(settings, parts, wish, data)),
  };
}

/** A submit that finds the queue full waits for a place, where that was chosen; an abort ends the wait. */
function enter(core: Core, job: Job): Handle | Promise<Handle> {
  const waits = core.settings.overflow === 'wait' && !core.closing && (core.entrants.length > 0 || isFull(core));
  if (!waits) return handle(core, submit(core, job));
  const { signal } = job;
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      core.entrants.splice(core.entrants.indexOf(go), 1);
      reject(signal.reason as Error);
    };
    const go = (): void => {
      signal.removeEventListener('abort', abort);
      try {
        resolve(handle(core, submit(core, job)));
      } catch (error) {
        reject(error);
      }
    };
    signal.addEventListener('abort', abort);
    core.entrants.push(go);
  });
}

function handle(core: Core, task: Task): Handle {
  return {
    id: task.id,
    result: task.result.promise,
    ended: task.ended.promise,
    cancel: (reason) => core.parts.request(core, task, reason),
    subscribe: (listener, after) => core.parts.attach(core, task, listener, after),
  };
}

function query(core: Core, id: string | undefined): Snapshot {
  if (id === undefined) return core.parts.snapshot(core);
  const task = core.tasks.get(id);
  return { state: task && core.parts.shown(core, task) };
}
