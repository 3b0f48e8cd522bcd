import type { Context } from '../context.ts';
import type { Lab } from '../lab/lab.ts';
import type { Action, Race } from './race.ts';
import type { Schedule } from './schedule.ts';

/** One variant of a race: a workload with interleavings, and nothing to choose. */
export interface Course {
  readonly setup: (lab: Lab) => Promise<void>;
  readonly actors: (context: Context) => readonly (readonly Action[])[];
  readonly finish?: (lab: Lab, context: Context) => Promise<void>;
}

/** The variants of a race on this target, in their order; one without a name where it has none. */
export function coursesOf(race: Race, context: Context): readonly Course[] {
  const names = race.variants?.(context) ?? [''];
  return names.map((variant) => ({
    setup: (lab) => race.setup(lab, variant),
    actors: (seen) => race.actors(seen, variant),
    ...(race.finish ? { finish: async (lab, seen) => race.finish?.(lab, seen, variant) } : {}),
  }));
}

const mark = /^v(\d+)$/;

/** Which variant a schedule is of, by its index, and the rest of it. */
export function variantOf(schedule: Schedule): readonly [index: number, schedule: Schedule] {
  const [first, ...rest] = schedule;
  const named = first && mark.exec(first[0]);
  return named ? [Number(named[1]) - 1, rest] : [0, schedule];
}

/** The schedule with the step that says which variant it is of. */
export const marked = (index: number, schedule: Schedule): Schedule =>
  index === 0 ? schedule : [[`v${index + 1}`, 'rest'], ...schedule];
