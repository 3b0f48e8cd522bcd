import { QuiesceError } from '../errors.ts';
import { hopping } from '../lab/hopping.ts';
import type { Lab } from '../lab/lab.ts';
import type { Bench } from '../lab/bench.ts';
import { print, type Schedule } from './schedule.ts';

/** A rest of a workload, by its number from 1: `+3q2` has three hops in the place of the second. */
const restAction = /^q([1-9]\d*)$/;

/** The step that says so. */
export const inPlaceOf = (rest: number, hops: number): Schedule => [[`q${rest}`, hops]];

/** Which rests of a workload a schedule replaces, and by how many hops. Throws if that is not what it says. */
export function hopsOf(schedule: Schedule): ReadonlyMap<number, number> {
  const replaced = new Map<number, number>();
  for (const [action, gap] of schedule) {
    const rest = restAction.exec(action);
    if (!rest || gap === 0) throw noHops(schedule);
    if (gap !== 'rest') replaced.set(Number(rest[1]), gap);
  }
  return replaced;
}

/** Runs a workload with hops in the place of rests. Throws if it does not rest so often. */
export async function runOnHops(workload: (lab: Lab) => Promise<void>, lab: Lab, schedule: Schedule): Promise<void> {
  const left = new Map(hopsOf(schedule));
  const hops = (rest: number): number | undefined => {
    const found = left.get(rest);
    left.delete(rest);
    return found;
  };
  await workload(hopping(lab as Bench, hops));
  const [never] = left.keys();
  if (never !== undefined) throw noSuchRest(never, schedule);
}

const noHops = (schedule: Schedule): QuiesceError =>
  new QuiesceError(
    'usage',
    'SCHEDULE_NOT_HOPS',
    `"${print(schedule)}" is a schedule of a race, and this case is none.`,
    'Its rests may be hops, at least one each: `+3q2` waits three hops in the place of its second rest.',
  );

const noSuchRest = (rest: number, schedule: Schedule): QuiesceError =>
  new QuiesceError(
    'usage',
    'SCHEDULE_REST_UNKNOWN',
    `"${print(schedule)}" replaces rest ${rest}, which the case does not come to on this target.`,
    'Replay it on the target, and with the dialect, that it was found with.',
  );
