import type { Level, Verdict } from '../harness/outcome.ts';
import type { Issue } from './issue.ts';
import type { Result } from './result.ts';

export type ExitCode = 0 | 1 | 2 | 3;

/**
 * 3 the kit or the adapter could not judge · 1 a MUST fails, or something expected is absent, or an invariant is
 * broken · 2 a MUST is not proved, nothing was judged, or the run is not whole · 0 otherwise. SHOULD counts with
 * `strict` alone. A usage error, 64, never gets as far as a result.
 */
export function exitCode(
  result: Result,
  issues: readonly Issue[],
  { strict, interrupted }: { readonly strict: boolean; readonly interrupted: boolean },
): ExitCode {
  const counts = (level: Level): boolean => strict || level === 'MUST';
  const some = (verdict: Verdict): boolean =>
    result.outcomes.some((outcome) => outcome.verdict === verdict && counts(outcome.level));
  if (result.troubles.length > 0 || result.outcomes.some(({ verdict }) => verdict === 'error')) return 3;
  const stands = issues.some(({ kind }) => kind === 'capability' || kind === 'invariant');
  if (some('fail') || stands || result.sums.invariants > 0 || result.strays.length > 0) return 1;
  const judged = result.sums.cases.all.pass + result.sums.cases.all.fail > 0;
  if (some('inconclusive') || !judged || interrupted || result.interrupted || !result.complete) return 2;
  return 0;
}
