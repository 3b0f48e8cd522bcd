import type { WaveItem, WavesResult } from '../../../harness/index.ts';
import type { RunEvents } from './events.ts';
import { type Plan, runWave, type ToolFailure } from './plan.ts';
import { CancelledException, type CancellationToken } from './token.ts';

/** Ends a run of which a call has failed. */
class ExecutionError extends Error {
  override readonly name = 'ExecutionError';
  readonly last: number;
  readonly results: readonly WaveItem[];
  readonly failures: readonly ToolFailure[];

  constructor(last: number, results: readonly WaveItem[], failures: readonly ToolFailure[]) {
    super(`A tool failed in wave ${last + 1}`, { cause: failures[0]?.error });
    this.last = last;
    this.results = results;
    this.failures = failures;
  }
}

/** Runs a plan wave by wave. The token is looked at before each wave, and nowhere else. */
export class Orchestrator {
  readonly #events: RunEvents;
  #runs = 0;

  constructor(events: RunEvents) {
    this.#events = events;
  }

  /** Answers also for a run that was cancelled or has failed: with what was done until then. */
  async process(plan: Plan, token: CancellationToken): Promise<WavesResult> {
    this.#runs += 1;
    const run = `run ${this.#runs}`;
    try {
      return { ending: 'completed', last: plan.length, results: await this.#execute(run, plan, token) };
    } catch (error) {
      if (error instanceof CancelledException) {
        this.#events.emit('cancellation_handled', run);
        return { ending: 'cancelled', last: error.wave, results: error.results, reason: error.reason };
      }
      if (!(error instanceof ExecutionError)) throw error;
      const { last, results, failures, cause } = error;
      return { ending: 'failed', last, results, failures, error: cause };
    }
  }

  async #execute(run: string, plan: Plan, token: CancellationToken): Promise<readonly WaveItem[]> {
    const results: WaveItem[] = [];
    for (const [index, calls] of plan.entries()) {
      if (token.cancelled) {
        this.#events.emit('execution_cancelled', run, { wave: index, reason: token.reason });
        throw new CancelledException(token.reason, index, results);
      }
      const outcome = await runWave(index + 1, calls);
      results.push(...outcome.results);
      if (outcome.failures.length > 0) throw new ExecutionError(index, results, outcome.failures);
    }
    return results;
  }
}
