import type { Json, Limit } from '../../harness/index.ts';
import type { Core, Task } from './core.ts';
import { TimedOut } from './errors.ts';
import { Scope } from './scope.ts';
import { after } from './timer.ts';

/** A part of a body: runs in the scope that it is given. */
export type Part<Extra = undefined> = (scope: Scope, extra: Extra) => Promise<Json>;

/** The time limit of one scope. */
export class TimeLimit implements Limit {
  /** Set when the time was up before anything else ended the scope. */
  expired: TimedOut | undefined;
  readonly #scope: Scope;
  #disarm: () => void = () => {};

  constructor(scope: Scope, ms: number) {
    this.#scope = scope;
    this.move(ms);
  }

  move(ms: number | undefined): void {
    this.disarm();
    this.#scope.deadline = ms === undefined ? Number.POSITIVE_INFINITY : performance.now() + ms;
    if (ms !== undefined && !this.#scope.cancelled) this.#disarm = after(ms, () => this.#expire(ms));
  }

  /** A limit below another one cannot have more time than that. */
  remaining(): number | undefined {
    const left = this.#scope.earliest() - performance.now();
    return left === Number.POSITIVE_INFINITY ? undefined : Math.max(0, left);
  }

  disarm(): void {
    this.#disarm();
  }

  #expire(ms: number): void {
    if (this.#scope.cancelled) return;
    this.expired = new TimedOut(ms);
    this.#scope.cancel(this.expired);
  }
}

/** Runs a part under a time limit, and waits for its end: "timed out" means that nothing of it runs any more. */
export async function within(core: Core, task: Task, above: Scope, ms: number, part: Part<Limit>): Promise<Json> {
  core.parts.enter(core, task, above);
  if (ms <= 0) throw new TimedOut(ms);
  const scope = core.parts.limited(core, above);
  const limit = new TimeLimit(scope, ms);
  try {
    const value = await part(scope, limit);
    if (limit.expired) throw limit.expired;
    return value;
  } catch (error) {
    if (!limit.expired || Object.is(error, limit.expired)) throw error;
    throw Object.assign(limit.expired, { suppressed: [error] });
  } finally {
    limit.disarm();
    scope.close();
  }
}

/** Runs a part that no cancel reaches. One that came meanwhile takes effect right after it. */
export async function shield(_core: Core, above: Scope, part: Part): Promise<Json> {
  const late = above.cancelled;
  const value = await part(new Scope(), undefined);
  if (above.cancelled && !late) throw above.reason;
  return value;
}

/** Runs a part in a scope that can be cancelled from outside, apart from the rest of the body. */
export async function scoped(
  core: Core,
  task: Task,
  above: Scope,
  part: Part,
  opened: (cancel: (reason?: unknown) => unknown) => void,
): Promise<Json> {
  core.parts.enter(core, task, above);
  const scope = core.parts.fork(core, above);
  opened((reason) => scope.cancel(reason));
  try {
    return await part(scope, undefined);
  } finally {
    scope.close();
  }
}
