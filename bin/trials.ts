import type { Verdict } from '../harness/outcome.ts';
import type { Requirement } from '../harness/suite.ts';
import { optionOf } from './dialect-choices.ts';
import type { DialectFile } from './dialect-file.ts';
import { open, prepare, type PlannedCase, type Wanted } from './prepare.ts';
import { outcomeOf } from './run-planned.ts';

/** A legitimate choice that would be kept where the default is not. */
export interface Suggestion {
  readonly option: string;
  readonly default: string;
  readonly instead: string;
  /** Requirements that fail with the default, and pass instead. */
  readonly mends: readonly string[];
}

/** Requirement to how its cases came out together. */
type Verdicts = ReadonlyMap<string, Verdict>;

/**
 * Tries the other legitimate values of every option that nobody has declared and whose default is not kept. What comes of
 * it is a question to a person, never an observation: a broken coordinator must not choose its own excuse. Deviations are
 * not tried.
 */
export async function trials(wanted: Wanted, file: DialectFile, signal: AbortSignal): Promise<readonly Suggestion[]> {
  const requirements = new Map(
    wanted.suites.flatMap(({ catalogue }) => catalogue.requirements.map((one) => [one.id, one] as const)),
  );
  const silent = Object.entries(file.default).filter((one): one is [string, string] => typeof one[1] === 'string');
  const base = await verdicts(
    wanted,
    requirements,
    silent.map(([option]) => option),
    signal,
  );
  const suggestions: Suggestion[] = [];
  for (const [option, standard] of silent) {
    const failing = [...base].filter(([id, verdict]) => verdict === 'fail' && asks(requirements.get(id), option));
    if (failing.length === 0) continue;
    for (const instead of others(option, standard)) {
      const dialect = { ...wanted.dialect, [option]: instead };
      const tried = await verdicts({ ...wanted, dialect }, requirements, [option], signal);
      const mends = failing.map(([id]) => id).filter((id) => tried.get(id) === 'pass');
      const breaks = [...tried].some(([id, verdict]) => verdict === 'fail' && base.get(id) !== 'fail');
      if (mends.length > 0 && !breaks) suggestions.push({ option, default: standard, instead, mends });
    }
  }
  return suggestions;
}

const others = (option: string, standard: string): readonly string[] =>
  (optionOf(option)?.values ?? [])
    .filter(({ value, deviation }) => !deviation && value !== standard)
    .map(({ value }) => value);

const asks = (requirement: Requirement | undefined, option: string): boolean =>
  requirement?.dialect.includes(option) === true ||
  requirement?.cases.some(({ when = {} }) => Object.hasOwn(when, option)) === true;

/** Runs the cases of all requirements that ask for one of the options. */
async function verdicts(
  wanted: Wanted,
  requirements: ReadonlyMap<string, Requirement>,
  options: readonly string[],
  signal: AbortSignal,
): Promise<Verdicts> {
  const session = await open(wanted, signal);
  try {
    const prepared = await prepare(session, wanted);
    const asking = prepared.cases.filter(
      ({ key, planned }) =>
        'run' in planned && options.some((option) => asks(requirements.get(key.requirement), option)),
    );
    const all = await Promise.all(asking.map(async (one) => [one, (await outcomeOf(prepared, one)).verdict] as const));
    return folded(all);
  } finally {
    await session.close();
  }
}

/** Of several cases the worst counts; a pass needs one. */
function folded(all: readonly (readonly [PlannedCase, Verdict])[]): Verdicts {
  const worst: readonly Verdict[] = ['error', 'fail', 'inconclusive', 'pass', 'skip'];
  const verdict = new Map<string, Verdict>();
  for (const [{ key }, one] of all) {
    const before = verdict.get(key.requirement);
    if (before === undefined || worst.indexOf(one) < worst.indexOf(before)) verdict.set(key.requirement, one);
  }
  return verdict;
}
