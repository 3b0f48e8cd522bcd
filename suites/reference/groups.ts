import type { Child, Entry, Json } from '../../harness/index.ts';
import type { Core, Task } from './core.ts';
import { begin, Crew, type CrewKind, Dismissed, type End, gaveWay, type Member } from './crew.ts';
import { Refused } from './errors.ts';
import { note } from './events.ts';
import type { Part } from './limits.ts';
import type { Scope } from './scope.ts';

/** Needs every value: the first failure dismisses the others, which are awaited. */
export async function all(core: Core, task: Task, above: Scope, parts: readonly Part[]): Promise<Json> {
  core.parts.enter(core, task, above);
  const crew = new Crew(core, task, above, 'all', !core.settings.collects);
  await muster(crew, parts);
  await core.parts.leave(core, crew);
  crew.raise();
  return crew.members.map(({ end }) => (end && 'value' in end ? end.value : null));
}

/** Starts the members, no more at once than the coordinator runs tasks, and none that nobody needs any more. */
async function muster(crew: Crew, parts: readonly Part[]): Promise<void> {
  const { core, members } = crew;
  for (const part of parts) {
    while (running(members).length >= core.limit) await Promise.race(running(members).map(({ ended }) => ended));
    if (!core.parts.goesOn(core, crew)) return;
    crew.add(part, core.settings.childCancel !== 'continue');
  }
}

const running = (members: readonly Member[]): readonly Member[] => members.filter(({ end }) => !end);

/** Several errors of one group as one. */
export function sum(core: Core, task: Task, failures: readonly unknown[]): unknown {
  const [first, ...others] = failures;
  if (others.length === 0) return first;
  switch (core.settings.errors) {
    case 'first':
      for (const error of others) note(core, 'error', 'a further member of a group failed', task.id, error);
      return first;
    case 'primary+suppressed':
      return first instanceof Error ? Object.assign(first, { suppressed: others }) : joined(failures);
    case 'aggregate':
      return joined(failures);
  }
}

const joined = (errors: readonly unknown[]): AggregateError =>
  new AggregateError(errors, 'several members of the group failed');

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
  const crew = new Crew(core, task, above, 'contest', false);
  let winner: End | undefined;
  for (const part of parts) {
    void crew.add(part, true).ended.then((end) => {
      if (winner || !wins(end)) return;
      winner = end;
      core.parts.dismiss(core, crew);
    });
  }
  await core.parts.leave(core, crew);
  if (winner && !crew.interrupted) return 'value' in winner ? winner.value : lose(crew, winner.error);
  crew.raise();
  throw new AggregateError([], 'there was nothing to choose from');
}

/** A race that is lost by a failure raises that one; what the losers threw stays with the task. */
function lose({ task, failures }: Crew, error: unknown): never {
  task.errors.push(...failures.filter((failure) => !Object.is(failure, error)));
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
  const crew = new Crew(core, task, above, 'settle', false);
  for (const part of parts) crew.add(part, false);
  const disarm = timeout === undefined ? undefined : core.parts.after(timeout, () => expire(crew));
  const entries = await core.parts.entries(core, crew);
  disarm?.();
  if (crew.interrupted) crew.raise();
  return entries;
}

/** The time of a batch is up. Answered early, its members are still awaited by the task. */
function expire(crew: Crew): void {
  const { core, task } = crew;
  for (const late of running(crew.members)) {
    crew.cutOff.add(late);
    task.children.add(late.ended);
    void late.ended.then(() => task.children.delete(late.ended));
  }
  core.parts.dismiss(core, crew);
  if (core.settings.earlyTimeout) crew.expired.resolve();
}

/** Waits for all; one entry a member, in the order of the members. */
export async function entries(core: Core, crew: Crew): Promise<readonly Entry[]> {
  await Promise.race([core.parts.leave(core, crew), crew.expired.promise]);
  return crew.members.map((member) => entryOf(crew, member));
}

export function entryOf(crew: Crew, member: Member): Entry {
  const { end } = member;
  // Whatever it came to after the limit: what was not there in time is in no answer.
  if (crew.cutOff.has(member)) return { missing: 'timeout' };
  if (!end) return { missing: 'not started' };
  if ('value' in end) return { value: end.value };
  return gaveWay(member) ? { missing: 'cancelled' } : { error: end.error };
}

/** What an owner of a group gets. */
export type Recruit = (part: Part) => Child;

/** Runs the owner and waits for what it spawned; the first failure dismisses all others. */
export async function group(core: Core, task: Task, above: Scope, owner: Part<Recruit>): Promise<Json> {
  return lead(core, task, above, owner, 'group');
}

/** As a group, but a failure is a matter of its child alone. */
export async function supervise(core: Core, task: Task, above: Scope, owner: Part<Recruit>): Promise<Json> {
  return lead(core, task, above, owner, 'supervise');
}

async function lead(core: Core, task: Task, above: Scope, owner: Part<Recruit>, kind: CrewKind): Promise<Json> {
  core.parts.enter(core, task, above);
  const crew = new Crew(core, task, above, kind, kind === 'group');
  const recruit: Recruit = (part) => core.parts.childOf(core, task, core.parts.recruit(core, crew, part));
  crew.lead = crew.add((scope) => owner(scope, recruit), true);
  if (core.settings.cancelsRest) void crew.lead.result.then(() => core.parts.dismiss(core, crew), ignore);
  await core.parts.leave(core, crew);
  if (kind === 'group' || crew.interrupted) crew.raise();
  return crew.lead.result;
}

const ignore = (): void => {};

/** Takes on a child as long as the group lives: nobody may run in it whom it does not wait for. */
export function recruit(core: Core, crew: Crew, part: Part): Member {
  const { lateSpawn, childCancel } = core.settings;
  const late = crew.dismissed !== undefined || (lateSpawn !== 'while-children' && crew.lead?.end !== undefined);
  if (crew.closed || (late && lateSpawn !== 'start-cancelled'))
    throw new Refused('CLOSED', 'the group takes no more children');
  return crew.add(part, childCancel === 'ends-group', late ? (crew.dismissed ?? new Dismissed()) : undefined);
}

/** What whoever spawned a child has in hand. Nobody has to look at its result. */
export function childOf(_core: Core, _task: Task, { scope, result }: Member): Child {
  result.catch(ignore);
  return { result, cancel: (reason?: unknown) => scope.cancel(reason) };
}

/** Starts a child in no group: cancelled with its parent, awaited by the task, and otherwise on its own. */
export function spawn(core: Core, task: Task, above: Scope, part: Part): Child {
  core.parts.enter(core, task, above);
  if (!core.parts.bears(core, task)) throw new Refused('CLOSED', 'the coordinator is shutting down');
  const child = begin(core, above, part);
  task.children.add(child.ended);
  void child.ended.then(() => task.children.delete(child.ended));
  return core.parts.childOf(core, task, child);
}
