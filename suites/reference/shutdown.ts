import type { ShutdownReport, ShutdownWish } from '../../harness/index.ts';
import { release } from './clients.ts';
import type { Core, Task } from './core.ts';
import { deferred } from './deferred.ts';
import { ShutDown } from './errors.ts';
import { isIdle, stopped } from './tasks.ts';
import { after } from './timer.ts';

/** What is left is let run for the grace period, or told at once. */
export type ShutdownMode = 'drain' | 'abort';

/** Settles when nothing waits and nothing runs, but for the one task that asks, if a task does. */
export function idle(core: Core, except?: Task): Promise<void> {
  const done = deferred<void>();
  if (isIdle(core, except)) done.resolve();
  else core.idlers.push({ except, done });
  return done.promise;
}

/** Shuts down, once: whoever asks again, in whatever mode, waits for the same end. */
export function shutDown(core: Core, mode: ShutdownMode, wish: ShutdownWish): Promise<ShutdownReport> {
  const { grace, force } = wish;
  // Before anything else: what is told of the shutdown may submit again.
  core.closing = true;
  core.closed ??= close(core, mode, grace, force);
  return core.closed;
}

/** The intake is closed already: the work ends, then the clients are released. */
async function close(
  core: Core,
  mode: ShutdownMode,
  grace: number | undefined,
  force: number | undefined,
): Promise<ShutdownReport> {
  const self = core.callers?.getStore();
  if (mode === 'abort' || !(await ends(core, self, grace))) stop(core, core.parts.live(core));
  // Whoever tells at once has the grace period for cleaning up, on top of the allowance.
  const allowance = mode === 'abort' ? sum(grace, force) : force;
  const unfinished = (await ends(core, self, allowance)) ? [] : giveUp(core);
  release(core);
  return { unfinished };
}

const sum = (grace: number | undefined, force: number | undefined): number | undefined =>
  grace === undefined && force === undefined ? undefined : (grace ?? 0) + (force ?? 0);

/** False: the time was up first. No time given: it waits as long as it takes. */
async function ends(core: Core, self: Task | undefined, ms: number | undefined): Promise<boolean> {
  if (isIdle(core, self)) return true;
  const done = idle(core, self).then(() => true);
  if (ms === undefined) return done;
  const expired = deferred<boolean>();
  const disarm = after(ms, () => expired.resolve(false));
  const inTime = await Promise.race([done, expired.promise]);
  disarm();
  return inTime;
}

function stop(core: Core, tasks: Iterable<Task>): void {
  for (const task of tasks) {
    if (!task.stop) core.parts.accept(core, task, { kind: 'cancelled', reasons: [new ShutDown()] });
  }
}

/** Answers everybody who waits for a task that will not end. Its body may go on; nothing that it does counts. */
function giveUp(core: Core): Unfinished {
  const left = [...core.running].filter((task) => task !== core.callers?.getStore());
  const unfinished = left.map(({ id, startedAt, state }) => ({
    id,
    age: performance.now() - (startedAt ?? performance.now()),
    state,
  }));
  for (const task of left) {
    const reasons = task.stop?.reasons ?? [new ShutDown()];
    core.parts.conclude(core, task, stopped(core, { kind: 'cancelled', reasons }));
  }
  return unfinished;
}

type Unfinished = NonNullable<ShutdownReport['unfinished']>;
