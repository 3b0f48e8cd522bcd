import { perform } from './case-run.ts';
import type { Setup } from './conclude.ts';
import { replayOn } from './explore/drive.ts';
import { runOnHops } from './explore/hops.ts';
import { parse } from './explore/schedule.ts';
import type { Bench } from './lab/bench.ts';
import { scripted, Unwritable } from './lab/scripted.ts';
import { withPace } from './lab/paces.ts';
import type { CaseScript, Mode } from './outcome.ts';
import type { Case } from './suite.ts';

/** Runs a case once more, on the schedule that is given for a race, and writes down every call. */
export async function caseScript(tested: Case, setup: Setup, mode: Mode, schedule?: string): Promise<CaseScript> {
  const { dialect, offer, shutdown } = setup;
  const context = { limit: undefined, dialect, offer, shutdown, mode: 'virtual' } as const;
  const { race, workload } = tested;
  if (mode !== 'virtual') return { unwritable: 'it runs in real time' };
  if (race && schedule === undefined) return { unwritable: 'no interleaving was found that fails' };
  const lines: string[] = [];
  const conduct: Case = {
    ...tested,
    workload: async (lab) => {
      const written = scripted(lab as Bench, lines);
      const steps = parse(schedule ?? '').schedule;
      if (race) await replayOn(race, written, steps, context);
      else if (workload) await runOnHops(workload, written, steps);
    },
  };
  try {
    await withPace(mode, setup.target, async (pace) => perform(conduct, { ...setup, pace }));
    return { lines, watched: tested.unwatched !== true };
  } catch (error) {
    if (error instanceof Unwritable) return { unwritable: error.message };
    throw error;
  }
}
