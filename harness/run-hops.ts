import { conclude, heading, runOnce, type Setup } from './conclude.ts';
import { digestOf } from './digest.ts';
import type { Ground } from './explore/bare-run.ts';
import { hopBudgets } from './explore/budget.ts';
import { runOnHops } from './explore/hops.ts';
import { HopSearch, type SearchedHops } from './explore/hop-search.ts';
import { parse, type Schedule } from './explore/schedule.ts';
import type { HostDoor } from './host-door.ts';
import type { HostSettings, RunRequest } from './host/frames.ts';
import type { Outcome } from './outcome.ts';
import { lost, onBareGround, withSearch } from './searched.ts';
import type { Case } from './suite.ts';

/** A case with hops in the place of rests, as it is judged then. */
const onSchedule = (tested: Case, schedule: Schedule): Case => ({
  ...tested,
  workload: async (lab) => tested.workload && runOnHops(tested.workload, lab, schedule),
  claims: tested.atEveryHop ? tested.claims : [],
});

/** Runs a case with the hops that are given in its printed form. */
export async function runOnGivenHops(tested: Case, setup: Setup, request: RunRequest, given: string): Promise<Outcome> {
  const hopped = onSchedule(tested, parse(given).schedule);
  const outcome = await conclude(hopped, setup, request, await runOnce(hopped, setup, request.mode));
  return { ...outcome, digest: digestOf(tested), schedule: given };
}

/** Has a case that passed at rest come to its stops at every hop. What is found is shown dressed, three times. */
export async function passedAtEveryHop(
  tested: Case,
  setup: Setup,
  request: RunRequest,
  { depth }: HostSettings,
  door: HostDoor,
  passed: Outcome,
): Promise<Outcome> {
  const { workload } = tested;
  const budget = hopBudgets[depth][tested.atEveryHop ? 'judged' : 'watched'];
  if (budget.runs === 0 || !workload) return passed;
  // With async context: a coordinator that carries something in it passed at rest with it.
  const search = (ground: Ground): Promise<SearchedHops> => new HopSearch(tested, workload, ground).search(budget);
  const found = await onBareGround(tested, setup, door, search, true);
  // The run at rest counts, too.
  const told = { ...found, schedules: found.schedules + 1 };
  if (!found.failing) return withSearch(passed, tested, request, told);
  const hopped = onSchedule(tested, found.failing);
  const outcome = await conclude(hopped, setup, request, await runOnce(hopped, setup, request.mode));
  if (!outcome.finding && !outcome.invariants && !outcome.error) return lost(tested, request, found.failing);
  // What only a standing invariant says against it leaves the case as it stood at rest.
  const verdict = outcome.finding || outcome.error ? outcome.verdict : passed.verdict;
  return withSearch({ ...outcome, ...heading(tested, request), verdict }, tested, request, told);
}
