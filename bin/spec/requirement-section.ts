import type { DialectOption } from '../../harness/dialect/dialect.ts';
import type { CaseText, Conditions, Requirement } from '../../harness/suite.ts';
import type { Mutant } from '../../suites/mutants/index.ts';
import type { Reference, ReferenceSuite } from './reference.ts';
import { anchor, blocks, capabilityLink, optionLink, requirementLink, sentence, sourceLink } from './text.ts';

/** One requirement, from its clause to its sources. */
export function requirementSection(requirement: Requirement, suite: ReferenceSuite, reference: Reference): string {
  const { pages } = reference;
  const say = (label: string, text: string | undefined): string =>
    text === undefined || text === '' ? '' : `**${label}.** ${sentence(text, pages)}`;
  const { id, title, since, level, severity, text, why, elsewhere, note, sources } = requirement;
  return blocks([
    anchor(id),
    `## ${id} ${sentence(title, new Map())}`,
    `**${level}** · ${severity}${since === undefined ? '' : ` · since ${since}`}`,
    `> ${sentence(text, pages)}`,
    say('Why', why),
    conditions(requirement, reference),
    choices(requirement, reference),
    say('Elsewhere', elsewhere),
    say('Note', note),
    tested(requirement, suite, reference),
    faults(reference.mutants.get(id) ?? [], reference),
    sources.length === 0 ? '' : ['**Sources.**', '', ...sources.map((source) => `- ${sourceLink(source)}`)],
  ]);
}

function conditions({ needs, views, modes, after }: Requirement, { pages }: Reference): string {
  const parts = [
    ...(needs.length > 0 ? [`the target offers ${needs.map(capabilityLink).join(', ')}`] : []),
    ...(views.length > 0 ? [`the answer can be read in ${views.map((view) => `\`${view}\``).join(' or ')}`] : []),
    `the target runs in ${modes.join(' or ')} time`,
    ...(after.length > 0 ? [`${after.map((id) => requirementLink(id, pages)).join(', ')} did not fail`] : []),
  ];
  return `**Judged where** ${parts.join('; ')}.`;
}

function choices({ dialect }: Requirement, { options, declaredBy }: Reference): string | readonly string[] {
  if (dialect.length === 0) return '';
  return ['**Legitimate choices.**', '', ...dialect.map((name) => choiceLine(name, options[name], declaredBy))];
}

function choiceLine(name: string, option: DialectOption | undefined, declaredBy: Reference['declaredBy']): string {
  const values = (option?.values ?? []).map(({ value, default: standard, deviation }) => {
    const by = declaredBy.get(`${name}=${value}`) ?? [];
    const marks = [...(standard ? ['default'] : []), ...(deviation ? ['deviation'] : []), ...by];
    return `\`${value}\`${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`;
  });
  return `- ${optionLink(name)}: ${values.join(', ')}`;
}

function tested({ cases }: Requirement, suite: ReferenceSuite, { pages }: Reference): string {
  const written = cases.filter(({ name }) => !suite.made.has(name));
  const made = cases.filter(({ name }) => suite.made.has(name));
  return blocks([
    ...written.map((one) => caseBlock(one, suite.name, pages)),
    made.length === 0
      ? ''
      : `**Crossed with other situations.** ${made.length} further cases are made from data: ${made.map(({ name }) => `\`${name}\``).join(', ')}.`,
  ]);
}

function caseBlock(one: CaseText, suite: string, pages: Reference['pages']): string {
  const only = conditionTexts(one);
  return blocks([
    anchor(one.name),
    `### ${suite}/${one.name}`,
    one.level === undefined ? '' : `**${one.level}**`,
    only.length === 0 ? '' : `Only with ${only.join('; ')}.`,
    one.steps.map((step, index) => `${index + 1}. ${sentence(step, pages)}`),
    `*Premise:* ${sentence(one.premise, pages)}`,
    ['*Expected:*', '', ...one.expect.map((claim) => `- ${sentence(claim, pages)}`)],
  ]);
}

const conditionTexts = ({ needs, anyOf, when = {}, modes, inThread, each }: Conditions): readonly string[] => [
  ...(needs.length > 0 ? [needs.map(capabilityLink).join(', ')] : []),
  ...(anyOf ? [`one of ${anyOf.map(capabilityLink).join(', ')}`] : []),
  ...Object.entries(when).map(
    ([option, values]) => `${optionLink(option)} = ${values.map((value) => `\`${value}\``).join(' or ')}`,
  ),
  ...(modes ? [`${modes.join(' or ')} time`] : []),
  ...(inThread ? ['bodies that run in this thread'] : []),
  ...(each === 'shutdown' ? ['a shutdown mode; run once for each'] : []),
];

function faults(list: readonly Mutant[], { pages }: Reference): readonly string[] | string {
  if (list.length === 0) return '';
  return ['**Faults that it must find.**', '', ...list.map((mutant) => `- ${faultText(mutant, pages)}`)];
}

function faultText({ id, fault, dialect, trips }: Mutant, pages: Reference['pages']): string {
  const where = Object.entries(dialect).map(
    ([option, choice]) => `\`${option}=${typeof choice === 'string' ? choice : JSON.stringify(choice)}\``,
  );
  const besides = trips.map((trip) => requirementLink(trip, pages));
  return [
    `\`${id.slice(id.indexOf('/') + 1)}\`: ${sentence(fault, pages)}`,
    ...(where.length > 0 ? [`, with ${where.join(' ')}`] : []),
    ...(besides.length > 0 ? [` (may fail besides: ${besides.join(', ')})`] : []),
  ].join('');
}
