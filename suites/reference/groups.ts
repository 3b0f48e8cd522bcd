import type { Child, Entry, Json } from '../../harness/index.ts';
import type { Core, Task } from './core.ts';
import { Cancelled, Refused } from './errors.ts';
import type { Part } from './limits.ts';
import type { Scope } from './scope.ts';
import { after } from './timer.ts';

/** One running member of a group, in a scope of its own. */
interface Member {
  readonly scope: Scope;
  /** As its body ends. */
  readonly result: Promise<Json>;
  /** Settles when the body has ended; never rejects. */
  readonly ended: Promise<End>;
}

type End = { readonly value: Json } | { readonly error: unknown };

/** Why a group stops a member; tells what it caused itself from what went wrong. */
class Dismissed extends Cancelled {}

function begin(core: Core, above: Scope, part: Part): Member {
  const scope = core.parts.child(core, above);
  const result = attempt(() => part(scope, undefined));
  const ended = result.then(
    (value): End => ({ value }),
    (error: unknown): End => ({ error }),
  );
  void ended.then(() => scope.close());
  return { scope, result, ended };
}

/** A part that throws before its first wait is a failure like any other. */
const attempt = async (run: () => Promise<Json>): Promise<Json> => run();

/** A member that was cancelled, and not by its group, and gave way to that. */
const gaveWay = ({ scope }: Member, end: End): boolean =>
  'error' in end && (end.error instanceof Cancelled || (scope.cancelled && Object.is(end.error, scope.reason)));

/** Members that end together: the first failure may dismiss the others, and nobody is left behind. */
class Crew {
  readonly members: Member[] = [];
  readonly failures: unknown[] = [];
  /** It takes no more members. */
  closed = false;
  dismissed: Dismissed | undefined;
  readonly #core: Core;
  readonly #above: Scope;
  readonly #failsFast: boolean;
  readonly #late: boolean;

  constructor(core: Core, above: Scope, failsFast: boolean) {
    this.#core = core;
    this.#above = above;
    this.#failsFast = failsFast;
    this.#late = above.cancelled;
  }

  /** It was cancelled from outside. What it was opened in may have been cancelled before: that is no news. */
  get interrupted(): boolean {
    return this.#above.cancelled && !this.#late;
  }

