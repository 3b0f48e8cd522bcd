import type { Lent } from '../adapter/lent.ts';
import type { Mark, Steps } from '../adapter/program.ts';
import type { Ending } from '../adapter/target.ts';
import type { Token } from '../adapter/tokens.ts';
import type { Json } from '../adapter/wish.ts';
import type { Reads } from '../lab/reads.ts';

/** Runs steps as a part of the body that asks, under the signal that the library gives to them. */
export type Part = (signal: AbortSignal | null | undefined) => Promise<Json>;

/** What the interpreter asks of the kit; none of it passes through the coordinator. */
export interface ProgramKit {
  /** Writes a journal line. The detail may be any value of this thread: a reason is handed over by identity. */
  note(task: string, mark: Mark, detail?: unknown): void;
  /** Calls back as soon as the gate is open; at once if it is open already. Returns how to stop waiting. */
  gate(name: string, opened: () => void): (() => void) | undefined;
  /** The result of another job. */
  join(task: string): PromiseLike<unknown>;
  /** Sends a message over the kit's connection; settles with the answer, rejects when the signal is aborted. */
  call(message: string, signal: AbortSignal | undefined): PromiseLike<unknown>;
  /** Carries out a `do` step of the task; returns the coordinator's answer. `part`: runs the steps of its `body`. */
  act(what: Steps['do'], task: string, part: Part): unknown;
  /** Cancels the task itself, or a token that the body was not handed. */
  stop(what: Steps['stop'], task: string): unknown;
  /** The library has settled the result of a spawned child; left out where nobody wants to know. */
  settled?(task: string, kind: 'ok' | 'fail', value: unknown): void;
  /** A scope, or a spawned child by its full name, can be cancelled from outside from now on. */
  scope(name: string, cancel: (reason?: unknown) => unknown): void;
  /** How the target names an ending, if it does; left out: by the names and codes that the kit knows. */
  ending?(error: unknown): Ending | null | undefined;
  /** Blocks this thread for so many ms; left out where that would block the kit. */
  spin?(ms: number): void;
}

/** What a body is handed beside its signal. */
export interface Given {
  /** Primitives that the library lends. */
  readonly lent?: Lent | undefined;
  /** The job's token, or the far end of it. */
  readonly token?: Token | undefined;
  /** Where it is noted which wishes and optional members the library has. */
  readonly reads?: Pick<Reads, 'note' | 'wish'> | undefined;
}
