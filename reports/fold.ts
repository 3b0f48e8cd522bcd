import type { Finding, Level, Outcome, SkipReason, Verdict } from '../harness/outcome.ts';
import type { Requirement } from '../harness/suite.ts';
import type { Charged, RequirementSummary, Stray } from './result.ts';

/** Standing findings by rule, each with the requirement that owns it, if that is part of the run. */
export function chargeInvariants(
  requirements: readonly Requirement[],
  outcomes: readonly Outcome[],
): readonly Charged[] {
  const known = new Set(requirements.map(({ id }) => id));
  const cases = new Map<string, { readonly owner: string; readonly found: Set<string> }>();
  for (const outcome of outcomes) {
    for (const { rule, owner = rule } of outcome.invariants ?? []) {
      const entry = cases.get(rule) ?? { owner, found: new Set() };
      cases.set(rule, entry);
      entry.found.add(outcome.case);
    }
  }
  return [...cases]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([rule, { owner, found }]) => ({ rule, ...(known.has(owner) ? { owner } : {}), cases: [...found] }));
}

/** The verdict of each requirement, and the failed prerequisites at the root of it. One pass, no memory. */
export function summarise(
  requirements: readonly Requirement[],
  outcomes: readonly Outcome[],
  invariants: readonly Charged[],
  strays: readonly Stray[],
): readonly RequirementSummary[] {
  const charged = new Set(invariants.map(({ owner }) => owner));
  for (const { finding } of strays) charged.add(finding.owner ?? finding.rule);
  const plain = requirements.map((requirement) => {
    const own = outcomes.filter((outcome) => outcome.requirement === requirement.id);
    return { requirement, ...verdictOf(own, charged.has(requirement.id) ? requirement.level : undefined) };
  });
  const roots = failedRoots(
    requirements,
    new Map(plain.map(({ requirement, verdict, failed }) => [requirement.id, { verdict, failed }])),
  );
  const suite = suiteNames(outcomes);
  return plain.map(({ requirement, ...folded }) => ({
    id: requirement.id,
    suite: suite(requirement.id),
    title: requirement.title,
    level: requirement.level,
    severity: requirement.severity,
    ...folded,
    blockedBy: folded.verdict === 'pass' || folded.verdict === 'skip' ? [] : (roots.get(requirement.id) ?? []),
  }));
}

interface Folded {
  readonly verdict: Verdict;
  readonly failed?: Level;
  readonly because?: string;
  readonly reason?: SkipReason;
}

/** A pass needs a case that passed, and no case left open for a reason other than that it is not offered. */
export function verdictOf(outcomes: readonly Outcome[], charged?: Level): Folded {
  const having = (verdict: Verdict): readonly Outcome[] => outcomes.filter((outcome) => outcome.verdict === verdict);
  const levels = [...having('fail').map(({ level }) => level), ...(charged ? [charged] : [])];
  if (levels.length > 0) return { verdict: 'fail', failed: levels.includes('MUST') ? 'MUST' : 'SHOULD' };
  if (having('error').length > 0) return { verdict: 'error' };
  const open = having('inconclusive')[0];
  if (open) return { verdict: 'inconclusive', because: open.because ?? 'no reason was given' };
  const skips = having('skip');
  const left = skips.find(({ skip }) => skip?.reason !== 'not-offered') ?? skips[0];
  if (having('pass').length > 0 && (left?.skip?.reason ?? 'not-offered') === 'not-offered') return { verdict: 'pass' };
  return {
    verdict: 'skip',
    reason: left?.skip?.reason ?? 'filtered',
    because: left?.skip?.because ?? 'none of its cases was run',
  };
}

/** Whether a requirement, failed so, makes the ones that build on it unjudgeable: not by its SHOULD cases alone. */
const blocks = (level: Level, folded: { verdict: Verdict; failed?: Level | undefined } | undefined): boolean =>
  folded?.verdict === 'fail' && folded.failed === level;

/**
 * Requirement to the failed prerequisites at the root of it, in the order of the catalogue. Prerequisites count
 * through each other, except through one that passed: what stands cannot hand a failure on.
 */
export function failedRoots(
  requirements: readonly Requirement[],
  verdicts: ReadonlyMap<string, { readonly verdict: Verdict; readonly failed?: Level | undefined }>,
): ReadonlyMap<string, readonly string[]> {
  const byId = new Map(requirements.map((requirement) => [requirement.id, requirement]));
  const failedBelow = (id: string): readonly string[] => {
    const seen = new Set([id]);
    const reached = [...(byId.get(id)?.after ?? [])];
    for (const next of reached) {
      if (seen.has(next) || verdicts.get(next)?.verdict === 'pass') continue;
      seen.add(next);
      reached.push(...(byId.get(next)?.after ?? []));
    }
    return requirements
      .filter((one) => one.id !== id && seen.has(one.id) && blocks(one.level, verdicts.get(one.id)))
      .map((one) => one.id);
  };
  const below = new Map(requirements.map(({ id }) => [id, failedBelow(id)]));
  const isRoot = (id: string): boolean => (below.get(id) ?? []).length === 0;
  // In a ring of prerequisites none is a root; then the first stands for all, unless it is the one asked about.
  const rootsOf = (id: string, found: readonly string[]): readonly string[] => {
    const roots = found.filter(isRoot);
    if (roots.length > 0 || found.length === 0) return roots;
    const first = requirements.find((one) => one.id === id || found.includes(one.id))?.id;
    return first === undefined || first === id ? [] : [first];
  };
  return new Map([...below].map(([id, found]) => [id, rootsOf(id, found)]));
}

/** The suite is the first half of a case's id; the letters of a requirement name it too, where it has no outcome itself. */
function suiteNames(outcomes: readonly Outcome[]): (requirement: string) => string {
  const letters = (id: string): string => id.slice(0, Math.max(0, id.indexOf('-')));
  const names = new Map(outcomes.map((one) => [letters(one.requirement), one.case.slice(0, one.case.indexOf('/'))]));
  return (requirement) => names.get(letters(requirement)) ?? letters(requirement).toLowerCase();
}

/** The rule under which a failed case is charged: its requirement, unless the host died of it. */
export const ruleOf = (outcome: Outcome, finding: Finding): string =>
  finding.rule.includes('/') ? finding.rule : outcome.requirement;
