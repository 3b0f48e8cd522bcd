import type { Depth } from '../host/frames.ts';
import type { Action } from './race.ts';
import { random } from './random.ts';
import type { Schedule, Step } from './schedule.ts';

/** How often each variant of a race is run where time is real, and nothing can be gone through. */
export const repeats: Readonly<Record<Depth, number>> = { quick: 8, default: 24, deep: 64 };

const hops = 8;
const milliseconds = 4;

/**
 * Schedules for a clock that nobody holds: any order that keeps each actor's own, and before each action a rest, up to
 * 7 hops, or up to 3 ms. The first is the ordinary course.
 */
export function repeatsOf(actors: readonly (readonly Action[])[], count: number, seed: number): readonly Schedule[] {
  const ordinary: Schedule = actors.flat().map(({ name }) => [name, 'rest']);
  return Array.from({ length: count }, (_, turn) => (turn === 0 ? ordinary : drawn(actors, random(seed + turn))));
}

function drawn(actors: readonly (readonly Action[])[], next: () => number): Schedule {
  const left = actors.map((actor) => [...actor]);
  const steps: Step[] = [];
  for (let total = actors.flat().length; total > 0; total -= 1) {
    // An actor is as likely to be next as it has actions left.
    let place = Math.floor(next() * total);
    const actor = left.find((actions) => (place -= actions.length) < 0);
    const action = actor?.shift();
    if (action) steps.push(...after(next, action.name));
  }
  return steps;
}

function after(next: () => number, name: string): readonly Step[] {
  const kind = Math.floor(next() * 3);
  if (kind === 0) return [[name, 'rest']];
  if (kind === 1) return [[name, Math.floor(next() * hops)]];
  return [
    [`w${Math.floor(next() * milliseconds)}`, 0],
    [name, 0],
  ];
}
