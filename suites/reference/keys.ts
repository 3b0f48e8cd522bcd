import type { Core, Task } from './core.ts';
import { Refused } from './errors.ts';

/** Requests of one key, of which only one runs at a time; see `Parts`. */
export interface KeyParts {
  /** Refuses a request whose key is taken. */
  admitKey(core: Core, key: string): void;
  /** Makes way for a newer request. */
  supersede(core: Core, task: Task): void;
  /** A task of that key runs, its cleanup included. */
  busy(core: Core, task: Task): boolean;
}

function admitKey(core: Core, key: string): void {
  if (core.settings.supersede !== 'refuse-new' || ofKey(core, key).length === 0) return;
  throw new Refused('BUSY', `a task of "${key}" is running`);
}

/** The newest one counts: those before it are stopped, and it waits for the one that runs. */
function supersede(core: Core, task: Task): void {
  if (task.key === undefined || core.settings.supersede !== 'cancel-old') return;
  for (const older of ofKey(core, task.key)) {
    const reason = new Refused('SUPERSEDED', `"${task.id}" came later`);
    if (older !== task && !older.stop) core.parts.accept(core, older, { kind: 'cancelled', reasons: [reason] });
  }
}

/** Those that wait or run. */
const ofKey = (core: Core, key: string): readonly Task[] =>
  [...core.queue.entries, ...core.running].filter((task) => task.key === key && !(task.outcome && !task.holds));

const busy = (core: Core, task: Task): boolean =>
  task.key !== undefined && [...core.running].some(({ key }) => key === task.key);

export const keyParts: KeyParts = { admitKey, supersede, busy };
