import type {
  Component,
  Connect,
  Connection,
  Diagnostic,
  Ending,
  Job,
  Json,
  Listener,
  ShutdownReport,
  Store,
  TaskEvent,
} from '../../harness/index.ts';
import type { Callers } from './callers.ts';
import type { Closing } from './closing.ts';
import type { ClosingParts } from './closing-parts.ts';
import { type Deferred, deferred } from './deferred.ts';
import type { DeliveryParts } from './delivery.ts';
import type { LoanParts } from './loan-parts.ts';
import type { OutsideParts } from './outside.ts';
import type { FacetParts } from './facets.ts';
import { Data } from './kept.ts';
import type { Lock } from './locks.ts';
import { Queue } from './queue.ts';
import type { Scope } from './scope.ts';
import type { Settings } from './settings.ts';
import type { ShowingParts } from './showing.ts';
import type { SlotParts } from './slots.ts';
import type { Stream } from './stream.ts';
import type { Resource } from './use.ts';

/** An accepted request to stop a task. A task has at most one; the first one wins. */
export interface Stop {
  readonly kind: 'cancelled' | 'timeout' | 'abandoned';
  /** What was given, in order of asking; undefined: nothing. */
  readonly reasons: unknown[];
}

/** How a body ended. */
export type BodyEnd = { readonly value: Json } | { readonly error: unknown };

/** How a task ended, as everybody is told. */
export interface Outcome {
  readonly kind: Ending;
  readonly value?: Json | undefined;
  /** What the result rejects with, unless it is completed. */
  readonly error?: unknown;
  /** What its terminal event carries. */
  readonly data?: unknown;
}

/** An event as this coordinator sends it. The mark tells its own terminal event from a notice of the same name. */
export interface Told extends TaskEvent {
  readonly terminal: boolean;
}

export type Cleanup = () => Promise<void>;

/** One accepted task. */
export class Task {
  readonly id: string;
  readonly job: Job;
  readonly priority: number;
  /** The compartment that it belongs to; each has slots of its own. */
  readonly lane: string | undefined;
  /** Of those with one key only one runs at a time. */
  readonly key: string | undefined;
  readonly scope: Scope;
  /** Its state in the words of the query; an outcome's kind once it is published. */
  state: 'queued' | 'running' | 'cancelling' | Ending = 'queued';
  stop: Stop | undefined;
  outcome: Outcome | undefined;
  startedAt: number | undefined;
  /** It has a slot; body and cleanup may still run although the outcome is out. */
  holds = false;
  /** How it ends is being written down: nothing changes that any more. */
  decided = false;
  /** A transaction of it has gone through. */
  committed = false;
  /** Opened for it alone. */
  connection: Connection | undefined;
  /** The body has sent the terminal event itself. */
  said = false;
  listeners: readonly Listener[] = [];
  /** Pulling clients, in order of arrival; the first one is the owner. */
  readonly clients: Stream[] = [];
  owner: Stream | undefined;
  /** Every event sent so far, for those who come late. */
  readonly log: Told[] = [];
  readonly result: Deferred<Json> = deferred();
  /** Everyone who waits for the result, the submitter first. */
  readonly waiters: Deferred<Json>[] = [this.result];
  readonly cleanups: Cleanup[] = [];
  /** What parts of its body have in use, in the order of taking it. */
  readonly resources: Resource[] = [];
  /** Ends of spawned children that are still awaited. */
  readonly children = new Set<Promise<unknown>>();
  /** Errors that its groups could not raise, because a cancellation took precedence. */
  readonly errors: unknown[] = [];
  /** Settles when body and cleanup have ended. */
  readonly ended: Deferred<void> = deferred();
  /** Stops looking at the caller's signal. */
  unfollow: () => void = nothing;
  disarm: () => void = nothing;

