import type { Json } from '../../harness/index.ts';
import type { Core, Task } from './core.ts';
import type { Data } from './kept.ts';
import { Lock } from './locks.ts';
import type { InTransaction, Session } from './outside.ts';
import type { Scope } from './scope.ts';

/** What is stored, and the one connection to it, which is used in turn. */
class Records {
  readonly values = new Map<string, Json>();
  readonly session: Session = { writes: undefined };
  readonly turn = new Lock();
}

const records = new WeakMap<Data, Records>();

/** Made when it is first asked for: hardly a coordinator has transactions. */
function recordsOf({ data }: Core): Records {
  const found = records.get(data) ?? new Records();
  records.set(data, found);
  return found;
}

/** One transaction at a time: whoever writes has the only connection, and gives it back clean. */
export async function transaction(core: Core, task: Task, above: Scope, body: InTransaction): Promise<Json> {
  core.parts.enter(core, task, above);
  const { session, values, turn } = recordsOf(core);
  const release = await turn.take(above);
  const scope = core.parts.fork(core, above);
  const writes = (session.writes ??= new Map());
  const read = async (key: string) => (writes.has(key) ? writes.get(key) : values.get(key));
  const write = async (key: string, value: Json) => void writes.set(key, value);
  try {
    // Asked when its turn has come: a cancelled body begins nothing. A cleanup that has to write shields it.
    if (above.cancelled) throw above.reason;
    const value = await body({ read, write }, scope);
    await core.parts.commit(core, task, scope, session);
    return value;
  } catch (error) {
    core.parts.rollback(core, scope, session);
    throw error;
  } finally {
    scope.close();
    release();
  }
}

/** A cancel that came before this moment has its way; behind it everything is stored, in one step. */
export async function commit(core: Core, task: Task, scope: Scope, session: Session): Promise<void> {
  await Promise.resolve();
  if (scope.cancelled) throw scope.reason;
  for (const [key, value] of session.writes ?? []) store(core, key, value);
  session.writes = undefined;
  task.committed = true;
}

export const store = (core: Core, key: string, value: Json): void => void recordsOf(core).values.set(key, value);

export function rollback(_core: Core, _scope: Scope, session: Session): void {
  session.writes = undefined;
}
