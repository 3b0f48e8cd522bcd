import type { Connection } from '../../harness/index.ts';
import type { Daemon } from './daemon.ts';
import { Refused } from './errors.ts';
import { note } from './events.ts';

/** How long to wait before another attempt, ms. */
const backOff = 10_000;

/** One connection at a time, kept up. */
export interface ConnectionParts {
  /** Tries until there is a connection, or no need for one. */
  keep(daemon: Daemon): Promise<void>;
  /** The connection that there is, or the attempt that is under way, or a new one. */
  ensure(daemon: Daemon): Promise<Connection>;
  /** One attempt. */
  connect(daemon: Daemon): Promise<Connection>;
  /** The attempt has ended: the next one is a fresh one. */
  forget(daemon: Daemon): void;
  /** A connection has come when a stop had been asked for. */
  tooLate(daemon: Daemon, connection: Connection): Promise<void>;
  /** Waits so many ms, or until a stop is asked for. */
  pause(daemon: Daemon, ms: number): Promise<void>;
  /** The connection is of no use any more. */
  lose(daemon: Daemon, connection: Connection): void;
  /** Closes the connection, in time; what goes wrong is of no more concern. */
  hangUp(daemon: Daemon): Promise<void>;
}

async function keep(daemon: Daemon): Promise<void> {
  while (!daemon.halting) {
    try {
      await daemon.parts.ensure(daemon);
      return;
    } catch {
      await daemon.parts.pause(daemon, backOff);
    }
  }
}

async function ensure(daemon: Daemon): Promise<Connection> {
  if (daemon.connection) return daemon.connection;
  daemon.attempt ??= daemon.parts.connect(daemon);
  return daemon.attempt as Promise<Connection>;
}

async function connect(daemon: Daemon): Promise<Connection> {
  const { parts, ports } = daemon;
  try {
    const connection = await ports.connect();
    if (daemon.halting) await parts.tooLate(daemon, connection);
    daemon.connection = connection;
    connection.onMessage((message) => parts.accept(daemon, message));
    connection.onClose(() => parts.lose(daemon, connection));
    return connection;
  } finally {
    parts.forget(daemon);
  }
}

function forget(daemon: Daemon): void {
  daemon.attempt = undefined;
}

async function tooLate(_daemon: Daemon, connection: Connection): Promise<void> {
  await connection.close().catch(() => {});
  throw new Refused('CLOSED', 'the component has been stopped');
}

function pause(daemon: Daemon, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const disarm = daemon.core.parts.after(ms, resolve);
    void daemon.halt.promise.then(() => {
      disarm();
      resolve();
    });
  });
}

/** The old one is closed before there is a new one. */
function lose(daemon: Daemon, connection: Connection): void {
  if (daemon.connection !== connection) return;
  daemon.connection = undefined;
  connection
    .close()
    .catch((error: unknown) => note(daemon.core, 'warn', 'a lost connection did not close', undefined, error));
  if (!daemon.halting) daemon.keeping = daemon.parts.keep(daemon);
}

async function hangUp(daemon: Daemon): Promise<void> {
  const { core, connection } = daemon;
  if (connection) {
    const close = () => connection.close().catch(() => {});
    await core.parts.atMost(core, undefined, core.settings.goodbyeLimit, close, 'the peer did not say goodbye');
  }
  daemon.connection = undefined;
}

export const connectionParts: ConnectionParts = { keep, ensure, connect, forget, tooLate, pause, lose, hangUp };
