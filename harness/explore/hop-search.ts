import { violations } from '../invariants/standing.ts';
import { judge } from '../judge/judge.ts';
import { hopping } from '../lab/hopping.ts';
import type { Case } from '../suite.ts';
import { type BareRun, type Ground, runBare } from './bare-run.ts';
import { inPlaceOf, runOnHops } from './hops.ts';
import type { HopBudget } from './budget.ts';
import type { Schedule } from './schedule.ts';
import { ranges } from './shrink.ts';
import { spread } from './strategies.ts';
import { boundOf, calibrationHops, traceOf } from './trace.ts';

/** What it came to that a case's stops came at every hop. */
export interface SearchedHops {
  /** With hops in the place of a rest. */
  readonly schedules: number;
  /** With that at rest. */
  readonly traces: number;
  /** The least hops in the place of a rest that show a finding of the case itself, or else of a standing invariant. */
  readonly failing: Schedule | undefined;
  readonly window: string | undefined;
}

/** A rest that a stop follows, and as many hops as are tried in its place. */
interface Place {
  readonly rest: number;
  readonly stop: string;
  readonly bound: number;
}

/** The rule that a run breaks, in the words of the claim; `own`: the case's. */
interface Broken {
  readonly own: boolean;
  readonly rule: string;
}

interface Found {
  readonly place: Place;
  readonly hops: number;
  readonly broken: Broken;
}

/**
 * Runs a workload again and again, each time with one rest that a stop follows replaced by hops: what was under way
 * when the stop came is then still under way.
 */
export class HopSearch {
  readonly #tested: Case;
  readonly #workload: NonNullable<Case['workload']>;
  readonly #ground: Ground;
  readonly #traces = new Set<number>();
  #schedules = 0;

  constructor(tested: Case, workload: NonNullable<Case['workload']>, ground: Ground) {
    this.#tested = tested;
    this.#workload = workload;
    this.#ground = ground;
  }

  /** Goes on until the case itself has failed, as the search of a race does. */
  async search(budget: HopBudget): Promise<SearchedHops> {
    const { places, events } = await this.#rehearse();
    const most = Math.min(budget.runs, Math.floor(budget.events / events));
    let found: Found | undefined;
    for (const { place, hops } of most > 0 ? spread(places.flatMap(everyHop), most) : []) {
      const broken = await this.#broken(place, hops);
      if (broken && (!found || broken.own)) found = { place, hops, broken };
      if (broken?.own) break;
    }
    const explored = { schedules: this.#schedules, traces: this.#traces.size };
    if (!found) return { ...explored, failing: undefined, window: undefined };
    return { ...explored, ...(await this.#windowOf(found)) };
  }

  /** One run in which each rest is preceded by many hops: which do stops follow, and how long did it go on moving? */
  async #rehearse(): Promise<{ readonly places: readonly Place[]; readonly events: number }> {
    const moved = new Map<number, number>();
    const stops = new Map<number, string>();
    const { made: events, history } = await runBare(this.#ground, async (bench) => {
      const { recorder } = bench;
      const rests = async (rest: number, mark: string | undefined): Promise<void> => {
        const [from, hop] = [recorder.events.length, recorder.hop];
        await bench.hops(calibrationHops);
        moved.set(rest, Math.max(0, ...recorder.events.slice(from).map((event) => event.hop - hop)));
        await bench.quiesce(mark);
      };
      await this.#workload(hopping(bench, rests, (rest, stop) => void stops.set(rest, stop)));
      await bench.quiesce('end');
      return recorder.count;
    });
    this.#traces.add(traceOf(history.events));
    const places = [...stops].map(([rest, stop]) => ({ rest, stop, bound: boundOf(moved.get(rest) ?? 0) }));
    return { places, events };
  }

  async #broken({ rest }: Place, hops: number): Promise<Broken | undefined> {
    const run = await runBare(this.#ground, async (bench) => {
      await runOnHops(this.#workload, bench, inPlaceOf(rest, hops));
      await bench.quiesce('end');
    });
    this.#schedules += 1;
    this.#traces.add(traceOf(run.history.events));
    return this.#judged(run);
  }

  #judged({ history, context }: BareRun<unknown>): Broken | undefined {
    const tested = this.#tested;
    const own =
      tested.atEveryHop && tested.absent?.(history, context) === undefined
        ? judge(tested, history, context).finding
        : undefined;
    const found = own ?? violations(history, context, tested)[0];
    return found && { own: own !== undefined, rule: `${found.rule} ${found.expected}` };
  }

  async #windowOf({ place, hops, broken }: Found): Promise<{ readonly failing: Schedule; readonly window: string }> {
    const { rest, stop, bound } = place;
    const hits: number[] = [];
    for (const other of everyHop(place))
      if ((await this.#broken(place, other.hops))?.rule === broken.rule) hits.push(other.hops);
    return {
      failing: inPlaceOf(rest, hits[0] ?? hops),
      window: `fails with ${ranges(hits)} ${ranges(hits) === '1' ? 'hop' : 'hops'} in the place of rest ${rest}, before ${stop} (of 1..${bound})`,
    };
  }
}

const everyHop = (place: Place): readonly { readonly place: Place; readonly hops: number }[] =>
  Array.from({ length: place.bound }, (_, index) => ({ place, hops: index + 1 }));
