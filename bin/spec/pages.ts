import type { Requirement } from '../../harness/suite.ts';
import { capabilityPage } from './capability-page.ts';
import { optionPage } from './option-page.ts';
import { type Reference, type ReferenceSuite, requirementsOf } from './reference.ts';
import { requirementSection } from './requirement-section.ts';
import { blocks, requirementLink, row, sentence } from './text.ts';

/** The semantic reference: file name to markdown. The same sources give the same bytes. */
export function pages(reference: Reference): ReadonlyMap<string, string> {
  return new Map([
    ['index.md', `${indexPage(reference)}\n`],
    ...reference.suites.map((suite) => [`${suite.name}.md`, `${suitePage(suite, reference)}\n`] as const),
    ['dialect.md', `${optionPage(reference)}\n`],
    ['capabilities.md', `${capabilityPage(reference)}\n`],
  ]);
}

function indexPage(reference: Reference): string {
  const all = requirementsOf(reference);
  return blocks([
    '# What a coordinator owes',
    'The semantics that quiesce tests, requirement by requirement. MUST and SHOULD are those of RFC 2119. There is no MAY: a permission cannot be failed, so what may differ is a [dialect option](dialect.md). Severity says what a violation costs: *blocking* is lost data, a hang, or work that cannot be stopped; *high* a wrong answer, a leak or a missing diagnosis under realistic load; *improvement* is quality.',
    'A case has a *premise*: what must have been so, else nothing was tested and the case is inconclusive. Each requirement lists the faults that it must find: the reference coordinator is run with each of them, one at a time.',
    'This reference is generated from the catalogues that the suites run (`npm run docs`), and `quiesce spec` prints it.',
    [
      row(['suite', 'requirements', 'MUST', 'cases', 'faults']),
      row([':--', '--:', '--:', '--:', '--:']),
      ...reference.suites.map((suite) =>
        countRow(`[${suite.catalogue.title}](${suite.name}.md)`, suite.catalogue.requirements, reference),
      ),
      countRow('all', all, reference),
    ],
    [
      '- [How a case is read, and judged](../judging.md): the words of the cases, and the rules that hold for all of them',
      '- [Dialect options](dialect.md): where several behaviours are right',
      '- [Capabilities and profiles](capabilities.md): what is asked of whom',
      '- [Growth](../growth.md) and [corrections](../corrections.md)',
    ],
    ...reference.suites.map(({ catalogue, name }) =>
      blocks([`## [${catalogue.title}](${name}.md)`, contents(catalogue.requirements, reference)]),
    ),
  ]);
}

function countRow(label: string, requirements: readonly Requirement[], { mutants }: Reference): string {
  const sum = (count: (one: Requirement) => number): string =>
    String(requirements.reduce((total, one) => total + count(one), 0));
  return row([
    label,
    String(requirements.length),
    sum(({ level }) => (level === 'MUST' ? 1 : 0)),
    sum(({ cases }) => cases.length),
    sum(({ id }) => mutants.get(id)?.length ?? 0),
  ]);
}

function suitePage(suite: ReferenceSuite, reference: Reference): string {
  const { title, requirements } = suite.catalogue;
  return blocks([
    `# ${title}`,
    '[All suites](index.md) · [how cases are read](../judging.md) · [dialect options](dialect.md) · [capabilities](capabilities.md)',
    contents(requirements, reference),
    ...requirements.map((requirement) => requirementSection(requirement, suite, reference)),
  ]);
}

const contents = (requirements: readonly Requirement[], { pages: known }: Reference): string =>
  [
    row(['', 'level', 'severity', '']),
    row([':--', ':--', ':--', ':--']),
    ...requirements.map(({ id, level, severity, title }) =>
      row([requirementLink(id, known), level, severity, sentence(title, new Map())]),
    ),
  ].join('\n');
