import type { Job, ShutdownReport, ShutdownWish } from '../../harness/index.ts';
import { release } from './clients.ts';
import type { ClosingParts } from './closing-parts.ts';
import { type Core, Task } from './core.ts';
import { type Deferred, deferred } from './deferred.ts';
import { Abandoned, Refused, ShutDown, ShutdownFailed } from './errors.ts';
import { sendToAll, send } from './events.ts';
import { bounded, components, dependants, hooks } from './dependencies.ts';
import { keep, keepLeft } from './kept.ts';
import { unlisten } from './process-signals.ts';
import type { ClosingSettings } from './closing-settings.ts';
import { idle } from './shutdown.ts';
import { isIdle, stopped } from './tasks.ts';

/** One shutdown, from the call on. */
export interface Closing extends ClosingSettings {
  /** When it was called, in ms. */
  readonly since: number;
  readonly grace: number | undefined;
  readonly force: number | undefined;
  /** The task that called it, which it does not wait for. */
  readonly self: Task | undefined;
  /** Settles when somebody wants it to go on faster. */
  hurry: Deferred<void>;
  /** It has ended. */
  over: boolean;
}

function turnAway(core: Core, closing: Closing, job: Job): Task {
  const kept = closing.over ? closing.restart === 'kept' : closing.reject === 'kept';
  const error = new Refused('CLOSED', 'the coordinator is shutting down');
  if (!kept && (closing.reject === 'throw' || closing.reject === 'kept')) throw error;
  const task = new Task(job, core.parts.taskScope(core));
  task.result.promise.catch(() => {});
  if (kept) core.parts.keep(core, task);
  else refuse(core, task, closing.reject === 'event', error);
  return task;
}

/** The submitter has its answer by the result; who listens has it by an event, where one is declared. */
function refuse(core: Core, task: Task, tells: boolean, error: Refused): void {
  task.outcome = { kind: 'refused', error };
  task.state = 'refused';
  core.parts.settle(core, task, task.outcome);
  if (tells) send(core, task, 'refused', error, true);
}

const bears = ({ closing, settings }: Core): boolean => !closing || settings.children === 'allow';

/** The intake is closed already. First the work ends, then what it depends on, then the clients are released. */
async function close(core: Core, closing: Closing): Promise<ShutdownReport> {
  const { parts } = core;
  parts.tellClients(core);
  for (const enter of core.entrants.splice(0)) enter();
  const returned = parts.clear(core, closing).map(({ id }) => id);
  const left = (await parts.drain(core, closing)) ? [] : leave(core, closing);
  const unfinished = parts.named(core, closing, left).map((task) => parts.unfinished(core, task));
  for (const task of left) parts.abandon(core, closing, task);
  const errors = [...(await parts.hooks(core, closing)), ...(await parts.components(core, closing))];
  parts.unlisten(core);
  release(core);
  closing.over = true;
  return parts.finish(core, closing, { unfinished, returned }, errors);
}

/** The time is up: whoever still waits has no turn any more. */
function leave(core: Core, closing: Closing): readonly Task[] {
  for (const task of [...core.queue.entries]) stop(core, task);
  return core.parts.abandoned(core, closing);
}

/** Whoever asks again, in whatever mode, waits for the same end. */
function again(core: Core, closing: Closing): Promise<ShutdownReport> {
  const { hurry } = closing;
  // The next stage is nobody's hurry yet.
  closing.hurry = deferred();
  if (closing.escalates) hurry.resolve();
  return core.closed as Promise<ShutdownReport>;
}

const tellClients = (core: Core): void => {
  if (core.settings.clientEvent !== 'terminal') sendToAll(core, 'shutdown');
};

function clear(core: Core, closing: Closing): readonly Task[] {
  if (closing.queued === 'run') return [];
  const waiting = core.queue.entries.filter((task) => !task.outcome);
  if (closing.queued === 'cancel') for (const task of waiting) stop(core, task);
  else for (const task of waiting) forget(core, task);
  if (closing.queued === 'requeue') for (const task of waiting) core.parts.keep(core, task);
  return closing.queued === 'return' ? waiting : [];
}

