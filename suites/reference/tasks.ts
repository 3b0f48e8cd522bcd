import type { Job, Json } from '../../harness/index.ts';
import type { Closing } from './closing.ts';
import { Cancelled, Refused, TimedOut } from './errors.ts';
import { type BodyEnd, type Core, type Outcome, type Stop, Task } from './core.ts';
import { deferred } from './deferred.ts';
import { lend } from './lent.ts';
import { Scope } from './scope.ts';
import { followToken } from './signals.ts';
import { reportLate } from './events.ts';
import { anyRoom, isFull, letIn } from './slots.ts';

/** Takes a job on. It starts in a turn of its own, so that whoever submits can still cancel it or listen to it. */
export function submit(core: Core, job: Job): Task {
  const closing = stillClosed(core);
  if (closing) return core.parts.turnAway(core, closing, job);
  const known = core.settings.reuse === 'dedupe' ? core.tasks.get(job.id) : undefined;
  if (known) return known;
  core.parts.admit(core, job);
  return adopt(core, job);
}

/** The shutdown that keeps tasks out; where that was chosen, the first submit after its end starts everything anew. */
function stillClosed(core: Core): Closing | undefined {
  const { closing } = core;
  if (!closing?.over || closing.restart !== 'restartable') return closing;
  core.closing = core.closed = undefined;
  void core.begin();
  return undefined;
}

/** Takes a job on that need not ask to be let in. */
export function adopt(core: Core, job: Job): Task {
  const task = new Task(job, core.parts.taskScope(core));
  // The log is told of every failure, so a result that nobody looks at is no stray error, unless that was chosen.
  if (!core.settings.strays) task.result.promise.catch(ignore);
  core.tasks.set(task.id, task);
  core.parts.follow(core, task, job.signal);
  if (!task.outcome && core.parts.counting(core, 'submit')) core.parts.limit(core, task, job.timeout);
  if (job.token && !task.outcome) followToken(core, task, job.token);
  if (task.key !== undefined) core.parts.keys.supersede(core, task);
  if (!task.outcome) core.parts.enqueue(core, task);
  return task;
}

/** A further wait for the result, answered like the first one. */
export function resultOf(core: Core, id: string): Promise<Json> {
  const task = core.tasks.get(id);
  if (!task) return Promise.reject(new Refused('UNKNOWN', `no task is known as "${id}"`));
  const waiter = deferred<Json>();
  task.waiters.push(waiter);
  if (task.outcome) core.parts.settle(core, task, task.outcome);
  return waiter.promise;
}

export function admit(core: Core, job: Job): void {
  const known = core.tasks.get(job.id);
  const over = known?.outcome !== undefined && !known.holds && core.settings.reuse !== 'never';
  if (known && !over) throw new Refused('DUPLICATE', `a task "${job.id}" is known`);
  if (job.key !== undefined) core.parts.keys.admitKey(core, job.key);
  if (!isFull(core)) return;
  if (core.settings.overflow === 'shed-oldest') core.parts.shed(core);
  else throw new Refused('FULL', `${core.queueLimit} tasks wait already`);
}

export const taskScope = (): Scope => new Scope();

export function enqueue(core: Core, task: Task): void {
  core.queue.add(task);
  core.laned ||= task.lane !== undefined;
  const tomb = core.tombstones.size > 0 && core.tombstones.has(task.id);
  if (tomb) {
    const reason = core.tombstones.get(task.id);
    core.tombstones.delete(task.id);
    core.parts.accept(core, task, { kind: 'cancelled', reasons: [reason] });
  }
  pump(core);
}

/** Starts what may start, in the next microtask: one pump at a time. */
export function pump(core: Core): void {
  if (core.pumping || core.queue.entries.length === 0 || !anyRoom(core)) return;
  core.pumping = true;
  queueMicrotask(() => {
    core.pumping = false;
    while (anyRoom(core)) {
      const task = core.parts.next(core);
      if (!task) break;
      core.parts.start(core, task);
    }
    letIn(core);
  });
}

