import type { Target } from './adapter/target.ts';
import type { Context, Offer } from './context.ts';
import type { Dialect } from './dialect/dialect.ts';
import type { History } from './history.ts';
import { Bench } from './lab/bench.ts';
import type { Pace } from './lab/pace.ts';
import { dispose, windDown } from './lab/wind-down.ts';
import type { Recorder } from './recorder.ts';
import type { Stray } from './host-door.ts';
import type { Conduct } from './suite.ts';

/** What one run of a workload needs. */
export interface RunSetup {
  readonly target: Target;
  readonly dialect: Dialect;
  readonly offer: Offer;
  readonly shutdown: Context['shutdown'];
  readonly pace: Pace;
  /** Has strays go to the listener until the returned function is called. */
  readonly listen: (listener: (stray: Stray) => void) => () => void;
  /** Called now and then, as long as the run comes to rest again and again. */
  readonly getsOn?: () => void;
  /** For a dressed run: gets the recorder before anything is recorded. */
  readonly dress?: (recorder: Recorder) => void;
}

/** One run of a workload. */
export interface CaseRun {
  /** What the case claims about: up to the rest after its last step. */
  readonly judged: History;
  /** With the winding down, for the standing invariants. */
  readonly whole: History;
  readonly context: Context;
  /** The kind of foreign work that the virtual clock does not own, if any was met. */
  readonly foreign: string | undefined;
}

/** Runs a workload once, to rest, and winds it down. Throws what the adapter, or the workload, throws. */
export async function perform(conduct: Conduct, setup: RunSetup): Promise<CaseRun> {
  const { target, dialect, offer, shutdown, pace } = setup;
  const bench = new Bench({ target, dialect, pace, watched: !conduct.unwatched });
  setup.dress?.(bench.recorder);
  bench.recorder.onTurns = setup.getsOn;
  if (pace.mode === 'real') bench.recorder.turnsBetween = 1;
  const unlisten = setup.listen(
    ({ kind, error }) => void bench.recorder.record('saw', 'stray', undefined, kind, error),
  );
  try {
    await conduct.workload?.(bench);
    await bench.quiesce('end');
    bench.failed();
    const judged = bench.history;
    await windDown(bench);
    bench.failed();
    const whole = bench.history;
    return {
      judged,
      whole,
      context: { limit: bench.limit, dialect, offer, shutdown, mode: pace.mode },
      foreign: foreignIn(whole),
    };
  } finally {
    unlisten();
    await dispose(bench);
  }
}

const foreignIn = (history: History): string | undefined => {
  const met = history.find(({ kind, value }) => kind === 'idle' && value !== undefined);
  return met && String(met.value);
};
