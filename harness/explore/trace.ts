import type { Event } from '../history.ts';

/** Small numbers for the words that histories are made of; there are few of them. */
const numbers = new Map<string, number>();

function numberOf(word: string | undefined): number {
  if (word === undefined) return 0;
  const known = numbers.get(word);
  if (known !== undefined) return known;
  numbers.set(word, numbers.size + 1);
  return numbers.size;
}

/**
 * What a history looks like from outside, without times and hops: two schedules with one trace did the same to the
 * coordinator, as far as anybody could see. A digest of 52 bits: texts of ten thousands of histories would be most of
 * what the collector has to walk through.
 */
export function traceOf(events: readonly Event[]): number {
  let high = 0x811c9dc5;
  let low = 0x1000193;
  for (const { kind, what, task, who } of events) {
    if (kind === 'idle' || what === 'hops') continue;
    const word =
      numberOf(what) * 8_191 + numberOf(task) * 131 + numberOf(who) * 7 + (kind === 'fail' ? 3 : kind === 'ok' ? 2 : 1);
    high = Math.imul(high ^ word, 0x01000193);
    low = Math.imul(low + word, 0x85ebca6b) ^ (low >>> 13);
  }
  return (high >>> 0) * 0x100000 + ((low >>> 0) & 0xfffff);
}

/** Hops that an action is given when a target is calibrated: more than any that was met. */
export const calibrationHops = 64;

/** Hops that are gone through, for a target that was seen to move last at that hop: what cannot be seen may move later. */
export const boundOf = (last: number): number => Math.min(calibrationHops, Math.max(6, last + 2));