  constructor(job: Job, scope: Scope) {
    this.id = job.id;
    this.job = job;
    this.priority = job.priority ?? 0;
    this.lane = job.lane;
    this.key = job.key;
    this.scope = scope;
  }
}

const nothing = (): void => {};

/** The whole state of one coordinator. Everything that it does is a part, called with it. */
export class Core {
  readonly settings: Settings;
  readonly parts: Parts;
  readonly limit: number;
  readonly queueLimit: number;
  /** All that are alive and the ended ones that are remembered. */
  readonly tasks = new Map<string, Task>();
  readonly queue = new Queue<Task>();
  /** Tasks that hold a slot. */
  readonly running = new Set<Task>();
  /** Submits that wait for a place in the queue. */
  readonly entrants: (() => void)[] = [];
  /** Ended tasks, the oldest first. */
  readonly remembered: Task[] = [];
  readonly tombstones = new Map<string, unknown>();
  readonly locks = new Map<string, Lock>();
  readonly streams = new Set<Stream>();
  listeners: readonly Listener[] = [];
  sinks: readonly ((record: Diagnostic) => unknown)[] = [];
  /** Events on their way: one that is sent from inside a delivery waits for its turn. */
  readonly outbox: (readonly [Task, Told])[] = [];
  delivering = false;
  /** Deliveries that clients take their time over. */
  readonly inHand = new Set<Promise<void>>();
  lastEvent = 0;
  /** Counts the runs of waves. */
  runs = 0;
  pumping = false;
  /** A task has named its lane. */
  laned = false;
  /** Those who wait for the end of all tasks, but for one that waits itself. */
  readonly idlers: { readonly except: Task | undefined; readonly done: Deferred<void> }[] = [];
  /** Its shutdown, once that was asked for: it takes no more tasks. */
  closing: Closing | undefined;
  /** The end of that. */
  closed: Promise<ShutdownReport> | undefined;
  readonly hooks: (() => unknown)[] = [];
  /** What it starts and stops. */
  attached: readonly Component[] = [];
  /** Takes back what was installed on the process. */
  readonly listening: (() => unknown)[] = [];
  /** Where it keeps its records, if it is given a place. */
  store: Store | undefined;
  /** Opens connections, if it is given a network. */
  connect: Connect | undefined;
  /** What it has in common with the instances before and after it. */
  data = new Data();
  /** Puts everything around the tasks in place, when it is opened and when it starts anew. */
  begin: () => Promise<void> = async () => {};
  /** Tells which task makes a call; there only where a choice needs it. */
  readonly callers: Callers | undefined;

  constructor(
    settings: Settings,
    parts: Parts,
    limit: number | undefined,
    queueLimit: number | undefined,
    callers?: Callers,
  ) {
    this.settings = settings;
    this.parts = parts;
    this.limit = limit ?? Number.POSITIVE_INFINITY;
    this.queueLimit = queueLimit ?? Number.POSITIVE_INFINITY;
    this.callers = callers;
  }
}

/**
 * What the reference is made of. Each part does one thing, and calls the others through the core; whoever replaces
 * one has a coordinator with exactly that difference.
 */
