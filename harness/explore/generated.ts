import type { Action } from './race.ts';
import type { Gap, Schedule, Step } from './schedule.ts';
import type { Shows } from './shrink.ts';

/** Hops that a generated gap has at most; wider ones are rests. */
export const widest = 12;

/** A failing schedule that was generated, made simpler, and where it comes from. */
export interface Shrunk {
  readonly schedule: Schedule;
  /** `seed 5, path 17:2:0`, as fast-check names them. */
  readonly origin: string;
}

/**
 * Schedules that fast-check makes up: any of the actions, each at most once, in any order and with any gap. For
 * workloads with so many actions that no list of interleavings is worth going through. Loaded when it is first needed.
 */
export async function generator(actors: readonly (readonly Action[])[], seed: number, runs: number) {
  const fc = await import('fast-check');
  const names = actors.flat().map(({ name }) => name);
  const gap: import('fast-check').Arbitrary<Gap> = fc.oneof(
    { weight: 2, arbitrary: fc.constant('rest' as const) },
    { weight: 3, arbitrary: fc.integer({ min: 0, max: widest }) },
  );
  const step: import('fast-check').Arbitrary<Step> = fc.tuple(fc.constantFrom(...names), gap);
  const schedules: import('fast-check').Arbitrary<Schedule> = fc.uniqueArray(step, {
    selector: ([name]) => name,
    minLength: 1,
    maxLength: names.length,
    size: 'max',
  });
  return {
    all: (): readonly Schedule[] => fc.sample(schedules, { seed, numRuns: runs }),
    /** Makes the schedule of that index simpler, as long as it shows what it showed. */
    async shrink(index: number, shows: Shows): Promise<Shrunk | undefined> {
      const holds = fc.asyncProperty(schedules, async (schedule) => !(await shows(schedule)));
      const found = await fc.check(holds, { seed, path: String(index), numRuns: 1 });
      const schedule = found.counterexample?.[0];
      return schedule && { schedule, origin: `seed ${seed}, path ${found.counterexamplePath}` };
    },
  };
}
