import type { Context } from '../context.ts';
import type { Event, History } from '../history.ts';
import type { Claim, Contradiction } from '../suite.ts';

/** One expectation: a sentence, and what contradicts it. */
export function claim(
  expected: Claim['expected'],
  contradiction: (history: History, context: Context) => Contradiction | undefined,
): Claim {
  return { expected, contradiction };
}

/** What was seen instead of the expectation, proved by these events. */
export function seen(observed: string, ...witness: readonly (Event | undefined)[]): Contradiction {
  return { observed, witness };
}

/** Contradicted by an event that must not be. */
export function refuted(event: Event | undefined, observed: string): Contradiction | undefined {
  return event && seen(observed, event);
}

/** Contradicted by the absence of an event up to a place, which proves that it had every chance to come. */
export function missing(
  event: Event | undefined,
  observed: string,
  place: Event | undefined,
): Contradiction | undefined {
  return event ? undefined : seen(observed, place);
}

/** The first contradiction that any of several questions finds. */
export function firstOf(...found: readonly (Contradiction | undefined)[]): Contradiction | undefined {
  return found.find((contradiction) => contradiction !== undefined);
}

/** The first contradiction over a list. */
export function forEach<T>(list: readonly T[], ask: (item: T) => Contradiction | undefined): Contradiction | undefined {
  for (const item of list) {
    const found = ask(item);
    if (found) return found;
  }
  return undefined;
}
