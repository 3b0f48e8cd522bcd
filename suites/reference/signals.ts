import type { Core, Task } from './core.ts';

/** A signal that is aborted already never fires: its flag counts as much as its event. */
export function follow(core: Core, task: Task, signal: AbortSignal): void {
  if (signal.aborted) core.parts.accept(core, task, { kind: 'cancelled', reasons: [signal.reason] });
  else core.parts.listen(core, task, signal);
}

/** The listener goes when the outcome is known, for a caller's signal may outlive thousands of tasks. */
export function listen(core: Core, task: Task, signal: AbortSignal): void {
  const abort = (): void => {
    if (!task.outcome && !task.stop) core.parts.accept(core, task, { kind: 'cancelled', reasons: [signal.reason] });
  };
  signal.addEventListener('abort', abort);
  task.unfollow = () => signal.removeEventListener('abort', abort);
}
