import { describe } from '../describe.ts';
import type { Event } from '../history.ts';
import type { Line } from '../outcome.ts';

/** A history as plain data, each value as text: what outcomes carry and reports show. */
export function linesOf(events: readonly Event[]): readonly Line[] {
  return events.map((event) => ({
    seq: event.seq,
    at: event.at,
    turn: event.turn,
    hop: event.hop,
    kind: event.kind,
    what: event.what,
    ...(event.task === undefined ? {} : { task: event.task }),
    ...(event.who === undefined ? {} : { who: event.who }),
    ...(event.value === undefined ? {} : { text: describe(event.value) }),
  }));
}
