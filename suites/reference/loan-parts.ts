import type { Child, Entry, Json, Limit } from '../../harness/index.ts';
import type { Core, Task } from './core.ts';
import type { Crew, Dismissed, End, Member } from './crew.ts';
import type { Recruit } from './groups.ts';
import type { Part, TimeLimit } from './limits.ts';
import type { Scope } from './scope.ts';
import type { Resource } from './use.ts';

/** What the primitives are made of that bodies are lent; see `Parts`. */
export interface LoanParts {
  // Scopes

  /** A scope of a part of a body, below the one it is opened in. */
  fork(core: Core, above: Scope): Scope;
  /** The scope of a child, or of a member of a group. */
  child(core: Core, above: Scope): Scope;
  scoped(core: Core, task: Task, above: Scope, part: Part, opened: Opened): Promise<Json>;
  /** Cancels a scope from outside. */
  stopScope(core: Core, task: Task, scope: Scope, reason: unknown): unknown;
  shield(core: Core, task: Task, above: Scope, part: Part): Promise<Json>;

  // Waits and time

  /** A wait begins: raises a cancellation that must not be waited through. */
  enter(core: Core, task: Task, scope: Scope): void;
  sleep(core: Core, task: Task, scope: Scope, ms: number): Promise<void>;
  /** Waits for a lock; gives how to release it. */
  take(core: Core, task: Task, scope: Scope, name: string): Promise<() => void>;
  /** Calls back after so many ms; returns how to prevent it. */
  after(ms: number, fire: () => void): () => void;
  within(core: Core, task: Task, above: Scope, ms: number, part: Part<Limit>): Promise<Json>;
  /** Runs a part while it holds the lock of that name. */
  hold(core: Core, task: Task, scope: Scope, name: string, part: Part): Promise<Json>;
  /** How long a limit below that scope lasts which was asked for so many ms. */
  span(core: Core, above: Scope, ms: number): number;
  /** The scope under which a time limit runs its body. */
  limited(core: Core, scope: Scope): Scope;
  move(core: Core, limit: TimeLimit, ms: number | undefined): void;
  /** What is left, in ms. */
  remaining(core: Core, limit: TimeLimit): number;
  /** The time of a scope is up. */
  expired(core: Core, limit: TimeLimit, ms: number): void;

  // Groups

  all(core: Core, task: Task, above: Scope, parts: readonly Part[]): Promise<Json>;
  race(core: Core, task: Task, above: Scope, parts: readonly Part[]): Promise<Json>;
  any(core: Core, task: Task, above: Scope, parts: readonly Part[]): Promise<Json>;
  group(core: Core, task: Task, above: Scope, owner: Part<Recruit>): Promise<Json>;
  supervise(core: Core, task: Task, above: Scope, owner: Part<Recruit>): Promise<Json>;
  /** Runs the body of a member. */
  member(core: Core, scope: Scope, part: Part): Promise<Json>;
  /** Takes a child into a group, or refuses it by a throw. */
  recruit(core: Core, crew: Crew, part: Part): Member;
  childOf(core: Core, task: Task, member: Member): Child;
  /** What ended is a failure of its group. */
  counts(core: Core, crew: Crew, ended: Member): boolean;
  /** Stops all members that still run. */
  dismiss(core: Core, crew: Crew): void;
  tell(core: Core, crew: Crew, member: Member, why: Dismissed): void;
  /** Waits for the members. */
  leave(core: Core, crew: Crew): Promise<void>;
  goesOn(core: Core, crew: Crew): boolean;
  /** The failures of a group whose end has come. */
  failuresOf(core: Core, crew: Crew): readonly unknown[];
  /** Several failures, at least one, as one error. */
  sum(core: Core, task: Task, failures: readonly unknown[]): unknown;
  /** Waits for the members of a `settle`, and tells what became of each. */
  entries(core: Core, crew: Crew): Promise<readonly Entry[]>;

  // Resources and sources

  dispose(core: Core, task: Task, resource: Resource): Promise<void>;
  /** What is raised after a failed disposal, if anything. */
  failedDisposal(core: Core, end: End, error: unknown): { readonly error: unknown } | undefined;
  /** `width`: how many items were mapped at once. */
  closeSource(core: Core, items: AsyncIterator<Json>, width: number): Promise<void>;
}

/** Hands out how to cancel a scope from outside. */
export type Opened = (cancel: (reason?: unknown) => unknown) => void;
