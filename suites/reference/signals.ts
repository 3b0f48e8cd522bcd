import type { Token } from '../../harness/index.ts';
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

/** A token of the coordinator's own counts as much as a signal; a task that has both lets go of both. */
export function followToken(core: Core, task: Task, token: Token): void {
  const { unfollow } = task;
  const unheed = core.parts.tokens.heed(token, (reason) => {
    if (!task.outcome && !task.stop) core.parts.accept(core, task, { kind: 'cancelled', reasons: [reason] });
  });
  task.unfollow = () => {
    unfollow();
    unheed();
  };
}
