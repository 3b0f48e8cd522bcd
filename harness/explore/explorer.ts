import type { Context } from '../context.ts';
import type { History } from '../history.ts';
import type { Bench } from '../lab/bench.ts';
import { type Ground, runBare } from './bare-run.ts';
import { Been } from './been.ts';
import type { Budget } from './budget.ts';
import { type Actions, replay, wander } from './drive.ts';
import type { Action } from './race.ts';
import { random } from './random.ts';
import { print, type Schedule } from './schedule.ts';
import { ordinary, orders, pairs, spread, sweep } from './strategies.ts';
import { boundOf, calibrationHops, traceOf } from './trace.ts';
import type { Course } from './variants.ts';
import { Walk } from './walk.ts';

/** One interleaving that was run. */
export interface Seen {
  readonly schedule: Schedule;
  readonly history: History;
  readonly context: Context;
  /** Counts the schedules of this exploration, from 1. */
  readonly index: number;
}

/** What was explored: an honest account, not "verified". */
export interface Explored {
  readonly schedules: number;
  readonly traces: number;
  /** Hops that the sweep went to. */
  readonly bound: number;
}

/** Runs the interleavings of one race, bare: no stacks, no async context, no winding down. */
export class Explorer {
  readonly #course: Course;
  readonly #ground: Ground;
  readonly #actors: readonly (readonly Action[])[];
  readonly #actions: Actions;
  readonly #traces = new Set<number>();
  #ran = 0;
  /** The setup of the race ends with a rest. */
  #startsAtRest = false;

  constructor(course: Course, ground: Ground) {
    this.#course = course;
    this.#ground = ground;
    const { dialect, offer, shutdown } = ground;
    this.#actors = course
      .actors({ limit: undefined, dialect, offer, shutdown, mode: 'virtual' })
      .filter(({ length }) => length > 0);
    this.#actions = new Map(this.#actors.flat().map((action) => [action.name, action]));
  }

  /** Explores within a budget; `look` sees every history and says whether to go on. */
  async explore(budget: Budget, seed: number, look: (seen: Seen) => boolean): Promise<Explored> {
    const bound = await this.#calibrate();
    const goesOn = await this.#all(bound, budget, look);
    if (goesOn) await this.#walks(bound, budget, seed, look);
    return { schedules: this.#ran, traces: this.#traces.size, bound };
  }

  get actors(): readonly (readonly Action[])[] {
    return this.#actors;
  }

  /** One interleaving, as it is given. */
  replay(schedule: Schedule): Promise<Seen> {
    return this.#run((bench, context) =>
      replay(this.#course, this.#actions, bench, schedule, context).then(() => schedule),
    );
  }

  async #all(bound: number, budget: Budget, look: (seen: Seen) => boolean): Promise<boolean> {
    const distinct = new Map<number, Schedule>();
    const done = new Set<string>();
    const phase = async (schedules: Iterable<Schedule>, most: number, remember: boolean): Promise<boolean> => {
      for (const schedule of spread(this.#different(schedules, done), most)) {
        done.add(print(schedule));
        const seen = await this.replay(schedule);
        const trace = traceOf(seen.history.events);
        if (remember && !this.#traces.has(trace)) distinct.set(trace, schedule);
        this.#traces.add(trace);
        if (!look(seen)) return false;
      }
      return true;
    };
    return (
      (await phase(orders(this.#actors, budget.orders), budget.orders, true)) &&
      (await phase(sweep(this.#actors, bound), budget.sweep, true)) &&
      (await phase(pairs([...distinct.values()], bound), budget.pairs, false))
    );
  }

  /** Those that no other one says in other words: a rest is as good as hops where nothing has begun to move. */
  *#different(schedules: Iterable<Schedule>, done: ReadonlySet<string>): Generator<Schedule> {
    const given = new Set(done);
    for (const schedule of schedules) {
      const [first] = schedule;
      const plain = this.#startsAtRest && first ? schedule.with(0, [first[0], 'rest']) : schedule;
      const printed = print(plain);
      if (given.has(printed)) continue;
      given.add(printed);
      yield plain;
    }
  }

  async #walks(bound: number, budget: Budget, seed: number, look: (seen: Seen) => boolean): Promise<void> {
    // Few hops an action find narrow windows soonest (medians of 40 seeds: 27 schedules for a depth of 3 with one hop,
    // 284 with five); wide gaps keep a share, for targets that take their time.
    const paces = [1, 1, 2, Math.max(2, Math.ceil(bound / 3))];
    const been = new Been();
    let quiet = 0;
    for (let turn = 0; turn < budget.walks && quiet < budget.quiet; turn++) {
      const walk = () => new Walk(this.#actors, paces[turn % paces.length] ?? 1, random(seed + turn));
      quiet += 1;
      if (been.knows(walk())) continue;
      const choose = been.follow(walk());
      const seen = await this.#run((bench, context) =>
        wander(this.#course, this.#actions, bench, bound, choose, context),
      );
      const traces = this.#traces.size;
      if (this.#traces.add(traceOf(seen.history.events)).size > traces) quiet = 0;
      if (!look(seen)) return;
    }
  }

  /** The ordinary course, each action followed by many hops: how long does this target go on moving? */
  async #calibrate(): Promise<number> {
    const course = ordinary(this.#actors).flatMap(([name]) => [
      [name, 'rest'] as const,
      ['z', calibrationHops] as const,
    ]);
    const { history } = await this.#run(async (bench, context) => {
      const setup = async (): Promise<void> => {
        await this.#course.setup(bench);
        this.#startsAtRest = bench.recorder.resting;
      };
      await replay({ ...this.#course, setup }, this.#actions, bench, course, context);
      return course;
    });
    this.#ran -= 1;
    return boundOf(Math.max(0, ...history.events.filter(({ kind }) => kind !== 'idle').map(({ hop }) => hop)));
  }

  async #run(drive: (bench: Bench, context: Context) => Promise<Schedule>): Promise<Seen> {
    const { made, history, context } = await runBare(this.#ground, drive);
    this.#ran += 1;
    return { schedule: made, history, context, index: this.#ran };
  }
}
