import type { Program } from '../adapter/program.ts';
import type { Dialect } from '../dialect/dialect.ts';
import type { History } from '../history.ts';
import type { Mode } from '../outcome.ts';
import type { NetworkLab } from './network.ts';
import type { ChildLab } from './child.ts';
import type { Own, Reaction } from './own.ts';
import type { PolicyLab } from './policies.ts';
import type { ServerLab } from './servers.ts';
import type { SoakLab } from './soak.ts';
import type { ServiceLab } from './components.ts';
import type { ResourceLab } from './resources.ts';
import type { StoreLab } from './store.ts';
import type { TokenLab } from './tokens.ts';
import type { ShutdownSetting } from './shutdowns.ts';
import type { ComponentScript, Script } from './stubs.ts';

/** What a case may ask of the coordinator it opens; left out: the library's default. */
export interface Setting {
  /** Bodies at once. Left out: as many as the library likes. */
  readonly concurrency?: number;
  /** Waiting tasks. */
  readonly queueLimit?: number;
  /** Time limit of every task in ms. */
  readonly timeout?: number;
  /** What the kit's sink for diagnostics does with a record, beside writing it down; what comes of it is the library's. */
  readonly sink?: () => unknown;
  /** What it starts when it is opened and stops in its shutdown. */
  readonly components?: readonly ComponentScript[];
  /** It is given the kit's store, for its records. */
  readonly store?: true;
  /** It is given the kit's network, for the connections that tasks talk over. */
  readonly network?: true;
}

/** What a case may ask of one job. */
export interface JobSetting {
  /** The id to ask for; left out: the name of the task. Two tasks may ask for one. */
  readonly id?: string;
  /** Name of the signal to submit it with; several jobs may share one. Left out: a signal of its own. */
  readonly signal?: string;
  /** Time limit in ms. */
  readonly timeout?: number;
  /** Greater is sooner. */
  readonly priority?: number;
  readonly lane?: string;
  readonly key?: string;
  /** Name of the library's token to submit it with. */
  readonly token?: string;
  /** The kit leaves the result alone, as a caller does who never looks at it. */
  readonly unread?: true;
}

/**
 * The one door of a workload to the coordinator and the clock. Calls of the coordinator return at once and never
 * throw: what they answer is in the history. Only `coordinator`, `reopen`, `read`, `quiesce`, `advance`, `pass`, `hops` and
 * `until` are awaited, and time moves in `advance` and `pass` alone. Names of tasks, clients, gates and signals are unique in a case.
 */
export interface Lab {
  /** What has happened so far; for workloads that choose by it, as "the last that has started". */
  readonly history: History;
  /** What the target declares; for bodies that are written differently where they must be. */
  readonly dialect: Dialect;
  /** How time passes. */
  readonly mode: Mode;
  /** What the kit does by itself, beside calling the coordinator. */
  readonly own: Own;
  readonly resources: ResourceLab;
  readonly policies: PolicyLab;
  readonly tokens: TokenLab;
  readonly services: ServiceLab;
  readonly store: StoreLab;
  readonly network: NetworkLab;
  readonly server: ServerLab;
  readonly soak: SoakLab;
  readonly child: ChildLab;

  /** Opens a coordinator, which all later calls go to. The first step of every workload. */
  coordinator(setting?: Setting): Promise<void>;
  /** Says what a task is that a body submits later, by its step `do`. */
  define(task: string, program: Program, setting?: JobSetting): void;
  submit(task: string, program: Program, setting?: JobSetting): void;
  /**
   * Cancels in the first way that is offered: the handle's cancel, by identity, or by the signal of the job. A child
   * (`<task>/<name>`) or a scope is cancelled through the handle that the library gave for it.
   */
  cancel(task: string, ...reason: readonly [unknown?]): void;
  /** `Coordinator.cancel` with the library's id of the task; a name that no task has is passed as it is. */
  cancelById(task: string, ...reason: readonly [unknown?]): void;
  cancelAll(...reason: readonly [unknown?]): void;
  /** True once the coordinator has accepted a task of that name. */
  accepted(task: string): boolean;
  /** Aborts the signal of that name; it may be aborted before any job has it. */
  abort(signal: string, ...reason: readonly [unknown?]): void;
  /** Opens gates, for bodies that wait there and for those that will. */
  open(...gates: readonly string[]): void;

  /** Attaches a listener to one task, or to all; left to itself it only records. */
  subscribe(client: string, task?: string, reaction?: Reaction): void;
  /** Comes late to a task: through its handle, or a connection; a listener for all tasks promises nothing then. */
  join(client: string, task: string): void;
  unsubscribe(client: string): void;
  /** Attaches a client that pulls; the lab reads it on until it is paused. */
  connect(client: string, task?: string, after?: string): void;
  pause(client: string): void;
  resume(client: string): void;
  drop(client: string): void;
  close(client: string): void;

  /** Asks for a fresh wait for the result, as a second waiter does. */
  wait(waiter: string, task: string): void;
  /** Asks what the library lists and counts: of a task, or of all. */
  query(task?: string): void;
  /** Reads every offered view of these tasks, at rest: query, late subscription; then rests again, with the mark. */
  read(mark: string, ...tasks: readonly string[]): Promise<void>;
  idle(): void;
  /** Registers a hook that the coordinator runs in its shutdown. */
  hook(name: string, script?: Script): void;
  /** Opens a second instance over the same data, which all later calls go to; without one it does nothing. */
  reopen(): Promise<void>;
  /** What the target's `report` reads out of the answer is written down behind it, as `shutdown.report`. */
  shutdown(mode: string, setting?: ShutdownSetting): void;
  /** Threads only: asks whether the wire of the task's body still answers. */
  barrier(task: string): void;

  /** Waits until nothing can change but by time or by the next call; the mark names the place in the history. */
  quiesce(mark?: string): Promise<void>;
  /** Lets so many ms pass, firing what falls due, and rests. */
  advance(ms: number): Promise<void>;
  /** As `advance`, but in real time it goes on as soon as the time is over, at rest or not. */
  pass(ms: number): Promise<void>;
  /** Waits so many microtask hops. */
  hops(count: number): Promise<void>;
  /** Real time: waits until it is so, or the budget of waiting is spent; virtual time: rests. */
  until(what: string, holds: (history: History) => boolean): Promise<void>;
}
