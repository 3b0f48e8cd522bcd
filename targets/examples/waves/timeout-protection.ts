import type { WavesResult } from '../../../harness/index.ts';
import { until } from '../facilitator/background.ts';
import { AsyncTask } from '../streaming/async-task.ts';
import type { Orchestrator } from './orchestrator.ts';
import type { Plan } from './plan.ts';
import type { CancellationToken } from './token.ts';

/**
 * The second example of the report. Whoever waits for a task with a limit has cancelled it when the limit is over, so
 * that the second wait, which is to give the partial results, gives the cancellation instead.
 */
export async function processWithTimeout(
  orchestrator: Orchestrator,
  plan: Plan,
  token: CancellationToken,
  timeout: number,
): Promise<WavesResult> {
  const task = new AsyncTask<WavesResult>((self) =>
    self.run((signal) => until(orchestrator.process(plan, token), signal)),
  );
  try {
    return await waitFor(task, timeout);
  } catch (error) {
    if (!(error instanceof LimitError)) throw error;
    token.cancel('Operation timed out');
    return { ...(await task.result), ending: 'timeout' };
  }
}

class LimitError extends Error {}

/** As asyncio waits with a limit: when that is over the task is cancelled. */
async function waitFor<T>(task: AsyncTask<T>, timeout: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      task.cancel();
      reject(new LimitError());
    }, timeout);
  });
  return Promise.race([task.result, limit]).finally(() => clearTimeout(timer));
}
