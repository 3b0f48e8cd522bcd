import { type BackgroundTask, CancelledError, until } from './background.ts';

/**
 * Cancels a task and waits for its end, as each part of the client does it. The cancellation that is expected is the
 * task's; if the caller is cancelled in this wait, that is taken for it, and lost.
 */
export async function stopTask(task: BackgroundTask | undefined, caller: AbortSignal | undefined): Promise<void> {
  if (!task) return;
  task.cancel();
  try {
    await until(task.done, caller);
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error;
  }
}
