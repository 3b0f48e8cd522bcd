import { availableParallelism } from 'node:os';
import type { PlannedCase } from './prepare.ts';

/** More processes than this were not seen to help: what is left is the longest race. */
const most = 4;
/** Races that must be there for one more process: fewer take less time than its start. */
const racesPerLane = 6;

/** Cases that can be worked on at once on this machine. */
export const mostLanes = (): number => Math.min(most, availableParallelism());

/** Real time is shared with whoever else runs, and so is never made scarcer: only work in virtual time is divided. */
export function lanesFor(cases: readonly PlannedCase[]): number {
  const races = new Set(
    cases.flatMap(({ key: { race }, planned }) => ('run' in planned && planned.run === 'virtual' && race) || []),
  );
  return Math.max(1, Math.min(mostLanes(), Math.floor(races.size / racesPerLane)));
}
