import { violations } from '../invariants/standing.ts';
import type { History } from '../history.ts';
import { judge } from '../judge/judge.ts';
import type { Finding } from '../outcome.ts';
import type { Case } from '../suite.ts';
import type { Budget } from './budget.ts';
import { Exploration } from './exploration.ts';
import type { Ground } from './bare-run.ts';
import type { Explored, Seen } from './explorer.ts';
import type { Race } from './race.ts';
import type { Schedule } from './schedule.ts';
import { shrink, windowOf } from './shrink.ts';

/** What the search over the interleavings of a case came to. */
export interface Searched {
  readonly explored: Explored;
  /** The simplest schedule found that shows the case's own finding, or else that of a standing invariant. */
  readonly failing: Schedule | undefined;
  /** A schedule whose history reached the premise; what a pass is shown by. */
  readonly witness: Schedule | undefined;
  /** Facts that no history reached: of the premise, or of what must be covered. */
  readonly unreached: readonly string[];
  /** Why there is nothing to judge, if a history says so and none reached the premise. */
  readonly absent: string | undefined;
  readonly window: string | undefined;
}

/** What one history says: the rule that is broken, in the words of the claim, so that shrinking keeps to it. */
type Broken = string | undefined;

/** Searches the interleavings of a race for one that breaks a claim of the case, or a standing invariant. */
export class RaceSearch {
  readonly #tested: Case;
  readonly #exploration: Exploration;
  #unreached: readonly string[] = ['no interleaving was judged'];
  #witness: Schedule | undefined;
  readonly #covered = new Set<string>();
  #own: Schedule | undefined;
  #standing: Schedule | undefined;
  #absent: string | undefined;

  constructor(tested: Case, race: Race, ground: Ground, budget: Budget) {
    this.#tested = tested;
    this.#exploration = new Exploration(race, ground, budget);
  }

  async search(): Promise<Searched> {
    const explored = await this.#exploration.each((seen) => this.#look(seen), this.#tested.sharesRace);
    const found = this.#own ?? this.#standing;
    const uncovered = Object.keys(this.#tested.covers ?? {}).filter((name) => !this.#covered.has(name));
    const unreached = this.#witness ? uncovered : this.#unreached;
    const absent = this.#witness ? undefined : this.#absent;
    if (!found) return { explored, failing: undefined, witness: this.#witness, unreached, absent, window: undefined };
    const rule = this.#broken(await this.#exploration.replay(found));
    const shows = async (schedule: Schedule): Promise<boolean> =>
      this.#broken(await this.#exploration.replay(schedule)) === rule;
    const made = await this.#exploration.shrink(found, shows);
    const failing = await shrink(made?.schedule ?? found, explored.bound, shows);
    const window = await windowOf(failing, explored.bound, shows);
    return {
      explored,
      failing,
      witness: this.#witness,
      unreached,
      absent: undefined,
      window: made ? [`found with ${made.origin}`, window].filter(Boolean).join('; ') : window,
    };
  }

  /** Goes on until the case itself has failed: a standing invariant that is broken leaves its own question open. */
  #look(seen: Seen): boolean {
    const { history, context, schedule } = seen;
    const judgement = judge(this.#tested, history, context);
    for (const [name, holds] of Object.entries(this.#tested.covers ?? {})) {
      if (!this.#covered.has(name) && holds(history, context)) this.#covered.add(name);
    }
    if (!this.#witness) this.#absent ??= this.#tested.absent?.(history, context);
    if (judgement.unreached.length === 0) this.#witness ??= schedule;
    else if (!this.#witness) this.#unreached = judgement.unreached;
    if (judgement.finding) this.#own = schedule;
    else if (!this.#standing && this.#violated(seen)) this.#standing = schedule;
    return this.#own === undefined;
  }

  #broken(seen: Seen): Broken {
    const { finding } = judge(this.#tested, seen.history, seen.context);
    return ruleOf(finding ?? (this.#own ? undefined : this.#violated(seen)));
  }

  #violated({ history, context }: Seen): Finding | undefined {
    const waives = this.#tested.loud ?? this.#tested.unfinished;
    const found = waives ? undefined : known.get(history);
    if (found) return found.first;
    const [first] = violations(history, context, this.#tested);
    if (!waives) known.set(history, { first });
    return first;
  }
}

/** What the standing invariants say of histories that several cases look at. */
const known = new WeakMap<History, { readonly first: Finding | undefined }>();

const ruleOf = (finding: Finding | undefined): Broken => finding && `${finding.rule} ${finding.expected}`;
