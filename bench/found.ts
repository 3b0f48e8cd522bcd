import type { Target } from '../harness/index.ts';
import { budgets } from '../harness/explore/budget.ts';
import { Explorer } from '../harness/explore/explorer.ts';
import { plainGround } from '../harness/explore/fixtures/ground.ts';
import { type Planted, planted } from '../harness/explore/fixtures/planted.ts';
import { actorsAndShutdown, leftByShutdown, startedAfterYes } from '../harness/explore/fixtures/scenario.ts';
import { seedOf } from '../harness/explore/random.ts';
import type { History } from '../harness/history.ts';
import { violations } from '../harness/invariants/standing.ts';
import { withBarePace } from '../harness/lab/paces.ts';
import { row } from './measure.ts';

const seeds = 40;

const isWrong = (history: History): boolean => (startedAfterYes(history) ?? leftByShutdown(history)) !== undefined;

/** How many schedules it took for each seed, within the default budget; nothing where it was not found. */
const searched = (target: Target): Promise<readonly (number | undefined)[]> =>
  withBarePace(async (pace, reset) => {
    const found: (number | undefined)[] = [];
    for (let seed = 1; seed <= seeds; seed++) {
      const course = {
        setup: (lab: { coordinator(setting: object): Promise<void> }) => lab.coordinator({ concurrency: 1 }),
        actors: actorsAndShutdown,
      };
      const ground = plainGround(target, pace, reset);
      let at: number | undefined;
      await new Explorer(course, ground).explore(
        budgets.default,
        seedOf(`seed ${seed}`),
        ({ history, context, index }) => {
          if (isWrong(history) || violations(history, context, {}).length > 0) at = index;
          return at === undefined;
        },
      );
      found.push(at);
    }
    return found;
  });

/** Planted windows: for how many of forty seeds they are found by default, and how soon. */
export async function found(): Promise<readonly string[]> {
  const rows = [`planted windows, ${seeds} seeds, default budget`];
  const faults: readonly (readonly [Planted, number])[] = [
    ['overwrites', 2],
    ['forgets', 2],
    ['leaves', 3],
  ];
  for (const [fault, depth] of faults) {
    const each = (await searched(planted(fault))).filter((at) => at !== undefined).toSorted((a, b) => a - b);
    rows.push(
      row(
        `  depth ${depth}: ${fault}`,
        `${each.length} of ${seeds}`,
        `median ${each[each.length >> 1] ?? '–'}, at most ${each.at(-1) ?? '–'} schedules`,
      ),
    );
  }
  const alarms = (await searched(planted())).filter((at) => at !== undefined).length;
  rows.push(row('  nothing planted', `${alarms} alarms`, `${seeds} whole budgets`));
  return rows;
}
