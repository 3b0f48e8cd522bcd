import type { Awaitable, Json, Wish } from './wish.ts';
import type { Listener, Unsubscribe } from './events.ts';
import type { Lent } from './lent.ts';
import type { JobSpec, Native } from './program.ts';
import type { Token } from './tokens.ts';

export interface Tasks {
  /**
   * Hands one job to the library and returns without waiting for it. A throw or rejection of the
   * library is passed on: it refused the job. Gives `submit` and `result`; absent only with `noTasks`.
   */
  submit(job: Job): Awaitable<Handle>;
  /**
   * Cancels by the library's own id of a task. Called with unknown and ended ids too. Gives `cancel.byId`.
   */
  cancel?(id: string, reason?: unknown): unknown;
  /** Cancels all tasks. Gives `cancel.all`. */
  cancelAll?(reason?: unknown): unknown;
  /** Settles when nothing waits and nothing runs. Gives `idle`. */
  idle?(): unknown;
  /**
   * What the library lists and counts now, of one task or (no `id`) of all. Called at rest, a few times a
   * case. Gives `query`.
   */
  query?(id?: string): Awaitable<Snapshot>;
  /**
   * A fresh wait for the result of a task, as a second waiter has it. Settles as the library does. Gives
   * `result.byId`.
   */
  result?(id: string): PromiseLike<unknown>;
}

/** Only the fields that the library has. */
export interface Snapshot {
  /** State of the asked task, in the library's own word. */
  readonly state?: string | undefined;
  /** Tasks whose body runs. */
  readonly running?: number | undefined;
  /** Tasks that wait. */
  readonly queued?: number | undefined;
  /** Ended tasks that are still held. */
  readonly kept?: number | undefined;
  /** Clients that are attached. */
  readonly clients?: number | undefined;
  /** Ids of the tasks it lists as alive. */
  readonly ids?: readonly string[] | undefined;
}

/**
 * One job, as the kit hands it over. Run its body in exactly one way: `run`, `spec` or `native`. No member
 * needs `this`.
 */
export interface Job {
  /** The kit's name for it. Use it as the library's id if you may choose one: gives `id.chosen`. */
  readonly id: string;
  /**
   * Runs the body here. Pass the signal that the library gives to a task function, nothing if it gives
   * none. Throws synchronously only where the program says so.
   */
  run(signal?: AbortSignal | null, lent?: Lent): Promise<Json>;
  /**
   * Runs the body elsewhere: send this to a worker or process that calls `runJob`. Gives `threads`; absent
   * when the journal still comes from this thread.
   */
  readonly spec: JobSpec;
  /** For a body in the library's own terms (fibers, generators): interpret its program yourself. */
  readonly native: Native;

  /**
   * A wish, never undefined: the caller's signal. Where the handle has no `cancel`, aborting it is how
   * the kit cancels the task. Several jobs may share one, and it may be aborted already. Gives `signal.external`.
   */
  readonly signal: AbortSignal;
  /** Time limit of this task. Gives `timeout`. */
  readonly timeout: Wish<number>;
  /** Greater is sooner; default 0. Gives `priority`. */
  readonly priority: Wish<number>;
  /** Compartment the job belongs to (a tenant, a dependency). Gives `lanes`. */
  readonly lane: Wish<string>;
  /** Two jobs of one key do not run beside each other: the dialect says which gives way. Gives `keys`. */
  readonly key: Wish<string>;
  /**
   * A token made by `Tokens.token`, for libraries that take their own instead of a signal. Gives
   * `token.job`.
   */
  readonly token: Wish<Token>;
}

/**
 * What `submit` returns. Any way to cancel gives `cancel.running` and `cancel.queued`; each is absent when
 * such a cancel says no. If it says nothing and nothing is seen to change, it is reported as present without
 * effect. It gives `cancel.reason` too; absent when the reason is seen nowhere.
 */
export interface Handle {
  /** As the library settles it. Its own errors, a value after a cancel, and "never" are observations. */
  readonly result: PromiseLike<unknown>;
  /** The library's own id. */
  readonly id?: string | undefined;
  /** The library's own cancel of this task. Leave out if all it has is the caller's signal. */
  cancel?(reason?: unknown): unknown;
  /**
   * Events of this task; also called while it runs and after it has ended. `after`: an event id to go on
   * from. Gives `subscribe.late`.
   */
  subscribe?(listener: Listener, after?: string): Unsubscribe;
  /**
   * Settles when body and cleanup have ended, if the library can say so apart from the result. Gives
   * `ended`.
   */
  readonly ended?: PromiseLike<unknown>;
}

/** A module that is loaded twice, as `import` and by `require`, has two of everything but this. */
const none = Symbol.for('quiesce.noTasks');

/** The `submit` of a toolkit or component that takes no tasks; the kit knows it and never calls it. */
export const noTasks: Tasks['submit'] = Object.assign(
  (): never => {
    throw new Error('This target takes no tasks.');
  },
  { [none]: true },
);

/** Whether a `submit` is `noTasks`, of whichever copy of the kit. */
export const takesNoTasks = (submit: Tasks['submit']): boolean => none in submit;
