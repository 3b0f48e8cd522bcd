import type { Json } from './wish.ts';

/**
 * What a body does, as data: plain JSON, so that the same body runs in this thread, a worker, another
 * process or another language. Its value is that of `return`, else that of the last step that has one,
 * else null.
 */
export type Program = readonly Step[];

/** One step: an object with exactly one key, the step's name, over its argument: `{ gate: 'g' }`. */
export type Step = { [Name in StepName]: { readonly [Key in Name]: Steps[Name] } }[StepName];
export type StepName = keyof Steps;

/** Each step and its argument. */
export interface Steps {
  /** Writes one line to the journal. */
  note: string;
  /** Waits so many ms; a cancel ends it. */
  sleep: number;
  /** Waits until the kit opens the gate of that name; a cancel ends it. */
  gate: string;
  /** Blocks the thread for so many ms; out of process only. */
  spin: number;
  /**
   * A checkpoint: `throw` ends a cancelled body here, `note` writes down what signal and token show and
   * goes on.
   */
  check: 'throw' | 'note';
  /** Ends the body with a value. */
  return: Json;
  /**
   * Text: throws an Error of that message. Else `value` as it is (none: undefined), or with `cause` an
   * Error that has one. `sync`: before the first await.
   */
  throw: string | { readonly value?: Json; readonly cause?: string; readonly sync?: true };
  /**
   * A `catch` takes only the endings it names and is journalled `caught`. `finally` is cleanup: no cancel
   * reaches its own waits, what it is lent decides for itself.
   */
  try: {
    readonly body: Program;
    readonly catch?: { readonly [E in 'timeout' | 'cancelled' | 'failed']?: Program };
    readonly finally?: Program;
  };
  /** Does not react to a cancel. */
  deaf: Program;
  /** Goes on, detached and journalled, after the body has gone past it or ended. */
  later: Program;
  /** Sends a message over the connection of `OpenWish.connect`, as the target does, and waits for the answer. */
  call: string;
  /** Waits for the result of another job; its rejection goes through. */
  join: string;
  /** Cancels the job's token, or this task, and does not wait. */
  stop: { readonly what: 'token' | 'self'; readonly reason?: Json };
  /**
   * Calls the coordinator from inside the body; in this process only. `task`: whom, or what to submit;
   * none: this task. `wait`: awaits the answer.
   */
  do: {
    readonly call: 'cancel' | 'cancelAll' | 'shutdown' | 'submit' | 'subscribe' | 'policy';
    readonly task?: string;
    readonly mode?: string;
    /** A policy of the coordinator's, by the kit's name for it, and the steps that it is put around. */
    readonly policy?: string;
    readonly body?: Program;
    readonly wait?: boolean;
  };

  // From here on a step calls the primitive of its name in `Lent`. Body n is known as `<task>/<n>`.

  /** Sends an event of the body's own. */
  emit: { readonly type: string; readonly data?: Json };
  /** No cancel reaches these steps. */
  shield: Program;
  /** Time limit of these steps. */
  within: { readonly ms: number; readonly body: Program };
  /** Moves the limit of the nearest `within` to so many ms from now; null: no limit. */
  move: number | null;
  /** Journals what the nearest `within` has left. */
  remaining: true;
  /** A scope that the kit can cancel by its name. */
  scope: { readonly name: string; readonly body: Program };
  /** Needs all. */
  all: readonly Program[];
  /** Waits for all; `timeout`: so many ms at most. */
  settle: { readonly bodies: readonly Program[]; readonly timeout?: number };
  /** The first to settle. */
  race: readonly Program[];
  /** The first to succeed. */
  any: readonly Program[];
  /** A group in which one failure ends the others. */
  group: { readonly name: string; readonly body: Program };
  /** A group in which a failure stays alone. */
  supervise: { readonly name: string; readonly body: Program };
  /** Starts a child, `<task>/<name>`, in the group `into`, also from a cleanup; none: of the task itself. */
  spawn: { readonly name: string; readonly into?: string; readonly body: Program };
  /** Item n runs `bodies[n]`. `leave`: stops reading after so many results. */
  map: { readonly bodies: readonly Program[]; readonly concurrency?: number; readonly leave?: number };
  /** Holds the lock or permit of that name meanwhile. */
  hold: { readonly name: string; readonly body: Program };
  /** Takes the lock or permit of that name, to the end of the body. */
  acquire: string;
  /** Journals `+name`, runs `body`; `dispose` runs between `-name` and `-name.`. */
  use: { readonly name: string; readonly dispose: Program; readonly body: Program };
  /** Registers these steps as a cleanup of the task. */
  defer: Program;
  /** Runs these steps in a transaction. */
  transaction: Program;
  /** Journals what this key has, in the nearest `transaction`. */
  read: string;
  /** Writes, in the nearest `transaction`. */
  write: { readonly key: string; readonly value: Json };
}

/** A body for elsewhere, plain JSON. */
export interface JobSpec {
  /** As `Job.id`. */
  readonly id: string;
  /** What the body does. */
  readonly program: Program;
  /** Where the interpreter over there writes its journal and learns of gates. */
  readonly wire: string;
}

/** For a native interpreter. */
export interface Native {
  /** What the body does. */
  readonly program: Program;
  /** Writes a journal line, of this task or of a child of it. Never through the coordinator. */
  note(mark: Mark, detail?: Json, child?: string): void;
  /** Settles when the kit has opened the gate; never rejects. */
  gate(name: string): Promise<void>;
}

/** What a journal line says: one `start` and one `end` a body, one `told` for every cancel delivered. */
export type Mark = 'start' | 'told' | 'note' | 'lent' | 'caught' | 'cleanup' | 'cleaned' | 'unsupported' | 'end';
/** One line of a journal. It never passes through the coordinator. */
export interface JournalLine {
  /** The thread or process it comes from. */
  readonly origin: string;
  /** Counts the lines of one origin, from 1; order between origins is claimed only through a gate. */
  readonly number: number;
  /** The kit's id of the task, or of a part of it. */
  readonly task: string;
  /** What happened. */
  readonly mark: Mark;
  /** Text of a note, kind of an ending, reason of a cancel. */
  readonly detail?: Json;
  /** Milliseconds on a clock of the origin that never goes back. */
  readonly at: number;
}
