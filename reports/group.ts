import type { Requirement } from '../harness/suite.ts';
import { type Charge, chargesOf } from './charge.ts';
import { failedRoots } from './fold.ts';
import type { Result } from './result.ts';

/** The charges under one rule, and, once it is known, the rule that explains them. */
export interface Group {
  readonly rule: string;
  readonly charges: readonly Charge[];
  /** For a capability: the cases that could not be run without it. */
  readonly blocked: readonly string[];
  /** Rule of the group that this one is a consequence of. */
  parent?: string;
  /** Suspected causes. */
  likely: readonly string[];
}

export type Groups = ReadonlyMap<string, Group>;

export const capabilityRule = (name: string): string => `capability/${name}`;

/** Capabilities first, then one group a rule in the order of the findings. Nothing is explained yet. */
export function groupByRule(result: Result, requirements: readonly Requirement[]): Groups {
  const groups = new Map<string, Group>();
  const amiss = [...result.absent, ...Object.keys(result.withoutEffect)];
  const blocked = blockedBy(result, requirements, amiss);
  for (const name of amiss) {
    const rule = capabilityRule(name);
    groups.set(rule, { rule, charges: [], blocked: blocked.get(name) ?? [], likely: [] });
  }
  for (const charge of chargesOf(result)) {
    const { charges = [], blocked: cases = [] } = groups.get(charge.rule) ?? {};
    groups.set(charge.rule, { rule: charge.rule, charges: [...charges, charge], blocked: cases, likely: [] });
  }
  return groups;
}

/** Each blocked case belongs to the first missing capability that it needs. */
function blockedBy(
  result: Result,
  requirements: readonly Requirement[],
  amiss: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const needs = needsOf(requirements);
  const cases = new Map<string, string[]>();
  for (const { case: id, requirement, skip } of result.outcomes) {
    if (skip?.reason !== 'blocked') continue;
    const name =
      amiss.find((one) => needs(requirement, id).has(one)) ?? amiss.find((one) => skip.because.includes(one));
    if (name !== undefined) cases.set(name, [...(cases.get(name) ?? []), id]);
  }
  return cases;
}

/** What a case needs to be run at all, by its requirement and by itself. */
export function needsOf(
  requirements: readonly Requirement[],
): (requirement: string, id: string) => ReadonlySet<string> {
  const byId = new Map(requirements.map((requirement) => [requirement.id, requirement]));
  return (requirement, id) => {
    const found = byId.get(requirement);
    const text = found?.cases.find(({ name }) => id.endsWith(`/${name}`));
    return new Set([...(found?.needs ?? []), ...(text?.needs ?? []), ...(text?.anyOf ?? [])]);
  };
}

/** A capability that is there and does nothing explains every failure of a requirement that needs it. */
export function foldByCapability(groups: Groups, result: Result, requirements: readonly Requirement[]): void {
  const needs = needsOf(requirements);
  const idle = Object.keys(result.withoutEffect);
  for (const group of groups.values()) {
    const direct = group.charges.filter((charge) => charge.direct && charge.outcome);
    if (direct.length === 0 || direct.length < group.charges.length) continue;
    const cause = idle.find((name) =>
      direct.every(({ outcome }) => outcome && needs(outcome.requirement, outcome.case).has(name)),
    );
    if (cause !== undefined && !group.rule.startsWith('host/')) group.parent = capabilityRule(cause);
  }
}

/** A failure above a failed prerequisite is a consequence of what the prerequisite failed of. */
export function foldByPrerequisite(groups: Groups, result: Result, requirements: readonly Requirement[]): void {
  const roots = failedRoots(requirements, new Map(result.requirements.map((summary) => [summary.id, summary])));
  for (const group of groups.values()) {
    const root = roots.get(group.rule)?.[0];
    if (group.parent !== undefined || root === undefined) continue;
    const home = homeOf(groups, root);
    if (home !== undefined && home !== group.rule) group.parent = home;
  }
}

/** Where the failure of a requirement is kept: under its own rule, or with the death of the host that was its failure. */
function homeOf(groups: Groups, requirement: string): string | undefined {
  if (groups.has(requirement)) return requirement;
  return [...groups.values()].find(({ charges }) => charges.some(({ outcome }) => outcome?.requirement === requirement))
    ?.rule;
}

/** The rule at the end of the chain of parents. Chains end: parents are roots, and roots get parents only from faults. */
export function rootOf(groups: Groups, rule: string): string {
  const seen = new Set<string>();
  let root = rule;
  for (;;) {
    const parent = groups.get(root)?.parent;
    if (parent === undefined || seen.has(root)) return root;
    seen.add(root);
    root = parent;
  }
}
