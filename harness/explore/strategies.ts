import type { Action } from './race.ts';
import type { Schedule, Step } from './schedule.ts';

type Actors = readonly (readonly Action[])[];

/** The ordinary course: actor after actor, each action after a rest. */
export const ordinary = (actors: Actors): Schedule => actors.flat().map(({ name }) => [name, 'rest'] as const);

/** Every order of the actions that keeps each actor's own, each action after a rest; at most so many. */
export function* orders(actors: Actors, most: number): Generator<Schedule> {
  let left = most;
  const places = actors.map(() => 0);
  const taken: Step[] = [];
  const total = actors.reduce((sum, actor) => sum + actor.length, 0);
  function* from(): Generator<Schedule> {
    if (taken.length === total) {
      left -= 1;
      yield [...taken];
      return;
    }
    for (const [index, actor] of actors.entries()) {
      const place = places[index] ?? 0;
      const action = actor[place];
      if (!action || left <= 0) continue;
      places[index] = place + 1;
      taken.push([action.name, 'rest']);
      yield* from();
      taken.pop();
      places[index] = place;
    }
  }
  yield* from();
}

/**
 * Each action in turn as the probe: it comes at every hop from 0 to the bound after every other action of the
 * ordinary course, and before the first. The actions behind it rest first, so one window is tried at a time.
 */
export function* sweep(actors: Actors, bound: number): Generator<Schedule> {
  for (const actor of actors) {
    for (const probe of actor) {
      const others = actors.filter((other) => other !== actor);
      const own = actor.map(({ name }) => [name, 'rest'] as const);
      const at = actor.indexOf(probe);
      const before = own.slice(0, at);
      const behind = own.slice(at + 1);
      const course = ordinary(others);
      for (let place = 0; place <= course.length; place++) {
        for (let hop = 0; hop <= bound; hop++) {
          yield [...before, ...course.slice(0, place), [probe.name, hop], ...course.slice(place), ...behind];
          // In front of the next action: it then follows the probe by so many hops.
          const next = course[place];
          if (next)
            yield [
              ...before,
              ...course.slice(0, place),
              [probe.name, 'rest'],
              [next[0], hop],
              ...course.slice(place + 1),
              ...behind,
            ];
        }
      }
    }
  }
}

/** Two gaps at once, over schedules that were seen to differ: what one window cannot show. */
export function* pairs(bases: readonly Schedule[], bound: number): Generator<Schedule> {
  for (const base of bases) {
    for (let place = 1; place < base.length; place++) {
      const [action, gap] = base[place] ?? ['', 'rest'];
      if (gap !== 'rest') continue;
      for (let hop = 0; hop <= bound; hop++) yield base.with(place, [action, hop]);
    }
  }
}

/** At most so many of a list, spread evenly over it: a budget that is too small still sees every part. */
export function* spread<T>(schedules: Iterable<T>, most: number): Generator<T> {
  if (most <= 0) return;
  const all = [...schedules];
  const stride = Math.max(1, all.length / most);
  for (let at = 0; at < all.length; at += stride) {
    const schedule = all[Math.floor(at)];
    if (schedule !== undefined) yield schedule;
  }
}
