import type { Json } from '../../harness/index.ts';
import { type ClosingChoices, closingOf } from './closing-settings.ts';

export type Choices = Readonly<Record<string, Json>>;

/** The choices of one reference: where several behaviours are right, which one it has. */
export interface Settings extends ClosingChoices {
  readonly positive: 'accepted' | 'confirmed' | 'void';
  /** A cancel answers when the task has ended. */
  readonly waits: boolean;
  readonly delivery: 'signal' | 'exception' | 'kill' | 'tell-then-kill';
  /** How long a told thread may go on, in ms. */
  readonly killAfter: number;
  /** Waits that begin after a cancel raise it again. */
  readonly level: boolean;
  readonly sticky: boolean;
  readonly terminal: 'negative' | 'error' | 'ignore';
  readonly unknown: 'negative' | 'error' | 'ignore' | 'tombstone';
  readonly second: 'noop-true' | 'noop-false' | 'error' | 'escalate';
  readonly scope: 'all' | 'running' | 'queued';
  readonly total: 'count' | 'list' | 'void';
  readonly cleanupError: 'cancelled' | 'failed';
  readonly childCancel: 'by-primitive' | 'continue' | 'ends-group';
  /** `all` lets everybody run to the end. */
  readonly collects: boolean;
  readonly errors: 'aggregate' | 'primary+suppressed' | 'first';
  /** When the body of a group has returned, its children are dismissed. */
  readonly cancelsRest: boolean;
  readonly lateSpawn: 'while-children' | 'refuse' | 'start-cancelled';
  /** A shielded section goes on without the body around it. */
  readonly shieldsAlone: boolean;
  readonly disposal: 'suppressed' | 'aggregate';
  readonly timeoutAs: 'timeout' | 'failed' | 'cancelled';
  /** From when the time of a task counts. */
  readonly limitFrom: 'submit' | 'start';
  /** A timeout is published at the limit. */
  readonly earlyTimeout: boolean;
  readonly disconnect: 'detach' | 'cancel-last' | 'cancel-owner';
  readonly slow: 'disconnect' | 'drop-oldest' | 'drop-newest' | 'block';
  readonly buffer: number;
  /** What becomes of a second task of an ended one's identity, as long as that is remembered. */
  readonly reuse: 'after-terminal' | 'never' | 'dedupe';
  readonly lateView: 'replay' | 'snapshot' | 'live-only' | 'refuse-ended';
  /** Who leaves while an event is being sent is not sent it any more. */
  readonly sparesLeavers: boolean;
  /** How long the end of a task waits for the store, in ms. */
  readonly storeLimit: number;
  /** How long a connection is given to say goodbye, in ms. */
  readonly goodbyeLimit: number;
  readonly kept: 'first' | 'last' | 'all';
  /** A body may send the terminal event. */
  readonly bodyFirst: boolean;
  /** The outcome is published when the cancel is accepted. */
  readonly early: boolean;
  /** A cancelled entry leaves the queue at its turn. */
  readonly lazyQueue: boolean;
  /** What becomes of a submit, or of the oldest entry, where the queue is full. */
  readonly overflow: 'refuse' | 'wait' | 'shed-oldest';
  /** A failure that nobody looks at is left to the platform. */
  readonly strays: boolean;
  /** What a second release of one lease does. */
  readonly secondRelease: 'idempotent' | 'error';
  /** A pool that closes serves those who wait. */
  readonly servesWaiters: boolean;
  /** An attempt that ended as cancelled is tried again. */
  readonly retriesCancelled: boolean;
  /** Tokens can be reset. */
  readonly epochs: boolean;
  readonly callbackError: 'diagnosed' | 'to-canceller' | 'platform';
  /** A callback that is registered too late is run at once. */
  readonly lateCallbacks: boolean;
  /** Where a run of waves looks at its token. */
  readonly checkpoint: 'wave' | 'wave+final' | 'step' | 'await';
  readonly waveFailure: 'stop' | 'go-on';
  /** What a request does whose key is taken. */
  readonly supersede: 'cancel-old' | 'queue' | 'refuse-new';
  /** A background loop that crashed is started again. */
  readonly loopRestarts: boolean;
  /** No heartbeat begins once a stop has been asked for. */
  readonly drainsSilently: boolean;
  /** What has been stopped, or could not be started, can be started again. */
  readonly restartable: boolean;
  /** How many ended tasks are remembered. */
  readonly retention: number;
  /** Tasks are to be known by the calls they make; costs a context a task, so it is off where no choice needs it. */
  readonly knowsCallers: boolean;
}

