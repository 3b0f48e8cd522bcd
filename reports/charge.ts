import type { Finding, Level, Outcome, Severity } from '../harness/outcome.ts';
import { ruleOf } from './fold.ts';
import type { Result } from './result.ts';

/** One finding and the rule that answers for it. Every finding of a run is exactly one charge. */
export interface Charge {
  readonly rule: string;
  readonly finding: Finding;
  /** The case in which it was found; null for an error that no case can be named for. */
  readonly case: string | null;
  readonly outcome?: Outcome;
  readonly level: Level;
  readonly severity: Severity;
  /** Found by the case itself, not by a standing invariant on the way. */
  readonly direct: boolean;
}

/** All charges of a run, in the order of its outcomes. */
export function chargesOf(result: Result): readonly Charge[] {
  const weights = new Map(result.requirements.map((requirement) => [requirement.id, requirement]));
  const standing = (found: Finding, at: string | null, outcome?: Outcome): Charge => {
    const rule = found.owner !== undefined && weights.has(found.owner) ? found.owner : found.rule;
    const { level = 'MUST', severity = 'high' } = weights.get(rule) ?? {};
    return { rule, finding: found, case: at, ...(outcome ? { outcome } : {}), level, severity, direct: false };
  };
  return [
    ...result.outcomes.flatMap((outcome) => [
      ...(outcome.verdict === 'fail' ? [direct(outcome)] : []),
      ...(outcome.invariants ?? []).map((found) => standing(found, outcome.case, outcome)),
    ]),
    ...result.strays.map((stray) => standing(stray.finding, stray.case)),
  ];
}

function direct(outcome: Outcome): Charge {
  const finding = outcome.finding ?? unsaid(outcome);
  const { level, severity } = outcome;
  return { rule: ruleOf(outcome, finding), finding, case: outcome.case, outcome, level, severity, direct: true };
}

const unsaid = ({ requirement }: Outcome): Finding => ({
  rule: requirement,
  expected: 'the claim of the case to hold',
  observed: 'the case failed, and recorded no finding',
  witness: [],
});
