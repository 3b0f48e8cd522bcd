import type { Connection, Json, Transaction } from '../../harness/index.ts';
import type { Core, Outcome, Task } from './core.ts';
import { deferred } from './deferred.ts';
import { note } from './events.ts';
import type { Scope } from './scope.ts';
import { commit, rollback, transaction } from './transactions.ts';

/** What a coordinator has to do with the world outside: its records, its data, its connections; see `Parts`. */
export interface OutsideParts {
  /** Writes down how a task ends, before anybody is told; nothing, where there is nowhere to write. */
  persist(core: Core, task: Task, outcome: Outcome): Promise<void> | undefined;
  /** Waits for something outside, at most so many ms; a failure is logged, and so is that the time was up. */
  atMost(core: Core, task: Task | undefined, ms: number, work: () => Promise<unknown>, what: string): Promise<void>;
  /** Runs a body in a transaction. */
  transaction(core: Core, task: Task, scope: Scope, body: InTransaction): Promise<Json>;
  /** Makes visible what was written; returns when it is. */
  commit(core: Core, task: Task, scope: Scope, session: Session): Promise<void>;
  /** Takes back what was written. */
  rollback(core: Core, scope: Scope, session: Session): void;
  /** Opens the connection of a task, where it is given a network. */
  dial(core: Core, task: Task): Promise<void> | undefined;
  /** Ends that connection. */
  hangUp(core: Core, task: Task, connection: Connection): Promise<void>;
}

/** The body of a transaction. */
export type InTransaction = (data: Transaction, scope: Scope) => Promise<Json>;

/** The one connection to the data, and what has been written over it and is not committed. */
export interface Session {
  writes: Map<string, Json> | undefined;
}

/** From here on the outcome stands: who cancels now comes too late, whatever the store takes for it. */
function persist(core: Core, task: Task, outcome: Outcome): Promise<void> | undefined {
  const { store } = core;
  if (!store) return undefined;
  task.decided = true;
  const write = () => store.write({ [`task:${task.id}`]: { state: (task.outcome ?? outcome).kind } });
  return core.parts.atMost(core, task, core.settings.storeLimit, write, 'the end of the task was not stored');
}

async function atMost(
  core: Core,
  task: Task | undefined,
  ms: number,
  work: () => Promise<unknown>,
  what: string,
): Promise<void> {
  const up = deferred<never>();
  const disarm = core.parts.after(ms, () => up.reject(new Error(`${what} within ${ms} ms`)));
  try {
    await Promise.race([work(), up.promise]);
  } catch (error) {
    note(core, 'error', what, task?.id, error);
  } finally {
    disarm();
  }
}

function dial({ connect }: Core, task: Task): Promise<void> | undefined {
  return connect?.(task.scope.signal).then((connection) => {
    task.connection = connection;
  });
}

/** The peer may never answer a goodbye: what is open on this side is closed all the same, in time. */
const hangUp = (core: Core, task: Task, connection: Connection): Promise<void> =>
  core.parts.atMost(core, task, core.settings.goodbyeLimit, () => connection.close(), 'the peer did not say goodbye');

export const outside: OutsideParts = { persist, atMost, transaction, commit, rollback, dial, hangUp };
