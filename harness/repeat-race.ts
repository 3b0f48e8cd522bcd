import { conclude, heading, type Judged, runOnce, type Setup } from './conclude.ts';
import { seedOf } from './explore/random.ts';
import type { Race } from './explore/race.ts';
import { repeats, repeatsOf } from './explore/repeats.ts';
import type { Schedule } from './explore/schedule.ts';
import { coursesOf, marked } from './explore/variants.ts';
import type { HostDoor } from './host-door.ts';
import type { HostSettings, RunRequest } from './host/frames.ts';
import type { Outcome } from './outcome.ts';
import type { Case } from './suite.ts';
import { scheduleOf } from './searched.ts';

/** What a race needs that is run again and again. */
export interface Repeating {
  readonly setup: Setup;
  readonly request: RunRequest;
  readonly settings: HostSettings;
  readonly door: HostDoor;
  /** The case, with that schedule as its workload. */
  readonly onSchedule: (schedule: Schedule) => Case;
}

interface Run {
  readonly schedule: Schedule;
  readonly judged: Judged;
}

/** A race where time is real: seeded repetitions take the place of a search. The first finding ends it. */
export async function repeatRace(tested: Case, race: Race, repeating: Repeating): Promise<Outcome> {
  const { setup, request, door } = repeating;
  const open = new Set(Object.keys(tested.covers ?? {}));
  let [shown, unreached]: [Run | undefined, readonly string[]] = [undefined, []];
  let ran = 0;
  for (const schedule of schedulesOf(race, repeating)) {
    const judged = await runOnce(repeating.onSchedule(schedule), setup, request.mode);
    ran += 1;
    door.progress(ran);
    const { judged: history, context } = judged.run;
    for (const name of open) if (tested.covers?.[name]?.(history, context)) open.delete(name);
    const { finding, unreached: missed } = judged.judgement;
    if (missed.length === 0 && (!shown || judged.invariants.length > 0)) shown = { schedule, judged };
    else unreached = missed;
    if (finding) return told(repeating, { schedule, judged }, tested, ran);
  }
  if (!shown)
    return { ...heading(tested, request), verdict: 'inconclusive', because: `not reached: ${unreached.join('; ')}` };
  const outcome = await told(repeating, shown, tested, ran);
  if (outcome.verdict !== 'pass' || open.size === 0) return outcome;
  return { ...outcome, verdict: 'inconclusive', because: `never reached: ${[...open].join('; ')}` };
}

function schedulesOf(race: Race, { setup, request, settings }: Repeating): readonly Schedule[] {
  const { dialect, offer, shutdown } = setup;
  const context = { limit: undefined, dialect, offer, shutdown, mode: request.mode };
  return coursesOf(race, context).flatMap((course, index) =>
    repeatsOf(course.actors(context), repeats[settings.depth], seedOf(`${race.name} ${index}`)).map((schedule) =>
      marked(index, schedule),
    ),
  );
}

async function told(
  { setup, request, onSchedule }: Repeating,
  { schedule, judged }: Run,
  tested: Case,
  schedules: number,
): Promise<Outcome> {
  const outcome = await conclude(onSchedule(schedule), setup, request, judged);
  const { evidence } = outcome;
  return {
    ...outcome,
    ...(evidence ? { evidence: { ...evidence, schedules } } : {}),
    ...(judged.judgement.finding ? { schedule: scheduleOf(tested, request, schedule) } : {}),
  };
}
