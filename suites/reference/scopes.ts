import type { Json } from '../../harness/index.ts';
import type { Core, Task } from './core.ts';
import type { Part } from './limits.ts';
import type { Opened } from './loan-parts.ts';
import { Scope } from './scope.ts';

/**
 * Runs a part that no cancel reaches. One that came meanwhile takes effect right after it; or at once, and then the task
 * counts as running until the part has ended.
 */
export async function shield(core: Core, task: Task, above: Scope, part: Part): Promise<Json> {
  const late = above.cancelled;
  const section = part(new Scope(), undefined);
  if (core.settings.shieldsAlone && !late) return beside(task, above, section);
  const value = await section;
  if (above.cancelled && !late) throw above.reason;
  return value;
}

/** The section is awaited by the task, like a child, when the body has gone on without it. */
function beside(task: Task, above: Scope, section: Promise<Json>): Promise<Json> {
  return new Promise((resolve, reject) => {
    const leave = above.onCancel((reason) => {
      const ended = section.catch((error: unknown) => void task.errors.push(error));
      task.children.add(ended);
      void ended.then(() => task.children.delete(ended));
      reject(reason);
    });
    section.then(resolve, reject).finally(leave);
  });
}

/** What a scope that was cancelled by itself answers. */
export const cancelledAnswer = { cancelled: true };

/** Runs a part in a scope that can be cancelled from outside, apart from the rest of the body, which goes on after it. */
export async function scoped(core: Core, task: Task, above: Scope, part: Part, opened: Opened): Promise<Json> {
  core.parts.enter(core, task, above);
  const scope = core.parts.fork(core, above);
  opened((reason) => core.parts.stopScope(core, task, scope, reason));
  try {
    return await part(scope, undefined);
  } catch (error) {
    const own = scope.cancelled && Object.is(error, scope.reason) && !(above.cancelled && above.reason === error);
    if (!own) throw error;
    return cancelledAnswer;
  } finally {
    scope.close();
  }
}

/** True if there was something to cancel. */
export function stopScope(_core: Core, _task: Task, scope: Scope, reason: unknown): boolean {
  if (scope.closed || scope.cancelled) return false;
  scope.cancel(reason);
  return true;
}
