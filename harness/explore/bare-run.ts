import type { Target } from '../adapter/target.ts';
import type { Context, Offer } from '../context.ts';
import type { Dialect } from '../dialect/dialect.ts';
import type { History } from '../history.ts';
import { Bench } from '../lab/bench.ts';
import type { Pace } from '../lab/pace.ts';
import { Reads } from '../lab/reads.ts';

/** What an exploration needs beside what it runs. */
export interface Ground {
  readonly target: Target;
  readonly dialect: Dialect;
  readonly offer: Offer;
  readonly shutdown: Context['shutdown'];
  readonly pace: Pace;
  readonly watched: boolean;
  /** Puts the clock back to its beginning, before each run. */
  readonly reset: () => void;
  /** Strays go to this run from now on. */
  readonly current: (bench: Bench) => void;
}

/** One run, and what its driver made of it. */
export interface BareRun<T> {
  readonly made: T;
  /** Grows as long as what was run goes on. */
  readonly history: History;
  readonly context: Context;
}

/** Runs something once, bare: no stacks, no async context, no winding down. */
export async function runBare<T>(
  ground: Ground,
  drive: (bench: Bench, context: Context) => Promise<T>,
): Promise<BareRun<T>> {
  const { target, dialect, pace, watched } = ground;
  ground.reset();
  const bench = new Bench({ target, dialect, pace, watched, reads: deaf });
  ground.current(bench);
  const context = new RunContext(bench, ground);
  const made = await drive(bench, context);
  bench.failed();
  for (const { coordinator } of bench.opened) if (coordinator.dispose) void coordinator.dispose();
  return { made, history: bench.growing, context };
}

const deaf = new Reads().ignore();

/** What judges know of one run; a class, since a getter of an object's own costs as much as ten promises. */
class RunContext implements Context {
  readonly dialect: Dialect;
  readonly offer: Offer;
  readonly shutdown: Context['shutdown'];
  readonly mode = 'virtual';
  readonly #bench: Bench;

  constructor(bench: Bench, { dialect, offer, shutdown }: Ground) {
    this.#bench = bench;
    this.dialect = dialect;
    this.offer = offer;
    this.shutdown = shutdown;
  }

  /** Known from when the coordinator is opened. */
  get limit(): number | undefined {
    return this.#bench.limit;
  }
}
