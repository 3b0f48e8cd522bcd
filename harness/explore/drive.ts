import { QuiesceError } from '../errors.ts';
import type { Bench } from '../lab/bench.ts';
import type { Lab } from '../lab/lab.ts';
import type { Context } from '../context.ts';
import type { Action } from './race.ts';
import { pauseAction, type Race, timerAction } from './race.ts';
import { type Gap, print, type Schedule, type Step } from './schedule.ts';
import { type Course, coursesOf, variantOf } from './variants.ts';

/** Actions by name, for one run. */
export type Actions = ReadonlyMap<string, Action>;

/**
 * Chooses what comes next while a run is under way, so long after the action before: an action, or, where something may
 * move, `hop`; nothing: the run is over.
 */
export type Choose = (bench: Bench, gap: Gap) => string | undefined;

/** As `replay`, for a lab that is known as such only: the runner made it, so it is a bench. */
export function replayOn(race: Race, lab: Lab, schedule: Schedule, context: Context): Promise<void> {
  const [index, rest] = variantOf(schedule);
  const course = coursesOf(race, context)[index];
  if (!course) throw unknownVariant(index, print(schedule));
  const actions = new Map(
    course
      .actors(context)
      .flat()
      .map((action) => [action.name, action]),
  );
  const follow = lab.mode === 'virtual' ? replay : replayInRealTime;
  return follow(course, actions, lab as Bench, rest, context);
}

/** As `replay`, where a schedule may also let milliseconds pass, by steps of that name. */
async function replayInRealTime(
  course: Course,
  actions: Actions,
  bench: Bench,
  schedule: Schedule,
  context: Context,
): Promise<void> {
  await course.setup(bench);
  for (const [name, gap] of schedule) {
    const pause = pauseAction.exec(name);
    if (pause) await bench.pass(Number(pause[1]));
    else {
      if (gap === 'rest') await bench.quiesce();
      else if (gap > 0) await bench.hops(gap);
      perform(actions, bench, name);
    }
  }
  await conclude(course, bench, context);
}

const unknownVariant = (index: number, printed: string): QuiesceError =>
  new QuiesceError(
    'usage',
    'SCHEDULE_VARIANT_UNKNOWN',
    `"${printed}" is a schedule of variant ${index + 1}, which this case does not have on this target.`,
    'Replay it on the target, and with the dialect, that it was found with.',
  );

/** No timer fires while microtasks wait, in Node or elsewhere: whatever its gap says, a timer comes after a rest. */
const isTimer = (name: string): boolean => timerAction.test(name);

/** Runs a race on a schedule that is given. One flat loop: a helper around the hops would cost hops of its own. */
export async function replay(
  course: Course,
  actions: Actions,
  bench: Bench,
  schedule: Schedule,
  context: Context,
): Promise<void> {
  await course.setup(bench);
  const { recorder } = bench;
  for (const [name, gap] of schedule) {
    if (gap === 'rest' || isTimer(name)) await bench.quiesce();
    else {
      for (let hop = 0; hop < gap; hop++) {
        await null;
        recorder.hop += 1;
      }
    }
    perform(actions, bench, name);
  }
  await conclude(course, bench, context);
}

/** Runs a race as it is chosen on the way, and tells the schedule that came of it. */
export async function wander(
  course: Course,
  actions: Actions,
  bench: Bench,
  longest: number,
  choose: Choose,
  context: Context,
): Promise<Schedule> {
  await course.setup(bench);
  const { recorder } = bench;
  const steps: Step[] = [];
  let gap: Gap = recorder.resting ? 'rest' : 0;
  for (let chosen = choose(bench, gap); chosen !== undefined; chosen = choose(bench, gap)) {
    if (chosen !== 'hop') {
      if (gap !== 'rest' && isTimer(chosen)) {
        await bench.quiesce();
        gap = 'rest';
      }
      perform(actions, bench, chosen);
      steps.push([chosen, gap]);
      gap = 0;
    } else if (gap === 'rest' || gap >= longest) {
      // Nothing moves any more without an action or a timer.
      await bench.quiesce();
      gap = 'rest';
    } else {
      await null;
      recorder.hop += 1;
      gap += 1;
    }
  }
  await conclude(course, bench, context);
  return steps;
}

async function conclude(course: Course, bench: Bench, context: Context): Promise<void> {
  await bench.quiesce('acted');
  if (course.finish) await course.finish(bench, context);
  await bench.quiesce('end');
}

function perform(actions: Actions, bench: Bench, name: string): void {
  const timer = timerAction.exec(name);
  if (timer) {
    bench.pace.fireNext?.(Math.max(0, Number(timer[1] || 1) - 1));
    return;
  }
  const action = actions.get(name);
  if (action && isPossible(action, bench)) action.act(bench);
}

export const isPossible = (action: Action, bench: Bench): boolean => action.possible?.(bench) ?? true;
