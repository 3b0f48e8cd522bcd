import type { Bench } from '../lab/bench.ts';
import { isPossible } from './drive.ts';
import type { Action } from './race.ts';
import type { Gap } from './schedule.ts';

/** Timers that one walk lets fire by itself, beside those that its actions wait for. */
const timersPerWalk = 3;

/** What a walk knows where it has to choose: all that its choice depends on, but for its own numbers. */
export interface Sight {
  /** Since the action before. */
  readonly gap: Gap;
  /** By actor: whether its next action is possible. */
  readonly possible: readonly boolean[];
  /** How many timers are due next; 0 where none waits. */
  readonly ties: number;
}

/**
 * A random walk whose every choice is weighted by what is left to come (URW): an actor by its remaining actions, the
 * library by the hops it usually takes. Unweighted walks let short actors act early and hardly ever late.
 */
export class Walk {
  readonly #actors: readonly (readonly Action[])[];
  readonly #hops: number;
  readonly #random: () => number;
  readonly #places: number[];
  readonly #total: number;
  #acted = 0;
  #hopsLeft: number;
  #timersLeft = timersPerWalk;

  constructor(actors: readonly (readonly Action[])[], hops: number, random: () => number) {
    this.#actors = actors;
    this.#hops = hops;
    this.#random = random;
    this.#places = actors.map(() => 0);
    this.#total = actors.reduce((sum, actor) => sum + actor.length, 0);
    this.#hopsLeft = hops * this.#total;
  }

  see(bench: Bench, gap: Gap): Sight {
    const possible: boolean[] = [];
    for (let index = 0; index < this.#actors.length; index++) {
      const action = this.#actors[index]?.[this.#places[index] ?? 0];
      possible.push(action !== undefined && isPossible(action, bench));
    }
    return { gap, possible, ties: bench.pace.timers > 0 ? (bench.pace.ties ?? 1) : 0 };
  }

  /** The name of an action, or `hop`; nothing: the walk is over. */
  choose({ gap, possible, ties }: Sight): string | undefined {
    if (this.#acted === this.#total) return undefined;
    const timers = this.#timersLeft > 0 && ties > 0 ? 1 : 0;
    // Nothing comes of a hop at rest. And a walk in which nothing is possible any more must end.
    const hops = gap === 'rest' || this.#hopsLeft <= -this.#hops ? 0 : Math.max(this.#hopsLeft, 1);
    // Counted loops: this is asked at every hop, and iterators were a seventh of all that an exploration allocates.
    let weight = hops + timers;
    for (let index = 0; index < possible.length; index++) weight += this.#left(index, possible);
    let drawn = this.#random() * weight;
    for (let index = 0; index < possible.length; index++) {
      const more = this.#left(index, possible);
      if (more === 0) continue;
      drawn -= more;
      if (drawn >= 0) continue;
      const place = this.#places[index] ?? 0;
      this.#places[index] = place + 1;
      this.#acted += 1;
      return this.#actors[index]?.[place]?.name;
    }
    drawn -= timers;
    if (timers > 0 && drawn < 0) {
      this.#timersLeft -= 1;
      const which = ties > 1 ? Math.floor(this.#random() * ties) : 0;
      return which === 0 ? 't' : `t${which + 1}`;
    }
    if (hops === 0) return undefined;
    this.#hopsLeft -= 1;
    return 'hop';
  }

  /** Actions that an actor has still to do; 0 while its next one is not possible. */
  #left(index: number, possible: readonly boolean[]): number {
    return possible[index] ? (this.#actors[index]?.length ?? 0) - (this.#places[index] ?? 0) : 0;
  }
}
