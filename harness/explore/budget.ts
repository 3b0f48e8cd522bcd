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
  quick: { orders: 40, sweep: 200, pairs: 0, walks: 100, quiet: 25 },
  default: { orders: 120, sweep: 600, pairs: 200, walks: 600, quiet: 150 },
  deep: { orders: 2_000, sweep: 4_000, pairs: 6_000, walks: 12_000, quiet: 3_000 },
};

/** How often a case is run with hops in the place of a rest before a stop; what either allows for. */
export interface HopBudget {
  readonly runs: number;
  /** Of all runs together, by those of the ordinary one: a long workload is run less often than a short one. */
  readonly events: number;
}

/** `judged`: for a case whose claims hold at every hop; `watched`: for another one. */
export const hopBudgets: Readonly<Record<Depth, Readonly<Record<'judged' | 'watched', HopBudget>>>> = {
  quick: { judged: { runs: 0, events: 0 }, watched: { runs: 0, events: 0 } },
  default: { judged: { runs: 60, events: 3_000 }, watched: { runs: 0, events: 0 } },
  deep: { judged: { runs: 300, events: 40_000 }, watched: { runs: 100, events: 20_000 } },
};
