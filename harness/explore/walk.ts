import type { Bench } from '../lab/bench.ts';
import type { Choose } from './drive.ts';
import { isPossible } from './drive.ts';
import type { Action } from './race.ts';

/** Timers that one walk lets fire by itself, beside those that its actions wait for. */
const timersPerWalk = 3;

/**
 * A random walk whose every choice is weighted by what is left to come (URW): an actor by its remaining actions, the
 * library by the hops it usually takes. Unweighted walks let short actors act early and hardly ever late.
 */
export function walk(actors: readonly (readonly Action[])[], hops: number, random: () => number): Choose {
  const places = actors.map(() => 0);
  const total = actors.reduce((sum, actor) => sum + actor.length, 0);
  let acted = 0;
  let hopsLeft = hops * total;
  let timersLeft = timersPerWalk;
  /** Actions that an actor has still to do; 0 while its next one is not possible. */
  const left = (index: number, bench: Bench): number => {
    const actor = actors[index];
    const place = places[index] ?? 0;
    const action = actor?.[place];
    return actor && action && isPossible(action, bench) ? actor.length - place : 0;
  };
  return (bench: Bench) => {
    if (acted === total) return undefined;
    const timers = timersLeft > 0 ? Math.min(bench.pace.timers, 1) : 0;
    // Counted loops: this is asked at every hop, and iterators were a seventh of all that an exploration allocates.
    let weight = Math.max(hopsLeft, 1) + timers;
    for (let index = 0; index < actors.length; index++) weight += left(index, bench);
    let drawn = random() * weight;
    for (let index = 0; index < actors.length; index++) {
      const more = left(index, bench);
      if (more === 0) continue;
      drawn -= more;
      if (drawn >= 0) continue;
      const place = places[index] ?? 0;
      places[index] = place + 1;
      acted += 1;
      return actors[index]?.[place]?.name;
    }
    drawn -= timers;
    if (timers > 0 && drawn < 0) {
      timersLeft -= 1;
      const ties = bench.pace.ties ?? 1;
      const which = ties > 1 ? Math.floor(random() * ties) : 0;
      return which === 0 ? 't' : `t${which + 1}`;
    }
    // A walk in which nothing is possible any more must end: every hop uses up what is left of them.
    if (hopsLeft <= -hops) return undefined;
    hopsLeft -= 1;
    return 'hop';
  };
}
