import type { Outcome } from '../harness/outcome.ts';
import { builtInSuites } from '../suites/index.ts';
import { type Mutant, mutants as listed } from '../suites/mutants/index.ts';
import { nulls } from '../suites/nulls/targets.ts';
import type { Document } from './documents.ts';
import { type Triaged, triagedAs, triageSummary } from './triaged.ts';
import { failing, type Subject, survey, type Surveyed } from './survey.ts';

/** One mutant, and what it failed. */
export interface Row {
  readonly mutant: Mutant;
  /** Its own requirement failed. */
  readonly killed: boolean;
  /** Cases of its own requirement that failed. */
  readonly by: readonly string[];
  /** Other requirements that failed, as its `trips` allow. */
  readonly trips: readonly string[];
  /** Other requirements that failed, which nothing allows. */
  readonly unexpected: readonly string[];
  /** What the first failing case of its own requirement observed. */
  readonly observed: string;
  /** What a user would have been told of it. */
  readonly triaged: Triaged | undefined;
}

/** A null target that passed a case: a case that demands nothing. */
export interface Vacuous {
  readonly target: string;
  readonly passed: readonly string[];
}

export interface Matrix {
  readonly rows: readonly Row[];
  readonly nulls: readonly Vacuous[];
  /** Cases that no mutant fails. */
  readonly unkilled: readonly string[];
}

const address = (module: string, name: string): string =>
  new URL(`../suites/${module}/targets.ts#${name}`, import.meta.url).href;

/** How far a mutant is followed: to its own requirement, through its suite and what its `trips` name, or everywhere. */
export type Reach = 'own' | 'suite' | 'everything';

/** Runs every mutant, or those that are wanted, as far as that, and every null target through everything. */
export async function killMatrix(reach: Reach, wanted: (mutant: Mutant) => boolean = () => true): Promise<Matrix> {
  const mutants = known.filter(wanted);
  const targets: readonly Subject[] = [
    ...mutants.map((mutant): Subject => [mutant.id, address('mutants', mutant.id), casesFor(mutant, reach)]),
    ...nulls.map(({ name }): Subject => [name, address('nulls', name)]),
  ];
  const surveyed = new Map((await survey(targets, { depth: 'quick' })).map((one) => [one.name, one]));
  for (const mutant of mutants) {
    const one = surveyed.get(mutant.id);
    if (one && !failing(one).has(mutant.own)) surveyed.set(mutant.id, await searchedLonger(mutant, reach, one));
  }
  const rows: Row[] = [];
  for (const mutant of mutants) {
    const one = surveyed.get(mutant.id);
    if (one) rows.push({ ...rowOf(mutant, one), triaged: one.result && (await triagedAs(mutant, one.result)) });
  }
  const outcomes = mutants.flatMap(({ id }) => surveyed.get(id)?.outcomes ?? []);
  const killed = new Set(outcomes.filter(isFail).map(caseOf));
  const judged = new Set(outcomes.filter(({ verdict }) => verdict !== 'skip').map(caseOf));
  return {
    rows,
    nulls: nulls.map(({ name }) => ({ target: name, passed: passed(surveyed.get(name)) })),
    unkilled: [...judged].filter((id) => !killed.has(id)).sort(),
  };
}

const casesFor = ({ own, trips }: Mutant, reach: Reach): readonly string[] => {
  if (reach === 'everything') return [];
  if (reach === 'own') return [own];
  const suite = own.slice(0, own.indexOf('-'));
  return [`${suite}-*`, ...trips.filter((id) => requirements.has(id) && !id.startsWith(suite))];
};

/** A window that the quick search did not meet is searched for as long as users search by default. */
async function searchedLonger(mutant: Mutant, reach: Reach, quick: Surveyed): Promise<Surveyed> {
  const [longer] = await survey([[mutant.id, address('mutants', mutant.id), casesFor(mutant, reach)]]);
  return longer ?? quick;
}

/** A case that is run once for each shutdown mode is one case. */
const caseOf = (outcome: Outcome): string => outcome.case.replace(/@.*/, '');

const isFail = ({ verdict }: Outcome): boolean => verdict === 'fail';

const passed = (one: Surveyed | undefined): readonly string[] =>
  (one?.outcomes ?? []).filter(({ verdict }) => verdict === 'pass').map((outcome) => outcome.case);

const requirements = new Map(
  builtInSuites.flatMap(({ catalogue }) => catalogue.requirements.map((requirement) => [requirement.id, requirement])),
);

/** Mutants whose requirement belongs to a suite that is there. */
const known = listed.filter(({ own }) => requirements.has(own));

/** True if one requirement builds on another: it is then folded under that one's failure, and judges nothing. */
function buildsOn(id: string, basis: string, seen: ReadonlySet<string> = new Set()): boolean {
  const after = requirements.get(id)?.after ?? [];
  return after.some((next) => next === basis || (!seen.has(next) && buildsOn(next, basis, new Set([...seen, id]))));
}

