import type { Json, WaveItem } from '../../../harness/index.ts';

/** One call of a tool. It cannot be cancelled. */
export interface ToolCall {
  readonly id: string;
  run(): Promise<Json>;
}

/** Waves of calls: those of one wave run together, one wave after another. */
export type Plan = readonly (readonly ToolCall[])[];

export interface ToolFailure {
  readonly wave: number;
  readonly id: string;
  readonly error: unknown;
}

export interface WaveOutcome {
  readonly results: readonly WaveItem[];
  readonly failures: readonly ToolFailure[];
}

/** Runs one wave to its end: a call that fails leaves the others alone. Where one fails, the rest is partial. */
export async function runWave(wave: number, calls: readonly ToolCall[]): Promise<WaveOutcome> {
  const results: WaveItem[] = [];
  const failures: ToolFailure[] = [];
  const runCall = async ({ id, run }: ToolCall): Promise<void> => {
    try {
      results.push({ wave, id, value: await run() });
    } catch (error) {
      failures.push({ wave, id, error });
    }
  };
  await Promise.all(calls.map(runCall));
  return { results: failures.length > 0 ? results.map((one) => ({ ...one, partial: true })) : results, failures };
}