export function next(core: Core): Task | undefined {
  const { entries } = core.queue;
  for (let at = 0; at < entries.length; at += 1) {
    const task = entries[at] as Task;
    if (!task.outcome && (!core.parts.hasRoom(core, task.lane) || core.parts.keys.busy(core, task))) continue;
    entries.splice(at, 1);
    if (!task.outcome) return task;
    at -= 1;
  }
  return undefined;
}

export const waiting = (core: Core): number => {
  const { entries } = core.queue;
  return core.settings.lazyQueue ? entries.filter((task) => !task.outcome).length : entries.length;
};

export function start(core: Core, task: Task): void {
  task.state = 'running';
  task.startedAt = performance.now();
  task.holds = true;
  core.parts.occupy(core, task);
  core.parts.begun(core, task);
  if (core.parts.counting(core, 'start') && !core.parts.limit(core, task, task.job.timeout))
    return void finish(core, task, { error: task.scope.reason });
  core.parts.watch(core, task, run(core, task));
}

function run(core: Core, task: Task): Promise<Json> {
  try {
    const begins = (): Promise<Json> => core.parts.body(core, task);
    const go = () => (core.callers ? core.callers.run(task, begins) : begins());
    const dialled = core.connect && core.parts.dial(core, task);
    return dialled ? dialled.then(go) : go();
  } catch (error) {
    return Promise.reject(error);
  }
}

export const body = (core: Core, task: Task): Promise<Json> =>
  task.job.run(task.scope.signal, lend(core, task, task.scope));

export const counting = ({ settings }: Core, moment: 'submit' | 'start'): boolean => settings.limitFrom === moment;

/** No time at all ends a task before its body begins. */
export function limit(core: Core, task: Task, ms: number | undefined): boolean {
  if (ms === undefined) return true;
  task.scope.deadline = performance.now() + ms;
  if (ms > 0) task.disarm = core.parts.after(ms, () => core.parts.expire(core, task, ms));
  else core.parts.expire(core, task, ms);
  return ms > 0;
}

export function expire(core: Core, task: Task, ms: number): void {
  if (!task.stop && !task.outcome) core.parts.accept(core, task, { kind: 'timeout', reasons: [new TimedOut(ms)] });
}

export const disarm = (_core: Core, task: Task): void => task.disarm();

export function watch(core: Core, task: Task, ending: Promise<Json>): void {
  ending.then(
    (value) => void finish(core, task, { value }),
    (error: unknown) => void finish(core, task, { error }),
  );
}

/** The body has ended: its children end, then its cleanup runs, then the outcome is published. Never rejects. */
async function finish(core: Core, task: Task, end: BodyEnd): Promise<void> {
  core.parts.disarm(core, task);
  if (task.children.size > 0) await endChildren(task, end);
  const errors = task.cleanups.length > 0 ? await core.parts.cleanUp(core, task, end) : none;
  if (task.connection) await core.parts.hangUp(core, task, task.connection);
  const outcome = core.parts.judge(core, task, end, errors);
  const persisted = core.parts.persist(core, task, outcome);
  if (persisted) await persisted;
  core.parts.conclude(core, task, outcome);
  core.parts.end(core, task);
}

/** Children may end in peace, unless what they work for has failed. */
async function endChildren(task: Task, end: BodyEnd): Promise<void> {
  if ('error' in end) task.scope.cancel(end.error);
  // A child may spawn while it is awaited.
  while (task.children.size > 0) await Promise.all(task.children);
}

export function defer(_core: Core, task: Task, cleanup: () => Promise<void>): void {
  task.cleanups.push(cleanup);
}

