import type { Severity } from '../harness/outcome.ts';

/** Worst first. */
export const tiers: readonly Severity[] = ['blocking', 'high', 'improvement'];

/** The worst of several. */
export const worst = (found: readonly Severity[]): Severity =>
  tiers.find((tier) => found.includes(tier)) ?? 'improvement';
