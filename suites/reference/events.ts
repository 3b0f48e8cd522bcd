import type { Diagnostic, Listener, Unsubscribe } from '../../harness/index.ts';
import { type Core, type Outcome, type Task, type Told, without } from './core.ts';
import { Recipient } from './recipient.ts';
import { type Cancelled, Refused, ShutDown } from './errors.ts';

/** Sends one event of a task. Sent from inside a delivery, it waits until that one has reached everybody. */
export function send(core: Core, task: Task, type: string, data: unknown, terminal: boolean): void {
  const { id, at } = core.parts.stamp(core);
  core.parts.post(core, task, { id, at, type, task: task.id, data, terminal });
}

export function post(core: Core, task: Task, told: Told): void {
  core.outbox.push([task, told]);
  if (core.delivering) return;
  core.delivering = true;
  for (let letter = core.outbox.shift(); letter; letter = core.outbox.shift()) {
    const [of, event] = letter;
    // Logged and listed in one step, so that a newcomer gets each event once: from the log, or live.
    of.log.push(event);
    core.parts.broadcast(core, audience(core, of), event);
  }
  core.delivering = false;
}

/** The lists as they are now: who comes while the event is being sent has it from the log. */
function audience(core: Core, task: Task): Iterable<Listener> {
  if (task.listeners.length === 0) return core.listeners;
  return core.listeners.length === 0 ? task.listeners : both(core.listeners, task.listeners);
}

function* both(some: Iterable<Listener>, others: Iterable<Listener>): Iterable<Listener> {
  yield* some;
  yield* others;
}

/** A listener that fails harms nobody: neither the task, nor the listeners behind it. */
export function broadcast(core: Core, listeners: Iterable<Listener>, event: Told): void {
  for (const listener of listeners) {
    try {
      const answer = listener(event);
      if (answer instanceof Promise)
        answer.catch((error: unknown) => note(core, 'warn', 'a listener failed', event.task, error));
    } catch (error) {
      note(core, 'warn', 'a listener failed', event.task, error);
    }
  }
}

/** What the body has to say. Nothing of it follows the terminal event. */
export function emit(core: Core, task: Task, type: string, data: unknown): unknown {
  if (task.outcome) return undefined;
  const terminal = core.parts.marks(core, type);
  if (terminal && task.said) return undefined;
  task.said ||= terminal;
  send(core, task, type, data, terminal);
  return core.parts.held(core, task);
}

export const marks = (core: Core, type: string): boolean => core.settings.bodyFirst && endings.has(type);

export const endings: ReadonlySet<string> = new Set(['completed', 'failed', 'cancelled', 'timeout']);

export function announce(core: Core, task: Task, outcome: Outcome): void {
  if (!task.said && !isSilenced(core, task))
    send(core, task, outcome.kind, core.parts.payload(core, task, outcome), true);
  core.parts.report(core, task, outcome);
}

/** The event of the shutdown itself stands for that of a task that it stopped, where that was chosen. */
const isSilenced = ({ closing, settings }: Core, { stop }: Task): boolean =>
  closing !== undefined && settings.clientEvent === 'shutdown' && stop?.reasons[0] instanceof ShutDown;

/** Tells every client that is there, once, what is about no task. */
export function sendToAll(core: Core, type: string): void {
  const live = [...core.tasks.values()].filter(({ outcome }) => !outcome);
  const listeners = new Set([...core.listeners, ...live.flatMap((task) => task.listeners)]);
  core.parts.broadcast(core, [...listeners], { ...core.parts.stamp(core), type, terminal: false });
}

export const payload = (_core: Core, _task: Task, outcome: Outcome): unknown => outcome.data;

/** Listens to all tasks, from now on. */
export function subscribe(core: Core, listener: Listener): Unsubscribe {
  const [entry, forget] = entryOf(core, listener);
  core.listeners = [...core.listeners, entry];
  return () => {
    core.listeners = core.parts.unlist(core, core.listeners, entry);
    forget();
  };
}

/** Listens to one task: first what it has said so far, after the event of that id if one is given, then live. */
export function attach(core: Core, task: Task, listener: Listener, after?: string): Unsubscribe {
  const [entry, forget] = entryOf(core, listener);
  const heard = after === undefined ? 0 : Number(after);
  if (Number.isNaN(heard)) throw new Refused('UNKNOWN', `"${after}" is not the id of an event`);
  for (const event of past(core, task, after === undefined))
    if (Number(event.id) > heard) core.parts.broadcast(core, [entry], event);
  task.listeners = [...task.listeners, entry];
  return () => {
    task.listeners = core.parts.unlist(core, task.listeners, entry);
    forget();
  };
}

/** What a client that comes late is told of the time before; one that names its last event is told all since. */
function past(core: Core, task: Task, anew: boolean): readonly Told[] {
  const { lateView } = core.settings;
  if (!anew || lateView === 'replay') return task.log;
  if (lateView === 'refuse-ended' && task.outcome && !task.holds) throw new Refused('ENDED', `"${task.id}" has ended`);
  const end = task.log.filter(({ terminal }) => terminal);
  if (end.length > 0 || lateView !== 'snapshot') return end;
  return [{ ...core.parts.stamp(core), type: 'snapshot', task: task.id, data: task.state, terminal: false }];
}

/** A client on a list, and how it is told nothing any more of what it was sent. */
function entryOf(core: Core, listener: Listener): readonly [Listener, forget: () => void] {
  const client = new Recipient(listener);
  const forget = (): void => {
    client.waiting.splice(0);
    client.gone = true;
  };
  return [(event) => core.parts.hand(core, client, event as Told), forget];
}

export const unlist = (_core: Core, list: readonly Listener[], entry: Listener): readonly Listener[] =>
  without(list, entry);

/** Hands one record to whoever keeps the log. A sink that fails, or never answers, is its own trouble. */
export function note(core: Core, level: Diagnostic['level'], text: string, task?: string, error?: unknown): void {
  for (const sink of core.sinks) {
    try {
      const answer = sink({ level, text, task, error });
      if (answer instanceof Promise) answer.catch(() => {});
    } catch {
      // There is nobody left to tell.
    }
  }
}

/** An outcome that was published at acceptance cannot carry what cleanup throws later: the log has to. */
export function reportLate(core: Core, task: Task, { error }: Outcome): void {
  const suppressed = (error as Cancelled | undefined)?.suppressed;
  if (suppressed && suppressed.length > 0)
    note(core, 'error', 'the cleanup of a cancelled task failed', task.id, error);
}
