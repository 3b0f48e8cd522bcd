import type { WaveItem, WavesResult } from '../../../harness/index.ts';
import { after } from '../streaming/timer.ts';
import type { RunEvents } from './events.ts';
import type { CancellationToken } from './mended-token.ts';
import { type Plan, runWave } from './plan.ts';

/**
 * Runs a plan wave by wave, mended. A cancel and a time limit are looked at in the same place, before each wave, so
 * that they end a run in the same way; nothing but the run itself ever answers for it.
 */
export class Orchestrator {
  readonly #events: RunEvents;
  #runs = 0;

  constructor(events: RunEvents) {
    this.#events = events;
  }

  /** `limit`: ms. Answers also for a run that was cut short or has failed: with what was done until then. */
  async process(plan: Plan, token?: CancellationToken, limit = Number.POSITIVE_INFINITY): Promise<WavesResult> {
    this.#runs += 1;
    const run = `run ${this.#runs}`;
    const epoch = token?.signal;
    let late = false;
    const callOff = after(limit, () => {
      late = true;
    });
    const look = (): 'cancelled' | 'timeout' | undefined =>
      epoch?.aborted ? 'cancelled' : late ? 'timeout' : undefined;
    const answer = await this.#execute(plan, look);
    callOff();
    if (answer.ending !== 'cancelled') return answer;
    this.#events.emit('execution_cancelled', run, { wave: answer.last, reason: epoch?.reason });
    this.#events.emit('cancellation_handled', run);
    return { ...answer, reason: epoch?.reason };
  }

  async #execute(plan: Plan, look: () => 'cancelled' | 'timeout' | undefined): Promise<WavesResult> {
    const results: WaveItem[] = [];
    for (const [last, calls] of plan.entries()) {
      const ending = look();
      if (ending) return { ending, last, results };
      const outcome = await runWave(last + 1, calls);
      const { failures } = outcome;
      results.push(...outcome.results);
      if (failures.length > 0) return { ending: 'failed', last, results, failures, error: failures[0]?.error };
    }
    return { ending: 'completed', last: plan.length, results };
  }
}
