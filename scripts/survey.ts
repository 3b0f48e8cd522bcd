import type { RequirementSummary, Result } from '../reports/result.ts';
import { resultOfAll } from '../bin/gather.ts';
import { open, prepare, type Wanted } from '../bin/prepare.ts';
import { runPlanned } from '../bin/run-planned.ts';
import { QuiesceError } from '../harness/errors.ts';
import type { Depth } from '../harness/host/frames.ts';
import type { Outcome } from '../harness/outcome.ts';
import type { Session } from '../harness/session.ts';
import { builtInSuites } from '../suites/index.ts';

/** What the kit's own suites said about one target. */
export interface Surveyed {
  readonly name: string;
  readonly outcomes: readonly Outcome[];
  readonly requirements: readonly RequirementSummary[];
  /** The whole of it, as reports are made from it; without what surfaced outside any case. */
  readonly result?: Result;
  /** Why the smoke run did not take it as a target. */
  readonly refused?: string;
}

/** A target of a survey, and the cases for it if not all: ids, requirements, or patterns of them. */
export type Subject = readonly [name: string, address: string, cases?: readonly string[]];

/** Hosts at once. */
const lanes = 2;

/** Runs suites on many targets in one session: hosts are kept, targets change. */
export async function survey(
  targets: readonly Subject[],
  how: { readonly suites?: readonly string[]; readonly cases?: readonly string[]; readonly depth?: Depth } = {},
): Promise<readonly Surveyed[]> {
  const { suites, cases = [], depth = 'default' } = how;
  const [first] = targets;
  if (!first) return [];
  const wanted: Wanted = {
    target: { named: first[0], address: first[1] },
    suites: builtInSuites.filter(({ name }) => suites?.includes(name) ?? true),
    cases,
    dialect: {},
    depth,
    concurrency: lanes,
    budget: 60_000,
  };
  const session = await open(wanted);
  try {
    const surveyed: Surveyed[] = [];
    for (const [name, address, own = cases] of targets) {
      await session.retarget(address);
      surveyed.push({ name, ...(await look(session, { ...wanted, cases: own }).catch(unusable)) });
    }
    return surveyed;
  } finally {
    await session.close();
  }
}

/** A target that the smoke run refuses has judged nothing, and passed nothing. */
function unusable(error: unknown): Omit<Surveyed, 'name'> {
  if (error instanceof QuiesceError && error.kind === 'adapter')
    return { outcomes: [], requirements: [], refused: error.message };
  throw error;
}

async function look(session: Session, wanted: Wanted): Promise<Omit<Surveyed, 'name'>> {
  const nobody = { done: () => {}, ordered: () => {} };
  const prepared = await prepare(session, wanted);
  const outcomes = await runPlanned(prepared, nobody, { lanes });
  const result = resultOfAll(prepared, wanted, { strict: false, filters: wanted.cases }, outcomes);
  return { outcomes, requirements: result.requirements, result };
}

/** The requirements that failed: by a case, or by a standing invariant that is charged to them. */
export function failing({ outcomes }: Pick<Surveyed, 'outcomes'>): ReadonlySet<string> {
  const failed = new Set<string>();
  for (const { verdict, requirement, invariants = [] } of outcomes) {
    if (verdict === 'fail') failed.add(requirement);
    for (const { owner } of invariants) if (owner !== undefined) failed.add(owner);
  }
  return failed;
}
