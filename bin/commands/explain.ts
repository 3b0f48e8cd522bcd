import { type DialectOption, dialectOptions } from '../../harness/dialect/dialect.ts';
import { QuiesceError } from '../../harness/errors.ts';
import { nearest } from '../../harness/nearest.ts';
import { profiles } from '../../harness/profile.ts';
import type { CaseText, Conditions, Requirement } from '../../harness/suite.ts';
import type { Fix } from '../../reports/index.ts';
import { builtInSuites } from '../../suites/index.ts';
import { givenBy, isCapability } from '../capabilities.ts';
import type { Arguments } from '../command-line.ts';
import { explanation, type Part, sourceTexts } from '../explanation.ts';
import type { Door } from '../out.ts';

interface Known extends Requirement {
  readonly suite: string;
  readonly fix: Fix | undefined;
}

const requirements = (): readonly Known[] =>
  builtInSuites.flatMap(({ name, catalogue, fixes }) =>
    catalogue.requirements.map((one) => ({ ...one, suite: name, fix: fixes[one.id] })),
  );

/** Says what a rule of a report means, or a word of the adapter contract. */
export function explain(args: Arguments, { out }: Door): number {
  // Reports name a missing capability `capability/…`.
  const what = String(args['what']).replace(/^capability\//, '');
  const text =
    requirementText(what, out.columns) ??
    caseText(what, out.columns) ??
    capabilityText(what, out.columns) ??
    optionText(what, out.columns);
  out.print(text ?? unknown(what));
  return 0;
}

function requirementText(what: string, columns: number): string | undefined {
  const found = requirements().find(({ id }) => id.toLowerCase() === what.toLowerCase());
  return (
    found && explanation(`${found.id}  ${found.title}  (${found.level}, ${found.severity})`, partsOf(found), columns)
  );
}

const partsOf = (found: Known): readonly Part[] => [
  ['Requirement', found.text],
  ['Why', found.why],
  [
    'Judged if the target offers',
    [...found.needs, ...(found.views.length > 0 ? [`a view: ${found.views.join(' or ')}`] : [])],
  ],
  ['Only after', found.after],
  ['Cases', found.cases.map(({ name, expect }) => `${found.suite}/${name}: ${expect.join('; ')}`)],
  ['Depends on the dialect options', found.dialect],
  ...fixParts(found.fix),
  ['Note', found.note ?? ''],
  ['Elsewhere', found.elsewhere ?? ''],
  ['Sources', sourceTexts(found.sources)],
];

const fixParts = (fix: Fix | undefined): readonly Part[] =>
  fix
    ? [
        ['When it fails', [fix.title, ...(fix.note === undefined ? [] : [fix.note])]],
        ['A sketch', fix.sketch],
      ]
    : [];

function caseText(what: string, columns: number): string | undefined {
  for (const requirement of requirements()) {
    const found = requirement.cases.find(({ name }) => what === name || what === `${requirement.suite}/${name}`);
    if (found) return explanation(titleOf(found, requirement), casePartsOf(found, requirement), columns);
  }
  return undefined;
}

const titleOf = ({ name, level }: CaseText, requirement: Known): string =>
  `${requirement.suite}/${name}  (${level ?? requirement.level} ${requirement.id} ${requirement.title})`;

const casePartsOf = (found: CaseText, requirement: Known): readonly Part[] => [
  ['What is done', found.steps],
  ['What must have been so, else nothing was tested', found.premise],
  ['What is expected', found.expect],
  ['Judged only with', conditionTexts(found)],
  ['Requirement', requirement.text],
  ...fixParts(requirement.fix),
];

const conditionTexts = ({ needs, anyOf = [], when = {}, modes = [], inThread }: Conditions): readonly string[] => [
  ...needs,
  ...(anyOf.length > 0 ? [`one of ${anyOf.join(', ')}`] : []),
  ...Object.entries(when).map(([option, values]) => `${option} = ${values.join(' or ')}`),
  ...(modes.length > 0 ? [`${modes.join(' or ')} time`] : []),
  ...(inThread ? ['bodies that run in this thread'] : []),
];

function capabilityText(what: string, columns: number): string | undefined {
  if (!isCapability(what)) return undefined;
  const using = requirements().filter(
    ({ needs, cases }) => needs.includes(what) || cases.some((one) => one.needs.includes(what)),
  );
  const expecting = Object.entries(profiles).filter(([, expected]) => expected.includes(what));
  const fix = builtInSuites.map(({ fixes }) => fixes[`capability/${what}`]).find(Boolean);
  return explanation(
    `${what}  (capability)`,
    [
      ['Given by', givenBy[what]],
      ['Expected of a', expecting.map(([profile]) => profile)],
      ['Needed by', using.map(({ id, title }) => `${id} ${title}`)],
      ...fixParts(fix),
    ],
    columns,
  );
}

function optionText(what: string, columns: number): string | undefined {
  const option = Object.hasOwn(dialectOptions(), what) ? dialectOptions()[what] : undefined;
  return option && explanation(`${what}  (dialect option)`, optionParts(what, option), columns);
}

const optionParts = (name: string, { question, values, usedBy, sources }: DialectOption): readonly Part[] => [
  ['Question', question],
  [
    'Answers',
    values.map(({ value, note, default: standard, deviation }) => {
      const marks = [...(standard ? ['default'] : []), ...(deviation ? ['deviation: reported, never a pass'] : [])];
      return `${value}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}${note === undefined ? '' : `: ${note}`}`;
    }),
  ],
  [
    'Declared by',
    [`dialect: { '${name}': … } in the adapter`, `--dialect ${name}=…`, '<adapter>.dialect.json beside the adapter'],
  ],
  ['Used by', usedBy],
  ['Sources', sourceTexts(sources)],
];

function unknown(what: string): never {
  const names = [
    ...requirements().flatMap(({ id, suite, cases }) => [id, ...cases.map(({ name }) => `${suite}/${name}`)]),
    ...Object.keys(givenBy),
    ...Object.keys(dialectOptions()),
  ];
  const close = nearest(what, names);
  throw new QuiesceError(
    'usage',
    'EXPLAIN_UNKNOWN',
    `Expected a requirement, a case, a capability or a dialect option, found "${what}".`,
    close === undefined ? '`quiesce list` names them.' : `Was "${close}" meant?`,
  );
}