  /** `essential`: the group cannot go on without it, also if it was only cancelled. */
  add(part: Part, essential: boolean): Member {
    if (this.closed || this.dismissed) throw new Refused('CLOSED', 'the group takes no more children');
    const member = begin(this.#core, this.#above, part);
    this.members.push(member);
    void member.ended.then((end) => this.#look(member, end, essential));
    return member;
  }

  /** Stops all that still run. What they throw because of it is nobody's error. */
  dismiss(): void {
    this.dismissed ??= new Dismissed();
    for (const { scope } of this.members) scope.cancel(this.dismissed);
  }

  /** Waits for everybody, also for those who join meanwhile; then nobody can join any more. */
  async leave(): Promise<void> {
    for (let at = 0; at < this.members.length; at += 1) await this.members[at]?.ended;
    this.closed = true;
  }

  /** Raises what the members' ends mean for the task: its own cancellation first, and then no error is lost. */
  raise(task: Task): void {
    if (this.interrupted) {
      task.errors.push(...this.failures.filter((error) => !Object.is(error, this.#above.reason)));
      throw this.#above.reason;
    }
    if (this.failures.length === 1) throw this.failures[0];
    if (this.failures.length > 1) throw new AggregateError(this.failures, 'several members of the group failed');
  }

  #look(member: Member, end: End, essential: boolean): void {
    if (!('error' in end)) return;
    const { error } = end;
    if (this.dismissed && Object.is(error, this.dismissed)) return;
    if (this.#above.cancelled && Object.is(error, this.#above.reason)) return;
    if (gaveWay(member, end) && !essential) return;
    this.failures.push(error);
    if (this.#failsFast) this.dismiss();
  }
}

/** Needs every value: the first failure dismisses the others, which are awaited. */
export async function all(core: Core, task: Task, above: Scope, parts: readonly Part[]): Promise<Json> {
  core.parts.enter(core, task, above);
  const crew = new Crew(core, above, true);
  for (const part of parts) crew.add(part, core.settings.childCancel !== 'continue');
  await crew.leave();
  crew.raise(task);
  return valuesOf(crew);
}

async function valuesOf(crew: Crew): Promise<Json> {
  const ends = await Promise.all(crew.members.map(({ ended }) => ended));
  return ends.map((end) => ('value' in end ? end.value : null));
}

/** The first to settle wins, also with a failure; the losers are dismissed and awaited. */
export async function race(core: Core, task: Task, above: Scope, parts: readonly Part[]): Promise<Json> {
  return contest(core, task, above, parts, () => true);
}

/** The first success wins; with none, all failures are raised together. */
export async function any(core: Core, task: Task, above: Scope, parts: readonly Part[]): Promise<Json> {
  return contest(core, task, above, parts, (end) => 'value' in end);
}

async function contest(
  core: Core,
  task: Task,
  above: Scope,
  parts: readonly Part[],
  wins: (end: End) => boolean,
): Promise<Json> {
  core.parts.enter(core, task, above);
  const crew = new Crew(core, above, false);
  let winner: End | undefined;
  for (const part of parts) {
    void crew.add(part, true).ended.then((end) => {
      if (winner || !wins(end)) return;
      winner = end;
      crew.dismiss();
    });
  }
  await crew.leave();
  if (winner && !crew.interrupted) return 'value' in winner ? winner.value : lose(task, crew, winner.error);
  crew.raise(task);
  throw new AggregateError([], 'there was nothing to choose from');
}

/** A race that is lost by a failure raises that one; what the losers threw stays with the task. */
function lose(task: Task, crew: Crew, error: unknown): never {
  const others = crew.failures.filter((failure) => !Object.is(failure, error));
  if (others.length > 0) task.errors.push(...others);
  throw error;
}

/** Waits for all and stops none, unless the time is up: one entry a part, in their order. */
export async function settle(
  core: Core,
  task: Task,
  above: Scope,
  parts: readonly Part[],
  timeout: number | undefined,
): Promise<readonly Entry[]> {
  core.parts.enter(core, task, above);
  const crew = new Crew(core, above, false);
  for (const part of parts) crew.add(part, false);
  const disarm = timeout === undefined ? undefined : after(timeout, () => crew.dismiss());
  await crew.leave();
  disarm?.();
  if (crew.interrupted) crew.raise(task);
  const ends = await Promise.all(crew.members.map(({ ended }) => ended));
  return ends.map((end, index) => entryOf(crew, crew.members[index] as Member, end));
}

function entryOf(crew: Crew, member: Member, end: End): Entry {
  if ('value' in end) return { value: end.value };
  if (crew.dismissed && Object.is(end.error, crew.dismissed)) return { missing: 'timeout' };
  return gaveWay(member, end) ? { missing: 'cancelled' } : { error: end.error };
}

/** What an owner of a group gets. */
export type Recruit = (part: Part) => Child;

/** Runs the owner and waits for what it spawned; with `failsFast` the first failure dismisses all others. */
export async function group(
  core: Core,
  task: Task,
  above: Scope,
  owner: Part<Recruit>,
  failsFast: boolean,
): Promise<Json> {
  core.parts.enter(core, task, above);
  const crew = new Crew(core, above, failsFast);
  const ends = core.settings.childCancel === 'ends-group';
  const lead = crew.add((scope) => owner(scope, (part) => childOf(crew.add(part, ends))), true);
  await crew.leave();
  if (failsFast || crew.interrupted) crew.raise(task);
  return lead.result;
}

function childOf({ scope, result }: Member): Child {
  result.catch(() => {});
  return { result, cancel: (reason?: unknown) => scope.cancel(reason) };
}

/** Starts a child in no group: cancelled with its parent, awaited by the task, and otherwise on its own. */
export function spawn(core: Core, task: Task, above: Scope, part: Part): Child {
  core.parts.enter(core, task, above);
  const member = begin(core, above, part);
  task.children.add(member.ended);
  void member.ended.then(() => task.children.delete(member.ended));
  return childOf(member);
}
