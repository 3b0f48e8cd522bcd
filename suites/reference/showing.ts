import type { Snapshot, TaskEvent } from '../../harness/index.ts';
import type { Core, Outcome, Task } from './core.ts';
import { note, send } from './events.ts';
import { idle as settled } from './shutdown.ts';

/** What the coordinator shows of itself: in its events, its log, and to those who ask. */
export interface ShowingParts {
  /** Tells that the body of a task begins. */
  begun(core: Core, task: Task): void;
  /** Number and time of the next event. */
  stamp(core: Core): Required<Pick<TaskEvent, 'id' | 'at'>>;
  /** Logs how a task ended. */
  report(core: Core, task: Task, outcome: Outcome): void;
  /** The state of one task, in a word. */
  shown(core: Core, task: Task): string;
  /** What there is, counted. */
  snapshot(core: Core): Snapshot;
  /** Settles when nothing waits and nothing runs. */
  idle(core: Core): Promise<void>;
  /** What is told of a task that a shutdown gives up. */
  unfinished(core: Core, task: Task): Unfinished;
}

/** One task that had not ended; its age in ms. */
export interface Unfinished {
  readonly id: string;
  readonly age?: number;
  readonly state?: string;
}

const begun = (core: Core, task: Task): void => send(core, task, 'started', undefined, false);

/** Numbers count by themselves: a clock can be set back. */
function stamp(core: Core): Required<Pick<TaskEvent, 'id' | 'at'>> {
  core.lastEvent += 1;
  return { id: core.lastEvent, at: Date.now() };
}

/** A stop that was asked for is no error; what was thrown on the way out is. */
function report(core: Core, task: Task, { kind, error }: Outcome): void {
  if (core.sinks.length === 0 || kind === 'completed') return;
  note(core, kind === 'failed' ? 'error' : 'info', `the task ended: ${kind}`, task.id, error);
}

const shown = (_core: Core, task: Task): string => task.state;

/** A task that has a slot runs, whatever has been said of it: its cleanup may not have ended. */
function snapshot(core: Core): Snapshot {
  const ids = [...core.tasks.values()].filter((task) => task.holds || !task.outcome).map((task) => task.id);
  return {
    running: core.running.size,
    queued: core.parts.waiting(core),
    kept: core.tasks.size - ids.length,
    clients: core.streams.size,
    ids,
  };
}

/** The age counts from the start: how long somebody has been at it. An outcome that is out already is no end. */
const unfinished = (_core: Core, { id, startedAt, state, outcome }: Task): Unfinished => ({
  id,
  age: performance.now() - (startedAt ?? performance.now()),
  state: outcome ? 'cancelling' : state,
});

const idle = (core: Core): Promise<void> => settled(core);

export const showing: ShowingParts = { begun, stamp, report, shown, snapshot, idle, unfinished };
