import { cost, type Schedule } from './schedule.ts';

/** True if a schedule still shows what is to be shown. */
export type Shows = (schedule: Schedule) => Promise<boolean>;

/** Runs that one shrinking may take: enough for every schedule met, and an end for the rest. */
const most = 600;

/** The simplest schedule near a failing one that still fails, by steps that each make it simpler. */
export async function shrink(failing: Schedule, bound: number, shows: Shows): Promise<Schedule> {
  let best = failing;
  let left = most;
  const tried = new Set<string>();
  for (let better = true; better && left > 0; ) {
    better = false;
    for (const candidate of neighbours(best, bound)) {
      const key = JSON.stringify(candidate);
      if (cost(candidate) >= cost(best) || tried.has(key)) continue;
      tried.add(key);
      if (left-- <= 0) break;
      if (!(await shows(candidate))) continue;
      best = candidate;
      better = true;
      break;
    }
  }
  return best;
}

/** The near ones first; the further ones only where no near one will do. */
function* neighbours(schedule: Schedule, bound: number): Generator<Schedule> {
  yield* simpler(schedule);
  if (schedule.length <= fewSteps) yield* further(schedule, bound);
}

/** A schedule of so few steps is tried without each of them, with every gap that one other step may have. */
const fewSteps = 7;

/** A step that is dropped moves what comes after it by more than its gap: hops that its own action took. */
function* further(schedule: Schedule, bound: number): Generator<Schedule> {
  for (let at = schedule.length - 1; at >= 0; at--) {
    const rest = schedule.filter((_, index) => index !== at);
    for (const [place, [action, gap]] of rest.entries()) {
      if (place === 0 || (gap === 'rest' && place !== at)) continue;
      for (let hop = 0; hop <= bound; hop++) yield rest.with(place, [action, hop]);
    }
  }
}

/**
 * Neighbours of a schedule: without a step, its gap given to the next one, since relative gaps would shift all that
 * follows; a rest in place of a gap; shorter gaps.
 */
function* simpler(schedule: Schedule): Generator<Schedule> {
  for (let at = schedule.length - 1; at >= 0; at--) {
    yield schedule.filter((_, index) => index !== at);
    const next = schedule[at + 1];
    const gap = schedule[at]?.[1];
    if (next && typeof gap === 'number' && typeof next[1] === 'number') {
      yield [...schedule.slice(0, at), [next[0], next[1] + gap], ...schedule.slice(at + 2)];
    }
  }
  for (const [at, [action, gap]] of schedule.entries()) if (gap !== 'rest') yield schedule.with(at, [action, 'rest']);
  for (const [at, [action, gap]] of schedule.entries()) {
    if (typeof gap === 'number' && gap > 0) {
      yield schedule.with(at, [action, 0]);
      yield schedule.with(at, [action, gap - 1]);
    }
  }
  for (let at = 0; at + 1 < schedule.length; at++) {
    const [one, other] = [schedule[at], schedule[at + 1]];
    if (one && other && one[1] === 'rest' && other[1] !== 'rest')
      yield schedule.with(at, [other[0], 'rest']).with(at + 1, [one[0], other[1]]);
  }
}

/** How far each gap of a schedule may change before it no longer shows it: `c1 2..3 hops after g1`. */
export async function windowOf(schedule: Schedule, bound: number, shows: Shows): Promise<string | undefined> {
  const windows: string[] = [];
  for (const [at, [action, gap]] of schedule.entries()) {
    if (gap === 'rest') continue;
    const hits: number[] = [];
    for (let hop = 0; hop <= bound; hop++) if (await shows(schedule.with(at, [action, hop]))) hits.push(hop);
    const before = schedule[at - 1]?.[0] ?? 'the beginning';
    if (hits.length > 0) windows.push(`${action} ${ranges(hits)} hops after ${before}`);
  }
  return windows.length > 0 ? `fails with ${windows.join(' and ')} (of 0..${bound})` : undefined;
}

/** `0, 2..4`. */
export function ranges(numbers: readonly number[]): string {
  const parts: string[] = [];
  for (let at = 0; at < numbers.length; at++) {
    const from = numbers[at];
    while (numbers[at + 1] === (numbers[at] ?? 0) + 1) at += 1;
    const to = numbers[at];
    parts.push(from === to ? `${from}` : `${from}..${to}`);
  }
  return parts.join(', ');
}
