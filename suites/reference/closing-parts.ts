import type { Component, Job, ShutdownReport, ShutdownWish } from '../../harness/index.ts';
import type { Closing } from './closing.ts';
import type { ClosingSettings } from './closing-settings.ts';
import type { Core, Task } from './core.ts';

/** What a shutdown is made of; see `Parts`. */
export interface ClosingParts {
  // Intake

  /** A submit that comes after the shutdown was asked for: refuses it, or keeps it. */
  turnAway(core: Core, closing: Closing, job: Job): Task;
  /** True if a task may have a child now. */
  bears(core: Core, task: Task): boolean;
  /** Writes a task down for the next instance. */
  keep(core: Core, task: Task): void;

  // The course of it

  /** The shutdown as a whole. */
  close(core: Core, closing: Closing): Promise<ShutdownReport>;
  /** A further call while it is going on, or after it has ended. */
  again(core: Core, closing: Closing, wish: ShutdownWish, asked: ClosingSettings): Promise<ShutdownReport>;
  /** Tells the clients that the coordinator goes away. */
  tellClients(core: Core): void;
  /** Deals with those that wait; gives those that are handed back. */
  clear(core: Core, closing: Closing): readonly Task[];
  /** Lets the work end: in its time, or by stopping it. False: the time was up first. */
  drain(core: Core, closing: Closing): Promise<boolean>;
  /** How long a wait may last that goes to so many ms after the call. */
  timeLeft(core: Core, closing: Closing, until: number | undefined): number | undefined;
  /** Waits for the work, at most so many ms; false: the time was up first. */
  ends(core: Core, closing: Closing, ms: number | undefined): Promise<boolean>;
  /** Those that are to be told. */
  reached(core: Core, closing: Closing): Iterable<Task>;
  /** Why they are told. */
  why(core: Core): unknown;
  /** Those that are given up. */
  abandoned(core: Core, closing: Closing): readonly Task[];
  /** Those of them that the caller is told of. */
  named(core: Core, closing: Closing, left: readonly Task[]): readonly Task[];
  /** Answers everybody who waits for a task that is given up. */
  abandon(core: Core, closing: Closing, task: Task): void;
  /** The end, for the caller. */
  finish(core: Core, closing: Closing, report: ShutdownReport, errors: readonly unknown[]): ShutdownReport;

  // What depends on it

  /** Runs the hooks; gives their errors. */
  hooks(core: Core, closing: Closing): Promise<readonly unknown[]>;
  /** Stops the components; gives their errors. */
  components(core: Core, closing: Closing): Promise<readonly unknown[]>;
  /** Calls one that is to end in time, and adds what it throws to the errors. */
  bounded(core: Core, closing: Closing, name: string, call: () => unknown, errors: unknown[]): Promise<void>;
  /** Components that must have stopped before that one does. */
  dependants(core: Core, component: Component): readonly Component[];
  /** Stops listening to the process. */
  unlisten(core: Core): void;
}
