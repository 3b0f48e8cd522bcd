import { stemOf } from '../harness/host/ended.ts';
import type { Outcome } from '../harness/outcome.ts';
import type { Asked } from '../harness/session.ts';
import type { PlannedCase, Prepared } from './prepare.ts';

/** The outcome of a planned case: run it, or say why it is not run. */
export async function outcomeOf({ session }: Pick<Prepared, 'session'>, one: PlannedCase): Promise<Outcome> {
  return skipped(one) ?? session.run(askedOf(one, undefined));
}

function skipped({ key, planned }: PlannedCase): Outcome | undefined {
  if (!('skip' in planned)) return undefined;
  const [mode = 'virtual'] = key.modes;
  const skip = { reason: planned.skip, because: planned.because };
  return { ...stemOf(key, mode, planned.variant), verdict: 'skip', skip };
}

const askedOf = ({ key, planned }: PlannedCase, schedule: string | undefined): Asked => ({
  case: key.id,
  ...('run' in planned ? { mode: planned.run } : {}),
  ...(planned.variant === undefined ? {} : { variant: planned.variant }),
  ...(schedule === undefined ? {} : { schedule }),
});

/** How much at once, and the one interleaving that is to be run, if it is one. */
export interface Manner {
  readonly lanes: number;
  readonly schedule?: string;
}

/**
 * Runs what was planned and tells of each outcome in the order of the plan, whichever host was sooner: what is written
 * as it happens must not depend on speed.
 */
export async function runPlanned(
  prepared: Prepared,
  watch: { readonly done: (outcome: Outcome) => void; readonly ordered: (outcome: Outcome) => void },
  { lanes, schedule }: Manner,
): Promise<readonly Outcome[]> {
  const { cases, session } = prepared;
  const outcomes: Outcome[] = [];
  let told = 0;
  const ended = (place: number, outcome: Outcome): void => {
    outcomes[place] = outcome;
    watch.done(outcome);
    for (let next = outcomes[told]; next !== undefined; next = outcomes[++told]) watch.ordered(next);
  };
  for (const [place, one] of cases.entries()) {
    const outcome = skipped(one);
    if (outcome) ended(place, outcome);
  }
  const lots = lotsOf(cases);
  const lane = async (): Promise<void> => {
    for (let lot = lots.shift(); lot; lot = lots.shift()) {
      const places = lot.map(([place]) => place);
      const asked = lot.map(([, one]) => askedOf(one, schedule));
      await session.runInTurn(asked, (outcome, index) => ended(places[index] ?? -1, outcome));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return outcomes;
}

type Placed = readonly [place: number, one: PlannedCase];

/** What one host does in one go: the cases of one race, which is explored once for all of them, or a single case. */
function lotsOf(cases: readonly PlannedCase[]): Placed[][] {
  const lots = new Map<string, Placed[]>();
  for (const [place, one] of cases.entries()) {
    if ('skip' in one.planned) continue;
    const { race } = one.key;
    const lot = race === undefined ? `${place}` : `${race} ${one.planned.variant ?? ''}`;
    lots.set(lot, [...(lots.get(lot) ?? []), [place, one]]);
  }
  return [...lots.values()];
}
