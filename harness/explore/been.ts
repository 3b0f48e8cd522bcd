import type { Choose } from './drive.ts';
import type { Sight, Walk } from './walk.ts';

/** A place that walks have been to: what there is to see, and where each choice that was made there leads. */
class Place {
  readonly sight: Sight;
  /** Made with the first choice that is remembered: at most places of a large race none is. */
  #next: Map<string, Place> | undefined;

  constructor(sight: Sight) {
    this.sight = sight;
  }

  /** Where a choice leads, if a walk has made it. */
  after(choice: string): Place | undefined {
    return this.#next?.get(choice);
  }

  leads(choice: string, to: Place): void {
    this.#next ??= new Map();
    this.#next.set(choice, to);
  }
}

/** A race with more of them is so large that its walks hardly ever repeat each other: it is not followed any more. */
const mostPlaces = 5_000;

/**
 * Where the walks of one race have been. Runs are deterministic: a walk that makes choices that were all made before
 * would show what was seen then, and needs no run. In small races most walks are such.
 */
export class Been {
  #start: Place | undefined;
  #places = 0;

  /** Whether a walk, which is used up by this, ends without leaving what is known. */
  knows(walk: Walk): boolean {
    let place = this.#places < mostPlaces ? this.#start : undefined;
    while (place) {
      const choice = walk.choose(place.sight);
      if (choice === undefined) return true;
      place = place.after(choice);
    }
    return false;
  }

  /** The choices of a walk for one run, which is remembered. */
  follow(walk: Walk): Choose {
    let place = this.#start;
    let choice: string | undefined;
    return (bench, gap) => {
      const before = place;
      place = choice === undefined ? place : place?.after(choice);
      place ??= this.#add(new Place(walk.see(bench, gap)), before, choice);
      choice = walk.choose(place.sight);
      return choice;
    };
  }

  #add(place: Place, before: Place | undefined, choice: string | undefined): Place {
    if (this.#places >= mostPlaces) return place;
    this.#places += 1;
    if (choice === undefined) this.#start = place;
    else before?.leads(choice, place);
    return place;
  }
}
