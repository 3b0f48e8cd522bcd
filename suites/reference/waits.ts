import type { Json } from '../../harness/index.ts';
import type { Core, Task } from './core.ts';
import type { Part } from './limits.ts';
import { Lock } from './locks.ts';
import type { Scope } from './scope.ts';

/** Where a cancel is delivered over and over, no wait begins in a cancelled scope; a shield is a scope of its own. */
export function enter(core: Core, _task: Task, scope: Scope): void {
  if (core.settings.level && scope.cancelled) throw scope.reason;
}

/** Waits so many ms, or until the scope is cancelled. */
export function sleep(core: Core, _task: Task, scope: Scope, ms: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = scope.onCancel((reason) => {
      disarm();
      leave();
      reject(reason);
    });
    const disarm = core.parts.after(ms, () => {
      leave();
      resolve();
    });
  });
}

/** Runs a part while the lock is held, and gives it back however that ends. */
export async function hold(core: Core, task: Task, scope: Scope, name: string, part: Part): Promise<Json> {
  const release = await core.parts.take(core, task, scope, name);
  try {
    return await part(scope, undefined);
  } finally {
    release();
  }
}

/** Waits for the lock of that name, or until the scope is cancelled. */
export function take(core: Core, _task: Task, scope: Scope, name: string): Promise<() => void> {
  let lock = core.locks.get(name);
  if (!lock) core.locks.set(name, (lock = new Lock()));
  return lock.take(scope);
}
