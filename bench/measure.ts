import { real } from '../harness/time/forward.ts';

/**
 * How often each of some things was done in a second of wall clock, the best of a few rounds. They take turns, since
 * others use the machine too: a slow stretch is then everybody's.
 */
export async function perSecond(runs: readonly (() => Promise<number>)[], rounds = 4): Promise<readonly number[]> {
  const best = runs.map(() => 0);
  for (let round = 0; round < rounds; round++) {
    for (const [index, run] of runs.entries()) {
      const began = real.now();
      const count = await run();
      best[index] = Math.max(best[index] ?? 0, (count / (real.now() - began)) * 1_000);
    }
  }
  return best.map(Math.round);
}

/** A table of two columns and a remark. */
export const row = (what: string, figure: string, remark = ''): string =>
  `${what.padEnd(58)} ${figure.padStart(12)}  ${remark}`.trimEnd();
