import { readCaseName } from '../harness/case-name.ts';
import type { Outcome } from '../harness/outcome.ts';
import { type Mutant, mutants as listed } from '../suites/mutants/index.ts';
import type { Matrix, Seen } from '../suites/mutants/seen.ts';
import { nulls } from '../suites/nulls/targets.ts';
import { failing, type Subject, survey, type Surveyed } from './survey.ts';
import { triagedAs } from './triaged.ts';

const address = (module: string, name: string): string =>
  new URL(`../suites/${module}/targets.ts#${name}`, import.meta.url).href;

/** How far a mutant is followed: to its own requirement, or through its suite and what its `trips` name. */
export type Reach = 'own' | 'suite';

const suiteOf = ({ own }: Mutant): string => own.slice(0, own.indexOf('-'));

const casesFor = (mutant: Mutant, reach: Reach): readonly string[] =>
  reach === 'own'
    ? [mutant.own]
    : [`${suiteOf(mutant)}-*`, ...mutant.trips.filter((id) => !id.startsWith(suiteOf(mutant)))];

/** Runs every mutant that is wanted as far as that, and every null target through everything. */
export async function killMatrix(reach: Reach, wanted: (mutant: Mutant) => boolean = () => true): Promise<Matrix> {
  const mutants = listed.filter(wanted);
  const subjects = mutants.map(
    (mutant): Subject => [mutant.id, address('mutants', mutant.id), casesFor(mutant, reach)],
  );
  const pretences = nulls.map(({ name }): Subject => [name, address('nulls', name)]);
  const surveyed = new Map(
    (await survey([...subjects, ...pretences], { depth: 'quick' })).map((one) => [one.name, one]),
  );
  const seen: [string, Seen][] = [];
  for (const mutant of mutants) {
    const quick = surveyed.get(mutant.id);
    if (!quick) continue;
    const one = failing(quick).has(mutant.own) ? quick : await searchedLonger(mutant, reach, quick);
    seen.push([mutant.id, await seenOf(mutant, one)]);
  }
  return {
    mutants: Object.fromEntries(seen),
    nulls: Object.fromEntries(nulls.map(({ name }) => [name, passed(surveyed.get(name))])),
  };
}

/** A window that the quick search did not meet is searched for as long as users search by default. */
async function searchedLonger(mutant: Mutant, reach: Reach, quick: Surveyed): Promise<Surveyed> {
  const [longer] = await survey([[mutant.id, address('mutants', mutant.id), casesFor(mutant, reach)]]);
  return longer ?? quick;
}

async function seenOf(mutant: Mutant, one: Surveyed): Promise<Seen> {
  const failed = one.outcomes.filter(({ verdict }) => verdict === 'fail');
  return {
    cases: casesIn(failed.filter(({ requirement }) => requirement === mutant.own)),
    claims: claimsIn(failed.filter(({ requirement }) => requirement === mutant.own)),
    also: casesIn(failed.filter(({ requirement }) => requirement !== mutant.own)),
    trips: [...failing(one)].filter((id) => id !== mutant.own).sort(),
    ...(await triagedAs(mutant, one.result)),
  };
}

/** A case that is run once for each shutdown mode is one case. */
const casesIn = (outcomes: readonly Outcome[]): readonly string[] =>
  [...new Set(outcomes.map((outcome) => readCaseName(outcome.case)[0]))].sort();

const claimsIn = (outcomes: readonly Outcome[]): readonly string[] =>
  [...new Set(outcomes.flatMap(({ finding }) => finding?.expected ?? []))].sort();

const passed = (one: Surveyed | undefined): readonly string[] =>
  (one?.outcomes ?? []).filter(({ verdict }) => verdict === 'pass').map((outcome) => outcome.case);
