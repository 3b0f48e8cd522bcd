import type { Bench } from '../lab/bench.ts';
import type { Lab } from '../lab/lab.ts';
import type { Context } from '../context.ts';
import type { Action, Race } from './race.ts';
import { timerAction } from './race.ts';
import type { Gap, Schedule, Step } from './schedule.ts';

/** Actions by name, for one run. */
export type Actions = ReadonlyMap<string, Action>;

/** Chooses what comes next while a run is under way; nothing: the run is over. */
export type Choose = (bench: Bench) => string | 'hop' | undefined;

/** As `replay`, for a lab that is known as such only: the runner made it, so it is a bench. */
export function replayOn(race: Race, lab: Lab, schedule: Schedule, context: Context): Promise<void> {
  const actions = new Map(
    race
      .actors(context)
      .flat()
      .map((action) => [action.name, action]),
  );
  return replay(race, actions, lab as Bench, schedule, context);
}

/** Runs a race on a schedule that is given. One flat loop: a helper around the hops would cost hops of its own. */
export async function replay(
  race: Race,
  actions: Actions,
  bench: Bench,
  schedule: Schedule,
  context: Context,
): Promise<void> {
  await race.setup(bench);
  const { recorder } = bench;
  for (const [name, gap] of schedule) {
    if (gap === 'rest') await bench.quiesce();
    else {
      for (let hop = 0; hop < gap; hop++) {
        await null;
        recorder.hop += 1;
      }
    }
    perform(actions, bench, name);
  }
  await conclude(race, bench, context);
}

/** Runs a race as it is chosen on the way, and tells the schedule that came of it. */
export async function wander(
  race: Race,
  actions: Actions,
  bench: Bench,
  longest: number,
  choose: Choose,
  context: Context,
): Promise<Schedule> {
  await race.setup(bench);
  const { recorder } = bench;
  const steps: Step[] = [];
  let gap: Gap = 0;
  for (let chosen = choose(bench); chosen !== undefined; chosen = choose(bench)) {
    if (chosen !== 'hop') {
      perform(actions, bench, chosen);
      steps.push([chosen, gap]);
      gap = 0;
    } else if (gap === 'rest' || gap >= longest) {
      // Nothing moves any more without an action or a timer.
      if (gap !== 'rest') await bench.quiesce();
      gap = 'rest';
    } else {
      await null;
      recorder.hop += 1;
      gap += 1;
    }
  }
  await conclude(race, bench, context);
  return steps;
}

async function conclude(race: Race, bench: Bench, context: Context): Promise<void> {
  await bench.quiesce('acted');
  if (race.finish) await race.finish(bench, context);
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
