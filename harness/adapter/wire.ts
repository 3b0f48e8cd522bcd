import type { Capability } from './capability.ts';
import type { Json } from './wish.ts';
import type { Diagnostic, TaskEvent } from './events.ts';
import type { Lent } from './lent.ts';
import type { JobSpec, JournalLine } from './program.ts';
import type { ShutdownReport } from './shutdown.ts';
import type { Ending } from './target.ts';
import type { Snapshot } from './tasks.ts';
import type { WavesResult } from './tokens.ts';

/**
 * JSON-RPC 2.0, one message a line. Every operation has the name of the member above; whatever is not
 * JSON (a client, lease, token, policy, a function of the kit) crosses as a `Ref`. An error, event or
 * state carries its `ending` in place of `classify`; a shutdown answers with its report in place of `report`.
 */
export type Ref = string;
export type Nothing = Readonly<Record<string, never>>;
export interface WireEnding {
  readonly ending?: Ending | null;
}
export interface WireError extends WireEnding {
  readonly name: string;
  readonly message: string;
  readonly code?: string | number;
  readonly cause?: WireError;
  /** False: what was asked for may have happened all the same. */
  readonly definite?: boolean;
}
/** What the far side offers. Whatever is not listed is absent. */
export interface WireOffer {
  /** Repeats the protocol that `open` asked for. */
  readonly protocol: 1;
  readonly name: string;
  readonly version?: string;
  /** Operations it answers. */
  readonly operations: readonly Operation[];
  /** Wishes it reads: `open.concurrency`, `submit.timeout`, `shutdown.grace`, `settle.timeout`, … */
  readonly wishes: readonly `${Operation | keyof Lent}.${string}`[];
  /** Primitives its bodies are lent. */
  readonly lent: readonly (keyof Lent)[];
  /** Names of shutdown modes and of resources. */
  readonly shutdown?: readonly string[];
  readonly resources?: readonly string[];
}

/** Requests of the kit: parameters and answer. Each means what the member of its name means. */
export interface Operations {
  open: [WireOpen, WireOffer];
  submit: [WireJob, { id: string }];
  cancel: [{ id: string; reason?: Json }, Json];
  cancelAll: [{ reason?: Json }, Json];
  idle: [Nothing, Json];
  query: [{ id?: string }, Snapshot & WireEnding];
  result: [{ id: string }, Json];
  subscribe: [{ id?: string; after?: string }, Ref];
  unsubscribe: [{ ref: Ref }, Json];
  connect: [{ task?: string; after?: string }, Ref];
  'client.next': [{ ref: Ref }, (TaskEvent & WireEnding) | null];
  'client.pause': [{ ref: Ref }, Json];
  'client.resume': [{ ref: Ref }, Json];
  'client.close': [{ ref: Ref }, Json];
  'client.drop': [{ ref: Ref }, Json];
  diagnostics: [Nothing, Ref];
  shutdown: [{ mode: string; grace?: number; force?: number }, ShutdownReport | Json];
  onShutdown: [{ hook: Ref }, Json];
  reopen: [Nothing, WireOffer];
  resources: [{ name: string; limit: number; create?: Ref; destroy?: Ref }, Ref];
  'resource.acquire': [{ ref: Ref; timeout?: number; priority?: number; signal?: Ref }, Ref];
  'resource.use': [{ ref: Ref; body: Ref; timeout?: number; priority?: number; signal?: Ref }, Json];
  'resource.close': [{ ref: Ref; timeout?: number }, Json];
  'lease.release': [{ ref: Ref }, Json];
  'lease.discard': [{ ref: Ref }, Json];
  'policies.retry': [{ attempts: number; delay: number; cap?: number; timeout?: number; permanent?: Ref }, Ref];
  'policies.breaker': [{ failures: number; rest: number; trials?: number }, Ref];
  'policies.fallback': [{ value: Ref; used?: Ref }, Ref];
  'policies.rate': [{ calls: number; per: number }, Ref];
  'policy.run': [{ ref: Ref; call: Ref; signal?: Ref }, Json];
  components: [{ list: WireComponent[] }, Ref];
  component: [{ every: number; beat: Ref; turn: Ref; connect: Ref; handle: Ref }, Ref];
  'service.start': [{ ref: Ref }, Json];
  'service.stop': [{ ref: Ref; timeout?: number; signal?: Ref }, Json];
  'service.state': [{ ref: Ref }, string];
  'service.send': [{ ref: Ref; message: Json }, Json];
  'service.receive': [{ ref: Ref; timeout?: number; signal?: Ref }, { message?: Json }];
  token: [{ parent?: Ref }, Ref];
  link: [{ parents: Ref[] }, Ref];
  'token.cancelled': [{ ref: Ref }, { cancelled: boolean; reason?: Json }];
  'token.cancel': [{ ref: Ref; reason?: Json }, Json];
  'token.check': [{ ref: Ref }, Json];
  'token.reset': [{ ref: Ref }, Json];
  'token.onCancel': [{ ref: Ref; run: Ref }, Ref];
  waves: [{ waves: WireJob[][]; token?: Ref; timeout?: number; failure?: 'stop' | 'go-on' }, WavesResult];
  dispose: [Nothing, Json];
}
export type Operation = keyof Operations;

export interface WireOpen {
  protocol: 1;
  concurrency?: number;
  queueLimit?: number;
  timeout?: number;
  components?: WireComponent[];
  store?: Ref;
  connect?: Ref;
}
export interface WireJob {
  spec: Omit<JobSpec, 'wire'>;
  signal?: Ref;
  timeout?: number;
  priority?: number;
  lane?: string;
  key?: string;
  token?: Ref;
}
export interface WireComponent {
  name: string;
  after: string[];
  start: Ref;
  stop: Ref;
}

/** Notifications, which are not answered, and the one request of the far side. */
export interface Messages {
  /** Kit: these gates are open from now on. */
  gate: { names: string[] };
  /** Kit: a signal that was passed as a `Ref` is aborted. */
  abort: { ref: Ref; reason?: Json };
  /** Kit, a request: answer it after all that was to be sent before. */
  flush: Nothing;
  /** Far side: one line of a body's journal. */
  journal: JournalLine;
  /** Far side: the result of a task, and its `ended`. */
  settled: { id: string; value?: Json; error?: WireError; at: number };
  ended: { id: string; at: number };
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
  reopen: 'reopen',
  resources: 'lock',
  'resource.acquire': 'lock',
  'resource.use': 'resource.use',
  'resource.close': 'pool.close',
  'lease.release': null,
  'lease.discard': null,
  'policies.retry': 'retry',
  'policies.breaker': 'breaker',
  'policies.fallback': 'fallback',
  'policies.rate': 'rate',
  'policy.run': null,
  components: 'components',
  component: 'component',
  'service.start': null,
  'service.stop': null,
  'service.state': null,
  'service.send': null,
  'service.receive': 'receive',
  token: 'token',
  link: 'token.link',
  'token.cancelled': null,
  'token.cancel': null,
  'token.check': null,
  'token.reset': 'token.reset',
  'token.onCancel': 'token.callbacks',
  waves: 'waves',
  dispose: null,
} as const satisfies Record<Operation, Capability | null>;
