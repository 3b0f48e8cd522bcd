import type { Depth } from '../host/frames.ts';

/** How many schedules of each kind one race is given: counts, so that a verdict never depends on speed. */
export interface Budget {
  readonly orders: number;
  readonly sweep: number;
  readonly pairs: number;
  readonly walks: number;
  /**
   * So many walks in a row that show nothing new end the walks: less than three in so many would then have shown
   * something, at a confidence of 95 %.
   */
  readonly quiet: number;
}

export const budgets: Readonly<Record<Depth, Budget>> = {
  quick: { orders: 40, sweep: 200, pairs: 0, walks: 120, quiet: 40 },
  default: { orders: 120, sweep: 600, pairs: 200, walks: 600, quiet: 150 },
  deep: { orders: 2_000, sweep: 4_000, pairs: 6_000, walks: 12_000, quiet: 3_000 },
};

/** How many runs a case is given in which its stops come after so many hops instead of a rest. */
export interface HopBudget {
  /** For a case whose claims hold at every hop. */
  readonly judged: number;
  /** For another one, of which only the standing invariants are asked. */
  readonly watched: number;
}

export const hopBudgets: Readonly<Record<Depth, HopBudget>> = {
  quick: { judged: 0, watched: 0 },
  default: { judged: 60, watched: 0 },
  deep: { judged: 600, watched: 200 },
};
