import type { Core, Stop, Task } from './core.ts';
import { Cancelled, Refused } from './errors.ts';
import { letIn } from './slots.ts';
import { marked, stopped } from './tasks.ts';

/** Cancels by identity. A reason of undefined is none; everything else is one. */
export function cancel(core: Core, id: string, reason: unknown): unknown {
  const task = core.tasks.get(id);
  return task ? core.parts.request(core, task, reason) : core.parts.unknown(core, id, reason);
}

export function request(core: Core, task: Task, reason: unknown): unknown {
  if (task.outcome || task.decided) return core.parts.terminal(core, task, reason);
  if (task.stop) return core.parts.second(core, task, reason);
  core.parts.accept(core, task, { kind: 'cancelled', reasons: [reason] });
  return core.parts.answer(core, task);
}

export function accept(core: Core, task: Task, stop: Stop): void {
  if (task.decided) return;
  task.stop = stop;
  if (!task.holds) return core.parts.discard(core, task);
  task.state = 'cancelling';
  // To the body a limit is a cancellation: no part of it may take the time of the task for its own.
  const [reason] = stop.reasons;
  core.parts.deliver(core, task, stop.kind === 'timeout' ? new Cancelled(reason) : reason);
  const early = stop.kind === 'timeout' ? core.settings.earlyTimeout : core.settings.early && stop.kind === 'cancelled';
  if (early) core.parts.conclude(core, task, marked(task, stopped(core, stop)));
}

export const deliver = (_core: Core, task: Task, reason: unknown): void => task.scope.cancel(reason);

/** A task whose body never ran has no cleanup to wait for: it ends here. */
export function discard(core: Core, task: Task): void {
  core.parts.disarm(core, task);
  core.parts.withdraw(core, task);
  core.parts.conclude(core, task, stopped(core, task.stop ?? { kind: 'cancelled', reasons: [undefined] }));
  core.parts.end(core, task);
}

export function withdraw(core: Core, task: Task): void {
  if (!core.settings.lazyQueue) core.queue.remove(task);
  letIn(core);
}

export function answer(core: Core, task: Task): unknown {
  const { positive, waits } = core.settings;
  if (positive === 'void') return undefined;
  // A task that cancels itself would wait for itself.
  if (!waits || core.parts.isCaller(core, task)) return true;
  return task.ended.promise.then(() => (positive === 'confirmed' ? task.outcome?.kind : true));
}

export function second(core: Core, task: Task, reason: unknown): unknown {
  const { second: choice, positive } = core.settings;
  if (reason !== undefined) task.stop?.reasons.push(reason);
  if (choice === 'error') throw new Refused('STOPPING', `"${task.id}" is being cancelled already`);
  if (choice === 'noop-false') return false;
  if (choice === 'escalate') task.scope.tellAgain();
  return positive === 'void' ? undefined : core.parts.answer(core, task);
}

export function terminal(core: Core, task: Task): unknown {
  if (core.settings.terminal === 'error') throw new Refused('ENDED', `"${task.id}" has ended`);
  return core.settings.terminal === 'ignore' ? undefined : false;
}

export function unknown(core: Core, id: string, reason: unknown): unknown {
  const { unknown: choice } = core.settings;
  if (choice === 'error') throw new Refused('UNKNOWN', `no task is known as "${id}"`);
  if (choice === 'tombstone') core.tombstones.set(id, reason);
  return choice === 'ignore' ? undefined : false;
}

export function cancelAll(core: Core, reason: unknown): unknown {
  const { scope } = core.settings;
  const reached: Task[] = [];
  for (const task of core.parts.live(core)) {
    if (task.stop || (scope === 'running' && !task.holds) || (scope === 'queued' && task.holds)) continue;
    reached.push(task);
    core.parts.accept(core, task, { kind: 'cancelled', reasons: [reason] });
  }
  return core.parts.total(core, reached);
}

/** The waiting ones first: a slot that a running one gives back must not start what is to be cancelled next. */
export const live = (core: Core): Iterable<Task> => [...core.queue.entries, ...core.running];

export function total(core: Core, reached: readonly Task[]): unknown {
  if (core.settings.total === 'void') return undefined;
  return core.settings.total === 'list' ? reached.map(({ id }) => id) : reached.length;
}

export const isCaller = (core: Core, task: Task): boolean => core.callers?.task === task;
