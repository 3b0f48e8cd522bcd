import type { Json, Ports, Service } from '../../harness/index.ts';
import type { Core } from './core.ts';
import { connectionParts, type ConnectionParts } from './daemon-connection.ts';
import { type Letter, mailParts, type MailParts, type Receiver } from './daemon-mail.ts';
import { rhythmParts, type RhythmParts } from './daemon-rhythm.ts';
import { type Deferred, deferred } from './deferred.ts';
import { Refused } from './errors.ts';
import { orAborted, orTimedOut } from './wait.ts';

/** What the end of a component leaves over. */
export interface Leftover {
  readonly left: readonly Json[];
}

/** What a component that works in the background is made of; see `Parts`. */
export interface DaemonParts extends ConnectionParts, MailParts, RhythmParts {
  /** A call of start; further ones share the first. */
  start(daemon: Daemon): Promise<void>;
  begin(daemon: Daemon): Promise<void>;
  /** A call of stop; further ones share the first. */
  stop(daemon: Daemon): Promise<Leftover>;
  end(daemon: Daemon): Promise<Leftover>;
  /** Waits for the loop, whatever it ends with. */
  join(daemon: Daemon): Promise<void>;
  /** The caller's wait for the end, which a signal may cut short. */
  wait<T>(end: Promise<T>, signal: AbortSignal | undefined): Promise<T>;
  /** Ends the wait for a stop, and not the stop. */
  limit<T>(end: Promise<T>, ms: number | undefined): Promise<T>;
  /** The state that it shows. */
  show(daemon: Daemon): string;
  /** The exit of a scope. */
  leave(service: Service): Promise<void>;
}

/** A component over ports: a connection that it keeps up, a loop, a heartbeat, and mail both ways. */
export class Daemon {
  readonly core: Core;
  readonly ports: Ports;
  state: 'stopped' | 'starting' | 'running' | 'stopping' | 'failed' = 'stopped';
  /** A stop has been asked for: nothing new begins. */
  halting = false;
  /** Settles when that is so, for those who wait for something else. */
  readonly halt: Deferred<void> = deferred();
  /** Of the caller who stops it first. */
  signal: AbortSignal | undefined;
  starting: Promise<void> | undefined;
  ending: Promise<Leftover> | undefined;
  connection: Awaited<ReturnType<Ports['connect']>> | undefined;
  attempt: Promise<unknown> | undefined;
  /** The reconnect loop. */
  keeping: Promise<void> | undefined;
  /** The background loop; rejects with what ended it. */
  loop: Promise<void> | undefined;
  /** Takes the next beat back. */
  disarm: () => void = () => {};
  readonly inbox: Json[] = [];
  readonly outbox: Letter[] = [];
  /** Those who wait for a message, in order of asking; once somebody has, messages are theirs. */
  readonly receivers: Receiver[] = [];
  pulled = false;
  handling = false;
  posting = false;
  /** Handling and sending that is under way. */
  readonly busy = new Set<Promise<unknown>>();
  readonly left: Json[] = [];

  constructor(core: Core, ports: Ports) {
    this.core = core;
    this.ports = ports;
  }

  get parts(): DaemonParts {
    return this.core.parts.daemon;
  }
}

function start(daemon: Daemon): Promise<void> {
  if (daemon.ending) return Promise.reject(new Refused('CLOSED', 'the component has been stopped'));
  daemon.starting ??= daemon.parts.begin(daemon);
  return daemon.starting;
}

/** It begins in a turn of its own: who starts it may still stop it. The first connection is not waited for. */
async function begin(daemon: Daemon): Promise<void> {
  const { parts } = daemon;
  daemon.state = 'starting';
  await Promise.resolve();
  if (daemon.halting) return;
  daemon.state = 'running';
  daemon.keeping = parts.keep(daemon);
  daemon.loop = parts.run(daemon);
  daemon.loop.catch(ignore);
  parts.arm(daemon);
}

/** Of one that was never started there is nothing to stop, and it may still be started. */
function stop(daemon: Daemon): Promise<Leftover> {
  if (!daemon.starting) return Promise.resolve({ left: [] });
  daemon.ending ??= daemon.parts.end(daemon);
  return daemon.ending;
}

/** What is under way ends first; the heartbeat goes on as long as that takes; the connection is closed last. */
async function end(daemon: Daemon): Promise<Leftover> {
  const { parts } = daemon;
  daemon.state = 'stopping';
  daemon.halting = true;
  daemon.halt.resolve();
  if (daemon.core.settings.drainsSilently) parts.hush(daemon);
  await daemon.starting?.catch(ignore);
  await parts.join(daemon);
  await Promise.allSettled(daemon.busy);
  parts.leaveOver(daemon);
  parts.hush(daemon);
  await parts.hangUp(daemon);
  daemon.state = 'stopped';
  return { left: [...daemon.left] };
}

const join = async ({ loop }: Daemon): Promise<void> => loop?.catch(ignore);

const show = ({ state }: Daemon): string => state;

export async function leave(service: Service): Promise<void> {
  await service.stop({ signal: undefined, timeout: undefined });
}

const ignore = (): void => {};

export const daemonParts: DaemonParts = {
  ...connectionParts,
  ...mailParts,
  ...rhythmParts,
  start,
  begin,
  stop,
  end,
  join,
  wait: orAborted,
  limit: orTimedOut,
  show,
  leave,
};

export function daemonOf(core: Core, ports: Ports): Service {
  const daemon = new Daemon(core, ports);
  const { parts } = daemon;
  const service: Service = {
    start: () => parts.start(daemon),
    stop: ({ signal, timeout }) => {
      daemon.signal ??= signal;
      return parts.wait(parts.limit(parts.stop(daemon), timeout), signal);
    },
    get state() {
      return parts.show(daemon);
    },
    send: (message) => parts.post(daemon, message),
    receive: ({ timeout, signal }) => parts.receive(daemon, timeout, signal),
    [Symbol.asyncDispose]: () => parts.leave(service),
  };
  return service;
}