export async function cleanUp(_core: Core, task: Task): Promise<readonly unknown[]> {
  const errors: unknown[] = [];
  for (let cleanup = task.cleanups.pop(); cleanup; cleanup = task.cleanups.pop()) {
    try {
      await cleanup();
    } catch (error) {
      errors.push(error);
    }
  }
  return errors;
}

/** A stop decides the outcome only if the body went along with it; a limit that has passed always does. */
export function judge(core: Core, task: Task, end: BodyEnd, cleanup: readonly unknown[]): Outcome {
  const { stop, scope } = task;
  const { sticky, cleanupError } = core.settings;
  const thrown = 'error' in end && !(stop && Object.is(end.error, scope.reason));
  const errors = [...(thrown ? [end.error] : none), ...task.errors, ...cleanup];
  const yielded = !stop || ('value' in end && stop.kind === 'cancelled' && !sticky);
  if (yielded && errors.length === 0 && 'value' in end) return { kind: 'completed', value: end.value, data: end.value };
  if (!stop || (errors.length > 0 && (yielded || cleanupError === 'failed'))) return failed(errors);
  return marked(task, stopped(core, stop, errors));
}

/** Who reads that a task was cancelled would think that nothing of it is stored. */
export const marked = ({ committed }: Task, outcome: Outcome): Outcome =>
  committed ? { ...outcome, error: Object.assign(outcome.error as Error, { committed }) } : outcome;

function failed(errors: readonly unknown[]): Outcome {
  const error = errors.length === 1 ? errors[0] : new AggregateError(errors, 'the task failed in several ways');
  return { kind: 'failed', error, data: error };
}

/** The outcome of a task that was stopped; `errors`: what was thrown on the way out. */
export function stopped(core: Core, stop: Stop, errors: readonly unknown[] = none): Outcome {
  const reason = reasonOf(core, stop);
  if (stop.kind === 'timeout') return timedOut(core, stop.reasons[0] as TimedOut, errors);
  return { kind: 'cancelled', error: new Cancelled(reason, errors), data: reason };
}

function timedOut({ settings }: Core, reason: TimedOut, errors: readonly unknown[]): Outcome {
  const kind = settings.timeoutAs;
  const error = kind === 'cancelled' ? new Cancelled(reason, errors) : Object.assign(reason, { suppressed: errors });
  return { kind, error, data: reason };
}

function reasonOf(core: Core, { reasons }: Stop): unknown {
  if (core.settings.kept === 'last') return reasons.at(-1);
  return core.settings.kept === 'all' && reasons.length > 1 ? [...reasons] : reasons[0];
}

export function conclude(core: Core, task: Task, outcome: Outcome): void {
  if (task.outcome) return reportLate(core, task, outcome);
  task.outcome = outcome;
  task.state = outcome.kind;
  task.unfollow();
  core.parts.settle(core, task, outcome);
  core.parts.announce(core, task, outcome);
}

export function settle(_core: Core, task: Task, { kind, value, error }: Outcome): void {
  for (const waiter of task.waiters.splice(0)) {
    if (kind === 'completed') waiter.resolve(value as Json);
    else waiter.reject(error);
  }
}

export function end(core: Core, task: Task): void {
  task.scope.close();
  core.parts.release(core, task);
  task.ended.resolve();
  core.parts.remember(core, task);
  if (core.idlers.length > 0) wakeIdlers(core);
}

export function release(core: Core, task: Task): void {
  task.holds = false;
  if (core.running.delete(task)) pump(core);
}

/** Nothing waits and nothing runs, but for one task that asks. */
export function isIdle(core: Core, except?: Task): boolean {
  const others = core.running.size - (except && core.running.has(except) ? 1 : 0);
  return others === 0 && core.parts.waiting(core) === 0;
}

function wakeIdlers(core: Core): void {
  for (const idler of core.idlers.splice(0)) {
    if (isIdle(core, idler.except)) idler.done.resolve();
    else core.idlers.push(idler);
  }
}

const none: readonly unknown[] = [];
const ignore = (): void => {};