export interface Parts
  extends ClosingParts,
    DeliveryParts,
    LoanParts,
    OutsideParts,
    ShowingParts,
    SlotParts,
    FacetParts {
  // Tasks

  /** Refuses a job by a throw, before anything of it is kept. */
  admit(core: Core, job: Job): void;
  /** The scope that a task runs in. */
  taskScope(core: Core): Scope;
  enqueue(core: Core, task: Task): void;
  /** The next task to start, off the queue. */
  next(core: Core): Task | undefined;
  /** How many wait, as the query tells. */
  waiting(core: Core): number;
  start(core: Core, task: Task): void;
  /** True at the moment from which the time of a task counts. */
  counting(core: Core, moment: 'submit' | 'start'): boolean;
  /** Sees to it that a task ends when its time is up; left out: it has no limit. False: it has no time at all. */
  limit(core: Core, task: Task, ms: number | undefined): boolean;
  /** The time of a task is up. */
  expire(core: Core, task: Task, ms: number): void;
  /** The body has ended in time. */
  disarm(core: Core, task: Task): void;
  /** Sets the body going. */
  body(core: Core, task: Task): Promise<Json>;
  /** Sees to it that the end of the body is dealt with. */
  watch(core: Core, task: Task, body: Promise<Json>): void;
  defer(core: Core, task: Task, cleanup: Cleanup): void;
  /** Runs what was registered, the last first; gives the errors. */
  cleanUp(core: Core, task: Task, end: BodyEnd): Promise<readonly unknown[]>;
  /** What a body's end means; `errors`: those of its cleanup. */
  judge(core: Core, task: Task, end: BodyEnd, errors: readonly unknown[]): Outcome;
  /** Publishes the outcome of a task, once. */
  conclude(core: Core, task: Task, outcome: Outcome): void;
  /** Answers all who wait for the result. */
  settle(core: Core, task: Task, outcome: Outcome): void;
  /** Body and cleanup have ended: gives back what the task held. */
  end(core: Core, task: Task): void;
  release(core: Core, task: Task): void;

  // Cancellation

  /** Asks for the end of a task that is known; gives the answer. */
  request(core: Core, task: Task, reason: unknown): unknown;
  /** The request is taken: the task is stopped. */
  accept(core: Core, task: Task, stop: Stop): void;
  /** Tells the running body. */
  deliver(core: Core, task: Task, reason: unknown): void;
  /** Ends a task that has not started. */
  discard(core: Core, task: Task): void;
  withdraw(core: Core, task: Task): void;
  /** The answer for a task that is being stopped from now on. */
  answer(core: Core, task: Task): unknown;
  /** A further cancel of a task that is being stopped. */
  second(core: Core, task: Task, reason: unknown): unknown;
  /** A cancel of a task whose outcome is published. */
  terminal(core: Core, task: Task, reason: unknown): unknown;
  unknown(core: Core, id: string, reason: unknown): unknown;
  cancelAll(core: Core, reason: unknown): unknown;
  /** All that wait or run, as a list of its own: stopping one takes it off the others. */
  live(core: Core): Iterable<Task>;
  /** The answer of a cancel of all. */
  total(core: Core, stopped: readonly Task[]): unknown;
  /** The call that is being made comes from this task. */
  isCaller(core: Core, task: Task): boolean;

  // The caller's signal

  /** Has the signal cancel the task, now or whenever it is aborted. */
  follow(core: Core, task: Task, signal: AbortSignal): void;
  listen(core: Core, task: Task, signal: AbortSignal): void;

  // Events and clients

  /** Sends an event of the body's own. */
  emit(core: Core, task: Task, type: string, data: unknown): unknown;
  /** True where an event of the body's counts as the terminal one. */
  marks(core: Core, type: string): boolean;
  /** Sends the terminal event. */
  announce(core: Core, task: Task, outcome: Outcome): void;
  /** What the terminal event carries. */
  payload(core: Core, task: Task, outcome: Outcome): unknown;
  broadcast(core: Core, listeners: Iterable<Listener>, event: Told): void;
  /** Puts an event into the buffer of a client that pulls. */
  push(core: Core, stream: Stream, event: Told): void;
  /** A client has vanished. */
  left(core: Core, task: Task, stream: Stream): void;

  // Threads

  /** The error of a task whose thread ended without an answer; `ready`: it had said that it was there. */
  lost(core: Core, task: Task, ready: boolean): unknown;
}

/** Takes one listener off a list that is being iterated somewhere: lists are replaced, never changed. */
export function without<T>(list: readonly T[], item: T): readonly T[] {
  const at = list.indexOf(item);
  return at < 0 ? list : [...list.slice(0, at), ...list.slice(at + 1)];
}
