import type { Json } from '../harness/adapter/wish.ts';
import type { Target } from '../harness/adapter/target.ts';
import { Dialect } from '../harness/dialect/dialect.ts';
import { loadTarget } from '../harness/host/loading.ts';
import { linesOf } from '../harness/judge/lines.ts';
import { Bench } from '../harness/lab/bench.ts';
import { withPace } from '../harness/lab/paces.ts';
import { dispose } from '../harness/lab/wind-down.ts';
import { ledger } from '../reports/index.ts';

/** What the calls of a script are made on. */
export interface ReproSetting {
  /** Of the adapter, with the export after a `#`. */
  readonly adapter: string | URL;
  readonly dialect: Readonly<Record<string, Json>>;
  /** The kit's passive client is attached. */
  readonly watched: boolean;
  /** Numbers of the events that prove the finding. */
  readonly witness: readonly number[];
}

/**
 * Makes the calls of a case that failed, in virtual time, and gives what happened as text. No suite is loaded and nothing
 * is judged: it is for a debugger, and for whoever mends the coordinator. The adapter is loaded here, and not by the script:
 * by then the forwarding functions lie over the time API.
 */
export async function reproduce(setting: ReproSetting, calls: (lab: Bench) => Promise<void>): Promise<string> {
  const { adapter, dialect, watched, witness } = setting;
  const target = (await loadTarget(String(adapter))) as Target;
  const lines = await withPace('virtual', target, async (pace) => {
    const bench = new Bench({ target, dialect: new Dialect([['file', dialect]]), pace, watched });
    const unlisten = hear(bench);
    try {
      await calls(bench);
      await bench.quiesce('end');
      return linesOf(bench.history.events);
    } finally {
      await dispose(bench);
      unlisten();
    }
  });
  return `${ledger(lines, { witness, rows: 10_000, columns: 120 }).join('\n')}\n`;
}

/** Errors that nobody catches belong to the history. */
function hear(bench: Bench): () => void {
  const kinds = ['unhandledRejection', 'uncaughtException'] as const;
  const stop = kinds.map((kind) => {
    const listener = (error: unknown): void => void bench.recorder.record('saw', 'stray', undefined, kind, error);
    process.on(kind, listener);
    return () => void process.off(kind, listener);
  });
  return () => {
    for (const one of stop) one();
  };
}
