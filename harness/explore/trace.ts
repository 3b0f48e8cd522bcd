import type { Event } from '../history.ts';

/**
 * What a history looks like from outside, without times and hops: two schedules with one trace did the same to the
 * coordinator, as far as anybody could see.
 */
export function traceOf(events: readonly Event[]): string {
  let trace = '';
  for (const { kind, what, task, who } of events) {
    if (kind !== 'idle') trace += `${kind[0]}${what} ${task ?? ''} ${who ?? ''};`;
  }
  return trace;
}

/** Hops that an action is given when a target is calibrated: more than any that was met. */
export const calibrationHops = 64;