/** Reads the choices; what is not chosen has its default. */
export function settingsOf(choices: Choices): Settings {
  const word = (option: string, otherwise: string): string => wordOf(choices[option]) ?? otherwise;
  const read = {
    positive: word('cancel.return', 'accepted'),
    waits: word('cancel.return', '') === 'confirmed' || word('cancel.wait', '') === 'quiesced',
    delivery: word('cancel.delivery', 'signal'),
    killAfter: numberOf(choices['cancel.delivery'], 'after', 50),
    level: word('cancel.trigger', '') === 'level',
    sticky: word('cancel.binding', '') === 'sticky' || word('terminal.when', '') === 'at-acceptance',
    terminal: word('cancel.terminal', 'negative'),
    unknown: word('cancel.unknown', 'negative'),
    second: word('cancel.second', 'noop-true'),
    scope: word('cancelAll.scope', 'all'),
    total: word('cancelAll.answer', 'count'),
    cleanupError: word('cleanup.error', 'cancelled'),
    ...groupsOf(word),
    timeoutAs: word('outcome.timeout', 'timed-out') === 'timed-out' ? 'timeout' : word('outcome.timeout', ''),
    limitFrom: word('timeout.start', '') === 'submit' ? 'submit' : 'start',
    earlyTimeout: word('timeout.settle', '') === 'early',
    disconnect: word('client.disconnect', 'detach'),
    slow: word('client.slow', 'disconnect'),
    buffer: numberOf(choices['client.buffer'], 'count', 1024),
    reuse: word('id.reuse', 'after-terminal'),
    lateView: word('late.view', 'replay'),
    sparesLeavers: word('unsubscribe.inFlight', '') === 'exclude',
    storeLimit: numberOf(choices['store.limit'], 'ms', 30_000),
    goodbyeLimit: numberOf(choices['goodbye.limit'], 'ms', 5_000),
    kept: word('reason.kept', 'first'),
    bodyFirst: word('terminal.authority', '') === 'body-first',
    early: word('terminal.when', '') === 'at-acceptance',
    lazyQueue: word('queued.cancel', '') === 'at-dequeue',
    ...reliabilityOf(word),
    ...runsOf(word),
    ...closingOf(choices),
    retention: numberOf(choices['retention'], 'count', 100),
    knowsCallers: word('cancel.wait', '') === 'quiesced' || 'shutdown.self' in choices,
  };
  // The words were checked against the kit's options when the list of dialects was written; its test does so again.
  return { ...read, knowsCallers: read.knowsCallers || read.waits } as Settings;
}

const groupsOf = (word: (option: string, otherwise: string) => string) => ({
  childCancel: word('group.childCancel', 'by-primitive'),
  collects: word('group.failure', '') === 'collect',
  errors: word('group.errors', 'aggregate'),
  cancelsRest: word('group.bodyEnd', '') === 'cancel',
  lateSpawn: word('group.lateSpawn', 'while-children'),
  shieldsAlone: word('shield.outer', '') === 'at-once',
  disposal: word('dispose.error', 'suppressed'),
});

const reliabilityOf = (word: (option: string, otherwise: string) => string) => ({
  overflow: word('queue.overflow', 'refuse'),
  strays: word('unobserved', 'hook') === 'platform',
  secondRelease: word('lease.release', 'idempotent'),
  servesWaiters: word('pool.waiters', '') === 'serve',
  retriesCancelled: word('retry.cancelled', '') === 'yes',
});

const runsOf = (word: (option: string, otherwise: string) => string) => ({
  callbackError: word('callback.error', 'diagnosed'),
  lateCallbacks: word('callback.late', 'run-at-once') === 'run-at-once',
  epochs: word('token.epoch', '') === 'new-epoch',
  checkpoint: word('token.checkpoint', 'wave'),
  waveFailure: word('wave.failure', 'stop'),
  supersede: word('supersede', 'cancel-old'),
  loopRestarts: word('loop.crash', '') === 'restarts',
  drainsSilently: word('heartbeat.drain', '') === 'until-stop',
  restartable: word('shutdown.restart', '') === 'restartable',
});

/** Bodies run in threads, which can be killed. */
export const inThreads = ({ delivery }: Settings): boolean => delivery === 'kill' || delivery === 'tell-then-kill';

function wordOf(choice: Json | undefined): string | undefined {
  if (typeof choice === 'string') return choice;
  const value = fieldOf(choice, 'value');
  return typeof value === 'string' ? value : undefined;
}

function numberOf(choice: Json | undefined, field: string, otherwise: number): number {
  if (typeof choice === 'number') return choice;
  const value = fieldOf(choice, field) ?? fieldOf(choice, 'value');
  return typeof value === 'number' ? value : otherwise;
}

const fieldOf = (choice: Json | undefined, field: string): Json | undefined =>
  choice !== null && typeof choice === 'object' && !Array.isArray(choice)
    ? (choice as Readonly<Record<string, Json>>)[field]
    : undefined;
