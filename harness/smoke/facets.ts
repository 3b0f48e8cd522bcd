import type { Target } from '../adapter/target.ts';
import type { Bench } from '../lab/bench.ts';
import type { Offering } from './offering.ts';

/** Capabilities of the facets beside tasks: each follows from a member that is present. */
export function facets(target: Target, bench: Bench | undefined, offering: Offering): void {
  const coordinator = bench?.opened[0]?.coordinator;
  if (!coordinator) return;
  offering.giveIf(target.report, 'shutdown.report', 'the target has `report`');
  offering.giveIf(coordinator.onShutdown, 'shutdown.hooks', 'the coordinator has `onShutdown`');
  offering.giveIf(coordinator.diagnostics, 'diagnostics', 'the coordinator has `diagnostics`');
  offering.giveIf(coordinator.reopen, 'reopen', 'the coordinator has `reopen`');
}
