import type { Json } from '../../harness/index.ts';
import type { Daemon } from './daemon.ts';
import { type Deferred, deferred } from './deferred.ts';
import { Refused } from './errors.ts';
import { note } from './events.ts';

/** A message that is to be sent. */
export interface Letter {
  readonly message: Json;
  readonly sent: Deferred<void>;
}

/** Somebody who waits for a message. */
export interface Receiver {
  readonly got: Deferred<Json | undefined>;
  /** Its wait is over. */
  over: boolean;
}

/** Messages, in and out: each is dealt with once, or left over. */
export interface MailParts {
  /** A message has come. */
  accept(daemon: Daemon, message: Json): void;
  /** Handles what has come, one message after another. */
  handle(daemon: Daemon): Promise<void>;
  /** Takes a message on that is to be sent. */
  post(daemon: Daemon, message: Json): Promise<void>;
  /** Sends what is waiting, one message after another. */
  deliver(daemon: Daemon): Promise<void>;
  receive(daemon: Daemon, timeout: number | undefined, signal: AbortSignal | undefined): Promise<Json | undefined>;
  /** Gives a message to somebody who waits. */
  hand(daemon: Daemon, receiver: Receiver, message: Json): void;
  /** Somebody's wait is over. */
  unlist(daemon: Daemon, receiver: Receiver): void;
  /** Says what was not dealt with. */
  leaveOver(daemon: Daemon): void;
}

function accept(daemon: Daemon, message: Json): void {
  if (daemon.halting) return;
  const receiver = daemon.receivers.shift();
  if (receiver) return daemon.parts.hand(daemon, receiver, message);
  daemon.inbox.push(message);
  if (!daemon.pulled) void daemon.parts.handle(daemon);
}

async function handle(daemon: Daemon): Promise<void> {
  if (daemon.handling) return;
  daemon.handling = true;
  while (daemon.inbox.length > 0 && !daemon.halting) await tracked(daemon, handleNext(daemon));
  daemon.handling = false;
}

async function handleNext(daemon: Daemon): Promise<void> {
  try {
    await daemon.ports.handle(daemon.inbox.shift() as Json);
  } catch (error) {
    note(daemon.core, 'error', 'a message could not be handled', undefined, error);
  }
}

function post(daemon: Daemon, message: Json): Promise<void> {
  if (daemon.halting) return Promise.reject(new Refused('CLOSED', 'the component has been stopped'));
  const letter: Letter = { message, sent: deferred() };
  // Whoever does not wait for it learns of a failure by what is left over.
  letter.sent.promise.catch(() => {});
  daemon.outbox.push(letter);
  void daemon.parts.deliver(daemon);
  return letter.sent.promise;
}

async function deliver(daemon: Daemon): Promise<void> {
  if (daemon.posting) return;
  daemon.posting = true;
  while (daemon.outbox.length > 0 && !daemon.halting) {
    try {
      const connection = await daemon.parts.ensure(daemon);
      if (!daemon.halting) await sendNext(daemon, connection);
    } catch (error) {
      if (!daemon.halting) for (const { sent } of daemon.outbox.splice(0)) sent.reject(error);
    }
  }
  daemon.posting = false;
}

/** A send that fails says that the connection is of no use; the message is not sent twice. */
async function sendNext(daemon: Daemon, connection: NonNullable<Daemon['connection']>): Promise<void> {
  const letter = daemon.outbox.shift() as Letter;
  try {
    await tracked(daemon, connection.send(letter.message));
    letter.sent.resolve();
  } catch (error) {
    letter.sent.reject(error);
    daemon.parts.lose(daemon, connection);
  }
}

/** A stop waits for it. */
async function tracked<T>(daemon: Daemon, work: Promise<T>): Promise<T> {
  daemon.busy.add(work);
  try {
    return await work;
  } finally {
    daemon.busy.delete(work);
  }
}

/** Its place in the list goes with its wait: a message goes to somebody who is there, or is kept. */
function receive(
  daemon: Daemon,
  timeout: number | undefined,
  signal: AbortSignal | undefined,
): Promise<Json | undefined> {
  daemon.pulled = true;
  if (daemon.inbox.length > 0) return Promise.resolve(daemon.inbox.shift());
  const receiver: Receiver = { got: deferred(), over: false };
  const close = (): void => {
    if (receiver.over) return;
    receiver.over = true;
    daemon.parts.unlist(daemon, receiver);
    receiver.got.resolve(undefined);
  };
  const disarm = timeout === undefined ? undefined : daemon.core.parts.after(timeout, close);
  if (signal?.aborted) close();
  else daemon.receivers.push(receiver);
  signal?.addEventListener('abort', close);
  return receiver.got.promise.finally(() => {
    disarm?.();
    signal?.removeEventListener('abort', close);
  });
}

function hand(_daemon: Daemon, receiver: Receiver, message: Json): void {
  receiver.over = true;
  receiver.got.resolve(message);
}

function unlist({ receivers }: Daemon, receiver: Receiver): void {
  const at = receivers.indexOf(receiver);
  if (at >= 0) receivers.splice(at, 1);
}

function leaveOver(daemon: Daemon): void {
  daemon.left.push(...daemon.inbox.splice(0));
  for (const { message, sent } of daemon.outbox.splice(0)) {
    daemon.left.push(message);
    sent.reject(new Refused('CLOSED', 'the component was stopped before it could send this'));
  }
}

export const mailParts: MailParts = { accept, handle, post, deliver, receive, hand, unlist, leaveOver };
