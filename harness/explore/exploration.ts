import type { Context } from '../context.ts';
import { QuiesceError } from '../errors.ts';
import type { Budget } from './budget.ts';
import type { Ground } from './bare-run.ts';
import { type Explored, Explorer, type Seen } from './explorer.ts';
import { generator, type Shrunk, widest } from './generated.ts';
import type { Race } from './race.ts';
import { seedOf } from './random.ts';
import { print, type Schedule } from './schedule.ts';
import type { Shows } from './shrink.ts';
import { traceOf } from './trace.ts';
import { coursesOf, marked, variantOf } from './variants.ts';

/** Sees one history after the other, in an order that depends on the race and the budget alone. False: enough. */
export type Look = (seen: Seen) => boolean;

/** All interleavings of a race that a budget allows for, of all its variants. */
export class Exploration {
  readonly #race: Race;
  readonly #ground: Ground;
  readonly #budget: Budget;
  readonly #explorers: readonly Explorer[];

  constructor(race: Race, ground: Ground, budget: Budget) {
    this.#race = race;
    this.#ground = ground;
    const { dialect, offer, shutdown } = ground;
    const context: Context = { limit: undefined, dialect, offer, shutdown, mode: 'virtual' };
    const courses = coursesOf(race, context);
    this.#budget = share(budget, courses.length);
    this.#explorers = courses.map((course) => new Explorer(course, ground));
  }

  /** Has every history seen once. `shared`: cases of this race that come one after the other share the runs. */
  async each(look: Look, shared: boolean): Promise<Explored> {
    if (!shared) return this.#explore(look);
    const kept = keptFor(this.#race, this.#ground, this.#budget);
    if (kept) {
      kept.seen.every(look);
      return kept.explored;
    }
    return isKept(this.#budget, this.#explorers.length) ? this.#keep(look) : this.#explore(look);
  }

  async replay(schedule: Schedule): Promise<Seen> {
    const [index, rest] = variantOf(schedule);
    const explorer = this.#explorers[index];
    if (!explorer) throw new QuiesceError('internal', 'VARIANT_LOST', `No variant for "${print(schedule)}".`);
    return under(await explorer.replay(rest), schedule);
  }

  /** Goes through all of it, also when this case has seen enough: the next one may not have. */
  async #keep(look: Look): Promise<Explored> {
    const seen: Seen[] = [];
    let goesOn = true;
    const explored = await this.#explore((run) => {
      const { schedule, context, index } = run;
      const kept = { schedule, history: run.history.copy(), context, index };
      seen.push(kept);
      goesOn &&= look(kept);
      return true;
    });
    const budget = JSON.stringify(this.#budget);
    latest.unshift({ race: this.#race, ground: this.#ground, budget, seen, explored });
    latest.splice(races);
    return explored;
  }

  /** Makes a schedule that fast-check made up simpler; nothing, where schedules are gone through. */
  async shrink(schedule: Schedule, shows: Shows): Promise<Shrunk | undefined> {
    const [index, rest] = variantOf(schedule);
    const made = await this.#generator(index);
    const printed = print(rest);
    const place = made?.all().findIndex((other) => print(other) === printed) ?? -1;
    const shrunk = await made?.shrink(place, (other) => shows(marked(index, other)));
    return shrunk && { ...shrunk, schedule: marked(index, shrunk.schedule) };
  }

  #seed(index: number): number {
    return seedOf(`${this.#race.name} ${index}`);
  }

  async #generator(index: number): Promise<Awaited<ReturnType<typeof generator>> | undefined> {
    const { orders, sweep, pairs, walks } = this.#budget;
    const runs = Math.ceil((orders + sweep + pairs + walks) * generatedShare);
    const actors = this.#explorers[index]?.actors;
    return this.#race.generated && actors ? generator(actors, this.#seed(index), runs) : undefined;
  }

  async #one(index: number, explorer: Explorer, look: Look): Promise<Explored> {
    const made = await this.#generator(index);
    if (!made) return explorer.explore(this.#budget, this.#seed(index), look);
    const traces = new Set<number>();
    let schedules = 0;
    for (const schedule of made.all()) {
      const seen = await explorer.replay(schedule);
      schedules += 1;
      traces.add(traceOf(seen.history.events));
      if (!look(seen)) break;
    }
    return { schedules, traces: traces.size, bound: widest };
  }

  async #explore(look: Look): Promise<Explored> {
    const total = { schedules: 0, traces: 0, bound: 0 };
    let goesOn = true;
    for (const [index, explorer] of this.#explorers.entries()) {
      if (!goesOn) break;
      const found = await this.#one(index, explorer, (seen) => {
        goesOn = look(index === 0 ? seen : under(seen, marked(index, seen.schedule)));
        return goesOn;
      });
      total.schedules += found.schedules;
      total.traces += found.traces;
      total.bound = Math.max(total.bound, found.bound);
    }
    return total;
  }
}

/** The same under another schedule. Written out: properties behind a spread cost a thousand times as much. */
const under = ({ history, context, index }: Seen, schedule: Schedule): Seen => ({ schedule, history, context, index });

/** Schedules that are made up, for each of all that a budget allows for: each is as long as a life. */
const generatedShare = 0.5;

/** A race with many variants has more to search, but not so many times as much. */
function share(budget: Budget, variants: number): Budget {
  const part = (count: number): number => Math.ceil(count / Math.sqrt(Math.max(1, variants)));
  const { orders, sweep, pairs, walks, quiet } = budget;
  return { orders: part(orders), sweep: part(sweep), pairs: part(pairs), walks: part(walks), quiet: part(quiet) };
}

interface Kept {
  readonly race: Race;
  readonly ground: Ground;
  readonly budget: string;
  readonly seen: readonly Seen[];
  readonly explored: Explored;
}

/** Cases of one race come close to each other, so that the latest two explorations are enough to keep. */
const latest: Kept[] = [];
const races = 2;

/** Histories of one exploration that are kept; more would cost more memory than the time they save is worth. */
const most = 8_000;

const isKept = ({ orders, sweep, pairs, walks }: Budget, variants: number): boolean =>
  (orders + sweep + pairs + walks) * variants <= most;

function keptFor(race: Race, ground: Ground, budget: Budget): Kept | undefined {
  const { target, watched, dialect } = ground;
  return latest.find(
    (kept) =>
      kept.race === race &&
      kept.ground.target === target &&
      kept.ground.watched === watched &&
      kept.budget === JSON.stringify(budget) &&
      kept.ground.dialect.shutdownMode === dialect.shutdownMode &&
      JSON.stringify(kept.ground.dialect.entries()) === JSON.stringify(dialect.entries()),
  );
}