function rowOf(mutant: Mutant, one: Surveyed): Omit<Row, 'triaged'> {
  const failed = failing(one);
  const own = one.outcomes.filter((outcome) => isFail(outcome) && outcome.requirement === mutant.own);
  const others = [...failed].filter((id) => id !== mutant.own && requirements.has(id)).sort();
  return {
    mutant,
    killed: failed.has(mutant.own),
    by: own.map((outcome) => outcome.case),
    trips: others.filter((id) => mutant.trips.includes(id)),
    unexpected: others.filter((id) => !mutant.trips.includes(id) && !buildsOn(id, mutant.own)),
    observed: own[0]?.finding?.observed ?? '',
  };
}

/** The matrix as a document; what is wrong in it is thrown, so that it is never published. */
export async function killMatrixDocument(): Promise<readonly Document[]> {
  const matrix = await killMatrix('suite');
  const wrong = complaints(matrix);
  if (wrong.length > 0) throw new Error(`The kill matrix does not hold:\n${wrong.join('\n')}`);
  return [
    { path: 'docs/kill-matrix.md', text: textOf(matrix) },
    { path: 'suites/mutants/seen.json', text: seenOf(matrix) },
  ];
}

/** What the fault dictionary goes by: it tells faults of one requirement apart. */
function seenOf({ rows }: Matrix): string {
  const cases = rows.map(({ mutant, by }) => [mutant.id, [...new Set(by.map((id) => id.replace(/@.*/, '')))].sort()]);
  const sorted = cases.sort(([one = ''], [other = '']) => (one < other ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`;
}

/** Cases that no fault of ours shows to be needed, each with the reason why it stays. */
export const kept: Readonly<Record<string, string>> = {};

export function complaints({ rows, nulls: vacuous, unkilled }: Matrix): readonly string[] {
  return [
    ...rows.filter(({ killed }) => !killed).map(({ mutant }) => `${mutant.id} survives: ${mutant.own} did not fail`),
    ...rows
      .filter(({ unexpected }) => unexpected.length > 0)
      .map(({ mutant, unexpected }) => `${mutant.id} also fails ${unexpected.join(', ')}, which its trips do not list`),
    ...vacuous.flatMap(({ target, passed: cases }) => cases.map((id) => `the null target ${target} passes ${id}`)),
    ...unkilled.filter((id) => !(id in kept)).map((id) => `no mutant fails ${id}`),
  ];
}

function textOf({ rows, nulls: vacuous, unkilled }: Matrix): string {
  return [
    '# Kill matrix',
    '',
    'Generated by `npm run matrix` from real runs. Each mutant is the reference coordinator with one fault, in a dialect in which it is one. It must fail its own',
    'requirement; it may fail what is listed beside it, and nothing else. A case that no mutant fails would prove nothing.',
    '',
    `${rows.length} mutants, ${rows.filter(({ killed }) => killed).length} killed by their own requirement; ${rows.filter(({ unexpected }) => unexpected.length > 0).length} fail anything that is not listed.`,
    ...triageSummary(rows),
    `${vacuous.length} null targets, ${vacuous.reduce((sum, { passed: cases }) => sum + cases.length, 0)} passes.`,
    ...builtInSuites.flatMap(({ title, catalogue }) => [
      '',
      `## ${title}`,
      '',
      '| requirement | mutant | dialect | killed by | also fails | issues | cause named |',
      '| :-- | :-- | :-- | :-- | :-- | --: | :-- |',
      ...rows.filter(({ mutant }) => catalogue.requirements.some(({ id }) => id === mutant.own)).map(lineOf),
    ]),
    ...(unkilled.length === 0
      ? []
      : ['', '## Cases kept without a mutant', '', ...unkilled.map((id) => `- \`${id}\`: ${kept[id]}`)]),
    '',
    '## Null targets',
    '',
    'Targets that do nothing of the work must earn no pass: a pass here would be a case that demands nothing.',
    '',
    '| target | passes |',
    '| :-- | --: |',
    ...vacuous.map(({ target, passed: cases }) => `| ${target} | ${cases.length} |`),
    '',
  ].join('\n');
}

const lineOf = ({ mutant, by, trips, triaged }: Row): string => {
  const dialect = Object.entries(mutant.dialect).map(
    ([option, choice]) => `\`${option}=${typeof choice === 'string' ? choice : JSON.stringify(choice)}\``,
  );
  return `| ${mutant.own} | ${mutant.fault} | ${dialect.join(' ')} | ${by.map((id) => `\`${id.slice(id.indexOf('/') + 1)}\``).join(' ')} | ${trips.join(', ')} | ${triaged?.issues ?? ''} | ${triaged?.named ?? ''} |`;
};
