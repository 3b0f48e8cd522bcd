import type { Capability } from './capability.ts';
import type { Json } from './wish.ts';
import type { Diagnostic, TaskEvent } from './events.ts';
import type { Lent } from './lent.ts';
import type { JobSpec, JournalLine } from './program.ts';
import type { ShutdownReport } from './shutdown.ts';
import type { Ending, Profile } from './target.ts';
import type { Snapshot } from './tasks.ts';

/**
 * JSON-RPC 2.0, one message a line. Every operation has the name of the member above; whatever is not
 * JSON (a client, a listener, a signal, a function of the kit) crosses as a `Ref`, which is chosen by the side that
 * has the thing. An error, event or state carries its `ending` in place of `classify`; a shutdown answers with its
 * report in place of `report`.
 */
export type Ref = string;
export type Nothing = Readonly<Record<string, never>>;
export interface WireEnding {
  readonly ending?: Ending | null;
}
/** Whatever else the error carries (`reason`, `data`, …) may stand beside these. */
export interface WireError extends WireEnding {
  readonly name: string;
  readonly message: string;
  readonly code?: string | number;
  readonly cause?: Json;
  /** What was thrown, where it was no error. */
  readonly value?: Json;
  /** Of a shutdown that ends by an error. */
  readonly report?: ShutdownReport;
  /** False: what was asked for may have happened all the same. */
  readonly definite?: boolean;
}
/** What the far side offers. Whatever is not listed is absent. */
export interface WireOffer {
  /** Repeats the protocol that `open` asked for. */
  readonly protocol: 1;
  readonly name: string;
  readonly version?: string;
  /** As in `TargetInfo`; those of an adapter win. */
  readonly profile?: Profile;
  readonly dialect?: Readonly<Record<string, Json>>;
  /** Operations it answers. */
  readonly operations: readonly Operation[];
  /** Wishes it reads: `open.concurrency`, `submit.timeout`, `shutdown.grace`, `shutdown.report`, … */
  readonly wishes: readonly `${Operation}.${string}`[];
  /** Primitives its bodies are lent. */
  readonly lent: readonly (keyof Lent)[];
  /** Names of shutdown modes. */
  readonly shutdown?: readonly string[];
}
/** What `submit` answers: the library's own id if there is one, and what a handle has beside its result. */
export interface WireHandle {
  readonly id?: string;
  readonly members?: readonly ('cancel' | 'subscribe' | 'ended')[];
}
/** What `connect` answers. */
export interface WireClient {
  readonly ref: Ref;
  readonly members?: readonly ('pause' | 'resume' | 'drop')[];
}

/** Requests of the kit: parameters and answer. Each means what the member of its name means. */
export interface Operations {
  open: [WireOpen, WireOffer];
  submit: [WireJob, WireHandle];
  /** `task`: as in `WireJob.spec.id`. */
  'handle.cancel': [{ task: string; reason?: Json }, Json];
  'handle.subscribe': [{ task: string; ref: Ref; after?: string }, Json];
  cancel: [{ id: string; reason?: Json }, Json];
  cancelAll: [{ reason?: Json }, Json];
  idle: [Nothing, Json];
  query: [{ id?: string }, Snapshot & WireEnding];
  result: [{ id: string }, Json];
  subscribe: [{ ref: Ref }, Json];
  unsubscribe: [{ ref: Ref }, Json];
  connect: [{ task?: string; after?: string }, WireClient];
  'client.next': [{ ref: Ref }, (TaskEvent & WireEnding) | null];
  'client.pause': [{ ref: Ref }, Json];
  'client.resume': [{ ref: Ref }, Json];
  'client.close': [{ ref: Ref }, Json];
  'client.drop': [{ ref: Ref }, Json];
  diagnostics: [{ ref: Ref }, Json];
  shutdown: [{ mode: string; grace?: number; force?: number }, ShutdownReport | Json];
  onShutdown: [{ hook: Ref }, Json];
  dispose: [Nothing, Json];
}
export type Operation = keyof Operations;

export interface WireOpen {
  protocol: 1;
  concurrency?: number;
  queueLimit?: number;
  timeout?: number;
}
export interface WireJob {
  /** As `Job.id`: take it as the library's id, if that can be chosen. Two jobs may ask for one. */
  id: string;
  /** `spec.id` names the task in the journal and in `settled`; no two jobs share it. */
  spec: Omit<JobSpec, 'wire'>;
  signal?: Ref;
  timeout?: number;
  priority?: number;
  lane?: string;
  key?: string;
}

/** Notifications, which are not answered, and the requests of the far side. Times are ms of one clock, which never goes back. */
export interface Messages {
  /** Kit: these gates are open from now on. */
  gate: { names: readonly string[] };
  /** Kit: a signal that was passed as a `Ref` is aborted. */
  abort: { ref: Ref; reason?: Json };
  /**
   * Kit, a request: answer it once nothing is ready to go on, after all that was to be sent before, with
   * `{ rest: true }` if it is certain that nothing but time or the next message can change anything, else null.
   */
  flush: Nothing;
  /** Far side: one line of a body's journal. */
  journal: JournalLine;
  /** Far side: the result of a task, and the end of body and cleanup, by `spec.id`. */
  settled: { task: string; value?: Json; error?: WireError; at: number };
  ended: { task: string; at: number };
  /** Far side: to a subscription. Sent as a request, it is answered once the listener has settled. */
  event: { ref: Ref; event: TaskEvent & WireEnding; at: number };
  diagnostic: { ref: Ref; record: Diagnostic };
  /** Far side, a request: calls a function that the kit owns. */
  call: { ref: Ref; arguments: Json[] };
}

/** The table: which capability an operation gives; null: none of its own. */
export const operations = {
  open: null,
  submit: 'submit',
  'handle.cancel': null,
  'handle.subscribe': 'subscribe.late',
  cancel: 'cancel.byId',
  cancelAll: 'cancel.all',
  idle: 'idle',
  query: 'query',
  result: 'result.byId',
  subscribe: 'events',
  unsubscribe: null,
  connect: 'client',
  'client.next': null,
  'client.pause': 'client.pause',
  'client.resume': 'client.pause',
  'client.close': null,
  'client.drop': 'client.drop',
  diagnostics: 'diagnostics',
  shutdown: 'shutdown',
  onShutdown: 'shutdown.hooks',
  dispose: null,
} as const satisfies Record<Operation, Capability | null>;
