import { createHash } from 'node:crypto';
import type { Line, Severity } from '../harness/outcome.ts';
import { assumedBy } from './assumed.ts';
import type { Charge } from './charge.ts';
import type { Group } from './group.ts';
import type { Consequence, Issue, Shown } from './issue.ts';
import type { Knowledge } from './knowledge.ts';
import { replayCommand, runCommand } from './reproduce.ts';
import type { Result } from './result.ts';
import { worst } from './tier.ts';
import { wordingOf } from './wording.ts';

/** The group at the root and all that it explains, as one issue. */
export function issueOf(root: string, members: readonly Group[], result: Result, knowledge: Knowledge): Issue {
  const head = members.find(({ rule }) => rule === root);
  const all = members.flatMap(({ charges }) => charges);
  const own = head?.charges ?? [];
  const best = clearest(own.length > 0 ? own : all);
  const shown = best ? shownBy(best) : undefined;
  const where = best?.outcome?.where;
  const fix = Object.hasOwn(knowledge.fixes, root) ? knowledge.fixes[root] : undefined;
  const wording = wordingOf(root, {
    result,
    knowledge,
    ...(best ? { finding: best.finding } : {}),
    blocked: head?.blocked ?? [],
  });
  return {
    id: root,
    fingerprint: fingerprint(root, shown, where?.file, where?.function),
    ...wording,
    tier: worst([...(wording.kind === 'capability' ? [floorOf(head, result)] : []), ...all.map(tierOf)]),
    level: wording.kind === 'capability' || all.some(({ level }) => level === 'MUST') ? 'MUST' : 'SHOULD',
    ...(where ? { where } : {}),
    ...(shown ? { shown } : {}),
    likely: head?.likely ?? [],
    // What a standing invariant says holds whatever was declared.
    assumed: own.every(({ direct }) => direct) ? assumedBy(root, casesOf(own), result, knowledge) : [],
    consequences: members.filter(({ rule }) => rule !== root).map((group) => consequence(group, result)),
    blocked: head?.blocked ?? [],
    ...(fix ? { fix } : {}),
    reproduce: shown ? replayCommand(result.settings.target, shown) : runCommand(result.settings.target),
    cases: casesOf(all),
  };
}

const tierOf = ({ level, severity }: Charge): Severity => (level === 'SHOULD' ? 'improvement' : severity);

/** What is missing weighs at least high, and as much as the worst of what cannot be judged without it. */
function floorOf(head: Group | undefined, result: Result): Severity {
  const blocked = new Set(head?.blocked);
  const weights = result.outcomes.filter((outcome) => blocked.has(outcome.case) && outcome.level === 'MUST');
  return worst(['high', ...weights.map(({ severity }) => severity)]);
}

/** The charge that shows the fault best: of the case itself, a MUST, with the shortest history. */
function clearest(charges: readonly Charge[]): Charge | undefined {
  const rank = ({ direct, level, outcome }: Charge): readonly number[] => [
    Number(!direct),
    Number(level === 'SHOULD'),
    Number(!outcome?.history?.length),
    outcome?.history?.length ?? 0,
  ];
  return [...charges].sort((one, other) => lexical(rank(one), rank(other)))[0];
}

const lexical = (one: readonly number[], other: readonly number[]): number =>
  one.map((value, index) => value - (other[index] ?? 0)).find((difference) => difference !== 0) ?? 0;

function shownBy({ case: id, finding, outcome }: Charge): Shown | undefined {
  if (id === null) return undefined;
  const { schedule, window, evidence, history = [] } = outcome ?? {};
  return {
    case: id,
    ...(schedule === undefined ? {} : { schedule }),
    ...(window === undefined ? {} : { window }),
    finding,
    history,
    ...(evidence && evidence.schedules > 1 ? { schedules: evidence.schedules } : {}),
  };
}

function consequence({ rule, charges }: Group, result: Result): Consequence {
  const title = result.requirements.find(({ id }) => id === rule)?.title ?? charges[0]?.finding.expected ?? rule;
  return {
    rule,
    title,
    level: charges.some(({ level }) => level === 'MUST') ? 'MUST' : 'SHOULD',
    cases: casesOf(charges),
  };
}

const casesOf = (charges: readonly Charge[]): readonly string[] => [
  ...new Set(charges.flatMap(({ case: id }) => id ?? [])),
];

/** The same over edits: no line, no message. */
function fingerprint(rule: string, shown: Shown | undefined, file = '', name = ''): string {
  const operation = shown ? operationAt(shown.history, shown.finding.witness) : '';
  return createHash('sha256')
    .update(JSON.stringify([rule, operation, file, name]))
    .digest('hex')
    .slice(0, 12);
}

/** The last call of the caller at or before the first witness. */
function operationAt(history: readonly Line[], witness: readonly number[]): string {
  const first = Math.min(...witness);
  return history.findLast(({ kind, seq }) => kind === 'invoke' && seq <= first)?.what ?? '';
}
