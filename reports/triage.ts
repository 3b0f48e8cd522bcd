import { foldByFault } from './fault-dictionary.ts';
import { foldByCapability, foldByPrerequisite, type Group, groupByRule, rootOf } from './group.ts';
import type { Issue } from './issue.ts';
import { issueOf } from './issue-of.ts';
import type { Knowledge } from './knowledge.ts';
import type { Result } from './result.ts';
import { tiers } from './tier.ts';

/**
 * Findings to issues, worst first. Every finding belongs to exactly one issue. In this order: what is missing or does
 * nothing; what rests on a failed prerequisite; what one planted fault would explain together. What is left stands
 * for itself. Pure.
 */
export function triage(result: Result, knowledge: Knowledge): readonly Issue[] {
  const groups = groupByRule(result, knowledge.requirements);
  foldByCapability(groups, result, knowledge.requirements);
  foldByPrerequisite(groups, result, knowledge.requirements);
  foldByFault(groups, result, knowledge.faults);
  const members = new Map<string, Group[]>();
  for (const group of groups.values()) {
    const root = rootOf(groups, group.rule);
    members.set(root, [...(members.get(root) ?? []), group]);
  }
  const order = new Map(knowledge.requirements.map(({ id }, index) => [id, index]));
  const place = (issue: Issue): number => order.get(issue.id) ?? -1;
  return [...members]
    .map(([root, all]) => issueOf(root, all, result, knowledge))
    .sort((one, other) => worse(one, other) || place(one) - place(other) || (one.id < other.id ? -1 : 1));
}

const worse = (one: Issue, other: Issue): number =>
  tiers.indexOf(one.tier) - tiers.indexOf(other.tier) ||
  Number(one.level === 'SHOULD') - Number(other.level === 'SHOULD') ||
  reach(other) - reach(one);

const reach = ({ cases, blocked }: Issue): number => cases.length + blocked.length;
