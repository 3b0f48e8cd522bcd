import { real } from '../harness/time/forward.ts';

/** How often a thing was done in a second of wall clock: the best of a few rounds, since others use the machine too. */
export async function perSecond(run: () => Promise<number>, rounds = 3): Promise<number> {
  let best = 0;
  for (let round = 0; round < rounds; round++) {
    const began = real.now();
    const count = await run();
    best = Math.max(best, (count / (real.now() - began)) * 1_000);
  }
  return Math.round(best);
}

/** A table of two columns and a remark. */
export const row = (what: string, figure: string, remark = ''): string =>
  `${what.padEnd(58)} ${figure.padStart(12)}  ${remark}`.trimEnd();
