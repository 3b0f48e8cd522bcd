import { conclude, heading, runOnce, type Setup } from './conclude.ts';
import { budgets } from './explore/budget.ts';
import { replayOn } from './explore/drive.ts';
import type { Race } from './explore/race.ts';
import { parse, type Schedule } from './explore/schedule.ts';
import { RaceSearch, type Searched } from './explore/search.ts';
import type { HostDoor } from './host-door.ts';
import type { HostSettings, RunRequest } from './host/frames.ts';
import type { Outcome } from './outcome.ts';
import { repeatRace } from './repeat-race.ts';
import { lost, onBareGround, withSearch } from './searched.ts';
import type { Case } from './suite.ts';

/** Searches the interleavings, then shows what was found as an ordinary run: dressed, wound down, three times. */
export async function runRace(
  tested: Case,
  race: Race,
  setup: Setup,
  request: RunRequest,
  settings: HostSettings,
  door: HostDoor,
): Promise<Outcome> {
  const { dialect, offer, shutdown } = setup;
  const context = { limit: undefined, dialect, offer, shutdown, mode: request.mode } as const;
  const onSchedule = (schedule: Schedule): Case => ({
    ...tested,
    workload: (lab) => replayOn(race, lab, schedule, context),
  });
  if (request.schedule !== undefined) {
    const given = onSchedule(parse(request.schedule).schedule);
    const judged = await runOnce(given, setup, request.mode);
    return { ...(await conclude(given, setup, request, judged)), schedule: request.schedule };
  }
  if (request.mode !== 'virtual') return repeatRace(tested, race, { setup, request, settings, door, onSchedule });
  const found = await searchRace(tested, race, setup, settings, door);
  if (found.absent !== undefined)
    return { ...heading(tested, request), verdict: 'skip', skip: { reason: 'not-offered', because: found.absent } };
  const shown = found.failing ?? found.witness;
  if (!shown) return unjudged(tested, request, found);
  const given = onSchedule(shown);
  const outcome = await conclude(given, setup, request, await runOnce(given, setup, 'virtual'));
  if (found.failing && outcome.verdict === 'pass' && !outcome.invariants) return lost(tested, request, found.failing);
  const { explored, failing, window } = found;
  const { schedules, traces } = explored;
  const told = withSearch(outcome, tested, request, { schedules, traces, failing, window });
  if (outcome.verdict !== 'pass' || found.unreached.length === 0) return told;
  return { ...told, verdict: 'inconclusive', because: `never reached: ${found.unreached.join('; ')}` };
}

const searchRace = (
  tested: Case,
  race: Race,
  setup: Setup,
  settings: HostSettings,
  door: HostDoor,
): Promise<Searched> =>
  onBareGround(tested, setup, door, (ground) => new RaceSearch(tested, race, ground, budgets[settings.depth]).search());

const unjudged = (tested: Case, request: RunRequest, { unreached, explored }: Searched): Outcome => ({
  ...heading(tested, request),
  verdict: 'inconclusive',
  because: `not reached in any of ${explored.schedules} interleavings: ${unreached.join('; ')}`,
});
