import type { Json, Limit } from '../../harness/index.ts';
import type { Core, Task } from './core.ts';
import { Cancelled, Refused, TimedOut } from './errors.ts';
import type { Scope } from './scope.ts';

/** A part of a body: runs in the scope that it is given. */
export type Part<Extra = undefined> = (scope: Scope, extra: Extra) => Promise<Json>;

/** The time limit of one scope. */
export class TimeLimit implements Limit {
  readonly core: Core;
  readonly task: Task;
  readonly scope: Scope;
  /** As it was set at first, in ms. */
  readonly ms: number;
  /** Set when the time was up before anything else ended the scope. */
  expired: TimedOut | undefined;
  /** Nothing runs under it any more. */
  ended = false;
  disarm: () => void = nothing;

  constructor(core: Core, task: Task, scope: Scope, ms: number) {
    this.core = core;
    this.task = task;
    this.scope = scope;
    this.ms = ms;
    this.move(ms);
  }

  move(ms: number | undefined): void {
    this.core.parts.move(this.core, this, ms);
  }

  remaining(): number | undefined {
    const left = this.core.parts.remaining(this.core, this);
    return left === Number.POSITIVE_INFINITY ? undefined : Math.max(0, left);
  }
}

const nothing = (): void => {};

/** Arms the limit anew: to so many ms from now, or to nothing. */
export function move(core: Core, limit: TimeLimit, ms: number | undefined): void {
  if (limit.ended) throw new Refused('ENDED', 'nothing runs under this time limit any more');
  limit.disarm();
  limit.scope.deadline = ms === undefined ? Number.POSITIVE_INFINITY : performance.now() + ms;
  const armed = ms !== undefined && !limit.scope.cancelled;
  limit.disarm = armed ? core.parts.after(ms, () => core.parts.expired(core, limit, ms)) : nothing;
}

/** A limit below another one cannot have more time than that. */
export const remaining = (_core: Core, { scope }: TimeLimit): number => scope.earliest() - performance.now();

/** Inside, the end of the time is a cancellation: only the scope whose time is up reports a timeout. */
export function expired(_core: Core, limit: TimeLimit, ms: number): void {
  if (limit.scope.cancelled) return;
  limit.expired = new TimedOut(ms);
  limit.scope.cancel(new Cancelled(limit.expired));
}

/** Runs a part under a time limit, and waits for its end: "timed out" means that nothing of it runs any more. */
export async function within(core: Core, task: Task, above: Scope, ms: number, part: Part<Limit>): Promise<Json> {
  core.parts.enter(core, task, above);
  if (ms <= 0) throw new TimedOut(ms);
  const scope = core.parts.limited(core, above);
  const limit = new TimeLimit(core, task, scope, core.parts.span(core, above, ms));
  try {
    const value = await part(scope, limit);
    if (limit.expired) throw limit.expired;
    return value;
  } catch (error) {
    if (!limit.expired) throw error;
    const own = Object.is(error, limit.expired) || Object.is(error, scope.reason);
    throw own ? limit.expired : Object.assign(limit.expired, { suppressed: [error] });
  } finally {
    limit.disarm();
    limit.ended = true;
    scope.close();
  }
}
