import type { Diagnostic, Listener, Unsubscribe } from '../../harness/index.ts';
import { type Core, type Outcome, type Task, type Told, without } from './core.ts';
import { type Cancelled, Refused } from './errors.ts';

/** Sends one event of a task. Sent from inside a delivery, it waits until that one has reached everybody. */
export function send(core: Core, task: Task, type: string, data: unknown, terminal: boolean): void {
  core.lastEvent += 1;
  core.outbox.push([task, { type, task: task.id, data, id: core.lastEvent, at: Date.now(), terminal }]);
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

function audience(core: Core, task: Task): readonly Listener[] {
  if (task.listeners.length === 0) return core.listeners;
  return core.listeners.length === 0 ? task.listeners : [...core.listeners, ...task.listeners];
}

/** A listener that fails harms nobody: neither the task, nor the listeners behind it. */
export function broadcast(core: Core, listeners: readonly Listener[], event: Told): void {
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
export function emit(core: Core, task: Task, type: string, data: unknown): void {
  if (task.outcome) return;
  const terminal = core.parts.marks(core, type);
  if (terminal && task.said) return;
  task.said ||= terminal;
  send(core, task, type, data, terminal);
}

export const marks = (core: Core, type: string): boolean => core.settings.bodyFirst && endings.has(type);

export const endings: ReadonlySet<string> = new Set(['completed', 'failed', 'cancelled', 'timeout']);

export function announce(core: Core, task: Task, outcome: Outcome): void {
  if (!task.said) send(core, task, outcome.kind, core.parts.payload(core, task, outcome), true);
  report(core, task, outcome);
}

export const payload = (_core: Core, _task: Task, outcome: Outcome): unknown => outcome.data;

/** Listens to all tasks, from now on. */
export function subscribe(core: Core, listener: Listener): Unsubscribe {
  const entry: Listener = (event) => listener(event);
  core.listeners = [...core.listeners, entry];
  return () => {
    core.listeners = without(core.listeners, entry);
  };
}

/** Listens to one task: first what it has said so far, after the event of that id if one is given, then live. */
export function attach(core: Core, task: Task, listener: Listener, after?: string): Unsubscribe {
  const entry: Listener = (event) => listener(event);
  const heard = after === undefined ? 0 : Number(after);
  if (Number.isNaN(heard)) throw new Refused('UNKNOWN', `"${after}" is not the id of an event`);
  for (const event of task.log) if (Number(event.id) > heard) core.parts.broadcast(core, [entry], event);
  task.listeners = [...task.listeners, entry];
  return () => {
    task.listeners = without(task.listeners, entry);
  };
}

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

/** A stop that was asked for is no error; what was thrown on the way out is. */
function report(core: Core, task: Task, { kind, error }: Outcome): void {
  if (core.sinks.length === 0 || kind === 'completed') return;
  note(core, kind === 'failed' ? 'error' : 'info', `the task ended: ${kind}`, task.id, error);
}

/** An outcome that was published at acceptance cannot carry what cleanup throws later: the log has to. */
export function reportLate(core: Core, task: Task, { error }: Outcome): void {
  const suppressed = (error as Cancelled | undefined)?.suppressed;
  if (suppressed && suppressed.length > 0)
    note(core, 'error', 'the cleanup of a cancelled task failed', task.id, error);
}
