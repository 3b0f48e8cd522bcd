import type { Json } from '../../harness/index.ts';
import type { Core, Task } from './core.ts';
import { type Deferred, deferred } from './deferred.ts';
import { Cancelled } from './errors.ts';
import type { Part } from './limits.ts';
import type { Scope } from './scope.ts';

export type End = { readonly value: Json } | { readonly error: unknown };

/** One running member of a group, in a scope of its own. */
export interface Member {
  readonly scope: Scope;
  /** As its body ends. */
  readonly result: Promise<Json>;
  /** Settles when the body has ended; never rejects. */
  readonly ended: Promise<End>;
  end: End | undefined;
  /** The group cannot go on without it, also if it was only cancelled. */
  readonly essential: boolean;
}

/** Why a group stops a member; tells what it caused itself from what went wrong. */
export class Dismissed extends Cancelled {}

/** `stopped`: it starts cancelled, for this reason. */
export function begin(core: Core, above: Scope, part: Part, essential = false, stopped?: Dismissed): Member {
  const scope = core.parts.child(core, above);
  if (stopped) scope.cancel(stopped);
  const result = core.parts.member(core, scope, part);
  const ended = result.then(
    (value): End => ({ value }),
    (error: unknown): End => ({ error }),
  );
  const member: Member = { scope, result, ended, end: undefined, essential };
  void ended.then((end) => {
    member.end = end;
    scope.close();
  });
  return member;
}

/** A part that throws before its first wait is a failure like any other. */
export const member = async (_core: Core, scope: Scope, part: Part): Promise<Json> => part(scope, undefined);

/** A member that was cancelled, and not by its group, and gave way to that. */
export const gaveWay = ({ scope, end }: Member): boolean =>
  end !== undefined &&
  'error' in end &&
  (end.error instanceof Cancelled || (scope.cancelled && Object.is(end.error, scope.reason)));

export type CrewKind = 'all' | 'settle' | 'contest' | 'group' | 'supervise' | 'map';

/** Members that end together: nobody is left behind. */
export class Crew {
  readonly members: Member[] = [];
  /** Those that have ended, in the order of that. */
  readonly finished: Member[] = [];
  /** What went wrong, in the order of happening. */
  readonly failures: unknown[] = [];
  /** Those that had not ended when the time was up. */
  readonly cutOff = new Set<Member>();
  /** The time was up, and nobody is to wait any longer. */
  readonly expired: Deferred<void> = deferred();
  /** It takes no more members. */
  closed = false;
  dismissed: Dismissed | undefined;
  /** The body of a group, which is a member like the children. */
  lead: Member | undefined;
  readonly core: Core;
  readonly task: Task;
  readonly above: Scope;
  readonly kind: CrewKind;
  readonly #failsFast: boolean;
  readonly #late: boolean;

  constructor(core: Core, task: Task, above: Scope, kind: CrewKind, failsFast: boolean) {
    this.core = core;
    this.task = task;
    this.above = above;
    this.kind = kind;
    this.#failsFast = failsFast;
    this.#late = above.cancelled;
  }

  /** It was cancelled from outside. What it was opened in may have been cancelled before: that is no news. */
  get interrupted(): boolean {
    return this.above.cancelled && !this.#late;
  }

  add(part: Part, essential: boolean, stopped?: Dismissed): Member {
    const joined = begin(this.core, this.above, part, essential, stopped);
    this.members.push(joined);
    void joined.ended.then(() => this.#look(joined));
    return joined;
  }

  #look(ended: Member): void {
    this.finished.push(ended);
    const { end } = ended;
    if (!end || !('error' in end) || !this.core.parts.counts(this.core, this, ended)) return;
    this.failures.push(end.error);
    // Whoever collects failures still needs every value: one that was cancelled will never come.
    if (this.#failsFast || (this.kind === 'all' && gaveWay(ended))) this.core.parts.dismiss(this.core, this);
  }

  /** Raises what the members' ends mean for the task: its own cancellation first, and then no error is lost. */
  raise(): void {
    const failures = this.core.parts.failuresOf(this.core, this);
    if (this.interrupted) {
      this.task.errors.push(...failures.filter((error) => !Object.is(error, this.above.reason)));
      throw this.above.reason;
    }
    if (failures.length > 0) throw this.core.parts.sum(this.core, this.task, failures);
  }
}

/** True for a failure: what the group caused itself, and a member that may be cancelled and was, are none. */
export function counts(_core: Core, crew: Crew, ended: Member): boolean {
  const { end } = ended;
  if (!end || !('error' in end) || end.error instanceof Dismissed) return false;
  if (crew.above.cancelled && Object.is(end.error, crew.above.reason)) return false;
  return ended.essential || !gaveWay(ended);
}

/** Stops all that still run. What they throw because of it is nobody's error. */
export function dismiss(core: Core, crew: Crew): void {
  crew.dismissed ??= new Dismissed();
  for (const one of crew.members) core.parts.tell(core, crew, one, crew.dismissed);
}

export const tell = (_core: Core, _crew: Crew, one: Member, why: Dismissed): void => one.scope.cancel(why);

/** Waits for everybody, also for those who join meanwhile; then nobody can join any more. */
export async function leave(_core: Core, crew: Crew): Promise<void> {
  for (let at = 0; at < crew.members.length; at += 1) await crew.members[at]?.ended;
  crew.closed = true;
}

/** It still makes sense to start something. */
export const goesOn = (_core: Core, crew: Crew): boolean => !crew.dismissed && !crew.interrupted;

export const failuresOf = (_core: Core, crew: Crew): readonly unknown[] => crew.failures;
