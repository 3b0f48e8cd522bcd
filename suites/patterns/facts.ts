import type { Event, History } from '../../harness/index.ts';
import { lentLine } from '../cancellation/facts.ts';

type Place = Event | string | undefined;

/** A delivery to the body: it was told, its cleanup has begun, or it has ended by the cancel. */
export const deliveredTo = (history: History, task: string): Event | undefined =>
  history
    .journal(task)
    .find(
      ({ what, value }) =>
        what === 'told' || what === 'cleanup' || (what === 'end' && (value === 'cancelled' || value === 'killed')),
    );

/** The body has thrown an error of its own, or one that it did not catch. */
export function threw(history: History, task: string): Event | undefined {
  const end = history.ended(task);
  return end?.value === 'threw' ? end : undefined;
}

/** All of these stand at their gates at that moment: body to gate. */
export const standing = (history: History, bodies: Readonly<Record<string, string>>, place: Place): boolean =>
  Object.entries(bodies).every(([body, gate]) => history.before(place).standsAt(body, gate));

/** The opening of a gate. */
export const openingOf = (history: History, gate: string): Event | undefined =>
  history.find(({ what, who, kind }) => what === 'open' && who === gate && kind === 'invoke');

/** The first of these comes, and the second not before it. */
export const before = (first: Event | undefined, second: Event | undefined): Event | undefined =>
  first && (!second || first.seq < second.seq) ? first : undefined;

/** What a lent primitive answered the body with; undefined while it has not, or if it failed. */
export const answerIn = (history: History, task: string, step: string): unknown =>
  (lentLine(history, task, step, 'ok')?.value as { readonly value?: unknown } | undefined)?.value;

/** What a lent primitive failed with, if it did. */
export const failureIn = (history: History, task: string, step: string): unknown =>
  (lentLine(history, task, step, 'fail')?.value as { readonly error?: unknown } | undefined)?.error;

/** A note, anywhere in the task. */
export const noted = (history: History, task: string, text: string, place?: Place): Event | undefined =>
  (place === undefined ? history : history.before(place)).noted(task, text);

/** The virtual or real time of an event has come to so many ms, and that event is there. */
export const by = (event: Event | undefined, ms: number): Event | undefined =>
  event && event.at >= ms ? event : undefined;

/** How the result of a task reads; nothing while it is pending. */
export function endingOf(history: History, task: string): string | null | undefined {
  const result = history.result(task);
  return result && history.endingOf(result, 'result');
}