function forget(core: Core, task: Task): void {
  core.queue.remove(task);
  core.tasks.delete(task.id);
  core.parts.disarm(core, task);
  task.unfollow();
}

async function drain(core: Core, closing: Closing): Promise<boolean> {
  const { parts } = core;
  const { running, grace, force } = closing;
  if (running === 'drain' || running === 'drain-then-cancel') {
    if (await parts.ends(core, closing, parts.timeLeft(core, closing, grace))) return true;
    if (running === 'drain') return false;
  }
  for (const task of parts.reached(core, closing)) stop(core, task);
  // Whoever tells at once has the grace period for cleaning up, on top of the allowance.
  return parts.ends(core, closing, parts.timeLeft(core, closing, grace === undefined ? force : grace + (force ?? 0)));
}

/** All periods begin with the call, so that no phase gets a new one. */
const timeLeft = (_core: Core, { since }: Closing, until: number | undefined): number | undefined =>
  until === undefined ? undefined : Math.max(0, since + until - performance.now());

async function ends(core: Core, { self, hurry }: Closing, ms: number | undefined): Promise<boolean> {
  if (isIdle(core, self)) return true;
  const up = deferred<boolean>();
  const disarm = ms === undefined ? undefined : core.parts.after(ms, () => up.resolve(false));
  const done = idle(core, self).then(() => true);
  const inTime = await Promise.race([done, up.promise, hurry.promise.then(() => false)]);
  disarm?.();
  return inTime;
}

/** The waiting ones first: a slot that a running one gives back must not start what is to be told next. */
const reached = (core: Core, { running, queued }: Closing): Iterable<Task> =>
  queued === 'run' && running !== 'drain-then-cancel' ? [...core.running] : core.parts.live(core);

function stop(core: Core, task: Task): void {
  if (!task.stop) core.parts.accept(core, task, { kind: 'cancelled', reasons: [core.parts.why(core)] });
}

const why = (): unknown => new ShutDown();

const abandoned = (core: Core, { self }: Closing): readonly Task[] => [...core.running].filter((task) => task !== self);

const named = (_core: Core, _closing: Closing, left: readonly Task[]): readonly Task[] => left;

/** Its body may go on; nothing that it does counts. */
function abandon(core: Core, _closing: Closing, task: Task): void {
  const { abandoned: answer } = core.settings;
  const reasons = task.stop?.reasons ?? [core.parts.why(core)];
  if (answer === 'kept') keepLeft(core, task);
  else if (answer === 'cancelled') core.parts.conclude(core, task, stopped(core, { kind: 'cancelled', reasons }));
  else {
    const error = answer === 'abandoned' ? new Abandoned() : new ShutDown();
    core.parts.conclude(core, task, { kind: answer, error, data: reasons[0] });
  }
}

function finish(_core: Core, closing: Closing, report: ShutdownReport, errors: readonly unknown[]): ShutdownReport {
  const incomplete = closing.expiry === 'throw' && (report.unfinished ?? []).length > 0;
  if (errors.length > 0 || incomplete) throw new ShutdownFailed(errors, report);
  return report;
}

/** Asks for the end, once. */
export function shutDown(
  core: Core,
  settings: ClosingSettings,
  { grace, force }: ShutdownWish,
): Promise<ShutdownReport> {
  const self = core.callers?.task;
  if (self && core.settings.self === 'error')
    return Promise.reject(new Refused('SELF', `"${self.id}" would wait for itself`));
  if (core.closing) return core.parts.again(core, core.closing, { grace, force }, settings);
  // Before anything else: what is told of the shutdown may submit again.
  core.closing = { since: performance.now(), grace, force, self, hurry: deferred(), over: false, ...settings };
  core.closed = core.parts.close(core, core.closing);
  return core.closed;
}

export const closing: ClosingParts = {
  turnAway,
  bears,
  keep,
  close,
  again,
  tellClients,
  clear,
  drain,
  timeLeft,
  ends,
  reached,
  why,
  abandoned,
  named,
  abandon,
  finish,
  hooks,
  components,
  bounded,
  dependants,
  unlisten,
};
