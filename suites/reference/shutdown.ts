import type { Core, Task } from './core.ts';
import { deferred } from './deferred.ts';
import { isIdle } from './tasks.ts';

/** Settles when nothing waits and nothing runs, but for the one task that asks, if a task does. */
export function idle(core: Core, except?: Task): Promise<void> {
  const done = deferred<void>();
  if (isIdle(core, except)) done.resolve();
  else core.idlers.push({ except, done });
  return done.promise;
}
