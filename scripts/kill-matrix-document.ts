import type { Case } from '../harness/suite.ts';
import { builtInSuites } from '../suites/index.ts';
import { type Mutant, mutants } from '../suites/mutants/index.ts';
import { serverMutants } from '../suites/mutants/servers/index.ts';
import { type Matrix, matrix, type Seen } from '../suites/mutants/seen.ts';
import { allSuites } from './all-suites.ts';
import type { Document } from './documents.ts';

const requirements = new Map(
  builtInSuites.flatMap(({ catalogue }) => catalogue.requirements.map((requirement) => [requirement.id, requirement])),
);

/** Cases that no fault of ours shows to be needed, each with the reason why it stays. */
const kept: Readonly<Record<string, string>> = {};

/** What would make the matrix a poor proof. */
export async function complaints({ mutants: seen, nulls }: Matrix): Promise<readonly string[]> {
  return [
    ...mutants.flatMap((mutant) => ofMutant(mutant, seen[mutant.id])),
    ...Object.entries(nulls).flatMap(([name, cases]) => cases.map((id) => `the null target ${name} passes ${id}`)),
    ...(await unkilled(seen)).flatMap((id) => (id in kept ? [] : `no mutant fails ${id}`)),
  ];
}

function ofMutant({ id, own, trips }: Mutant, seen: Seen | undefined): readonly string[] {
  if (!seen) return [`${id} has not been run`];
  if (seen.cases.length === 0) return [`${id} survives: ${own} did not fail`];
  const unexpected = seen.trips.filter((other) => !trips.includes(other) && !buildsOn(other, own));
  return unexpected.length > 0 ? [`${id} also fails ${unexpected.join(', ')}, which its trips do not list`] : [];
}

/** True if one requirement builds on another: it is then folded under that one's failure, and judges nothing. */
function buildsOn(id: string, basis: string, seen: ReadonlySet<string> = new Set()): boolean {
  const after = requirements.get(id)?.after ?? [];
  return after.some((next) => next === basis || (!seen.has(next) && buildsOn(next, basis, new Set([...seen, id]))));
}

/** Cases that no mutant fails. Those of whole servers have faulty servers of their own, which a test runs. */
async function unkilled(seen: Matrix['mutants']): Promise<readonly string[]> {
  const killed = new Set(Object.values(seen).flatMap(({ cases, also }) => [...cases, ...also]));
  const onServers = ({ text, requirement }: Case): boolean =>
    !text.inChild && (text.modes ?? requirement.modes).join() === 'process';
  return (await allSuites())
    .flatMap(({ cases }) => cases)
    .filter((tested) => tested.untested === undefined && !onServers(tested) && !killed.has(tested.id))
    .map(({ id }) => id);
}

/** The matrix that was last measured, as a document. */
export async function killMatrixDocument(): Promise<readonly Document[]> {
  return [{ path: 'docs/kill-matrix.md', text: await textOf(matrix()) }];
}

async function textOf(measured: Matrix): Promise<string> {
  const { mutants: seen, nulls } = measured;
  const all = Object.values(seen);
  const spare = await unkilled(seen);
  return [
    '# Kill matrix',
    '',
    'What `npm run matrix` last measured. Each mutant is the reference coordinator with one fault, in a dialect in which it is one. It must fail its own',
    'requirement; it may fail what is listed beside it, and nothing else. A case that no mutant fails would prove nothing.',
    '',
    `${all.length} mutants, ${all.filter(({ cases }) => cases.length > 0).length} killed by their own requirement, beside ${serverMutants.length} faulty servers that a test runs.`,
    `${Object.keys(nulls).length} null targets, ${Object.values(nulls).flat().length} passes.`,
    '',
    ...toldOf(all),
    ...builtInSuites.flatMap(({ title, catalogue }) => [
      '',
      `## ${title}`,
      '',
      '| requirement | mutant | dialect | killed by | also fails | issues | cause named |',
      '| :-- | :-- | :-- | :-- | :-- | --: | :-- |',
      ...mutants
        .filter(({ own }) => catalogue.requirements.some(({ id }) => id === own))
        .map((mutant) => lineOf(mutant, seen[mutant.id])),
    ]),
    ...(spare.length === 0
      ? []
      : ['', '## Cases kept without a mutant', '', ...spare.map((id) => `- \`${id}\`: ${kept[id]}`)]),
    '',
    '## Null targets',
    '',
    'Targets that do nothing of the work must earn no pass: a pass here would be a case that demands nothing.',
    '',
    '| target | passes |',
    '| :-- | --: |',
    ...Object.entries(nulls).map(([name, cases]) => `| ${name} | ${cases.length} |`),
    '',
  ].join('\n');
}

/** How reports tell of the planted faults. */
function toldOf(all: readonly Seen[]): readonly string[] {
  const count = (holds: (one: Seen) => boolean): number => all.filter(holds).length;
  const said = (words: Seen['unlisted']['said']): number => count(({ unlisted }) => unlisted.said === words);
  return [
    `Told as one issue: ${count(({ issues }) => issues === 1)} of ${all.length}. The first issue names the fault alone for ${count(({ named }) => named === 'alone')}, among at most three for ${count(({ named }) => named === 'among others')}.`,
    `With a fault's own row taken out of the dictionary, ${count(({ unlisted }) => unlisted.issues === 1)} are one issue. The first issue is then its requirement's: without a cause for ${said('its rule alone')}, with the cause of another fault for ${said('another fault')}; it is another requirement's for ${said('another rule')}.`,
  ];
}

const names = (cases: readonly string[]): string => cases.map((id) => `\`${id.slice(id.indexOf('/') + 1)}\``).join(' ');

function lineOf({ own, fault, dialect }: Mutant, seen: Seen | undefined): string {
  const choices = Object.entries(dialect).map(
    ([option, choice]) => `\`${option}=${typeof choice === 'string' ? choice : JSON.stringify(choice)}\``,
  );
  const { cases = [], trips = [], issues = '', named = '' } = seen ?? {};
  return `| ${own} | ${fault} | ${choices.join(' ')} | ${names(cases)} | ${trips.join(', ')} | ${issues} | ${named} |`;
}
