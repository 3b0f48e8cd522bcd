import { describe, type Event, type History, type ShutdownReport } from '../../harness/index.ts';

type Place = Event | string | undefined;

/** The call of the shutdown. */
export const asked = (history: History, index = 0): Event | undefined => history.calls('shutdown')[index]?.invoke;

/** How it settled. */
export const settled = (history: History, index = 0): Event | undefined => history.calls('shutdown')[index]?.answer;

/** It settled without an error. */
export function fulfilled(history: History, index = 0): Event | undefined {
  const answer = settled(history, index);
  return answer?.kind === 'ok' ? answer : undefined;
}

/** The place, where the shutdown had not settled before it. */
export function pendingAt(history: History, place: Place): Event | undefined {
  const at = typeof place === 'string' ? history.mark(place) : place;
  const answer = settled(history);
  return at && asked(history) && !(answer && answer.seq < at.seq) ? at : undefined;
}

/** The start of the body, before the shutdown was asked for; its end was still to come. */
export function ranAtTheCall(history: History, task: string): Event | undefined {
  const before = history.before(asked(history));
  return before.ended(task) ? undefined : before.started(task);
}

/** The first delivery after the shutdown was asked for. */
export const toldLater = (history: History, task: string): Event | undefined =>
  history.after(asked(history)).told(task);

/** Every delivery of a cancel to the body; where it comes as an exception, the beginnings of its cleanup. */
export function deliveries(history: History, task: string): readonly Event[] {
  const told = history.journal(task, 'told');
  return told.length > 0 ? told : history.journal(task, 'cleanup');
}

/** What the target's report says about the shutdown. */
export function reportOf(history: History): Required<Pick<ShutdownReport, 'unfinished' | 'returned'>> | undefined {
  const said = history.all('shutdown.report').at(-1)?.value as ShutdownReport | undefined;
  return said && { unfinished: said.unfinished ?? [], returned: said.returned ?? [] };
}

/** The calls of a stub by the coordinator. */
export const callsOf = (history: History, what: 'hook.run' | 'component.start' | 'component.stop', name: string) =>
  history.all(what).filter(({ who }) => who === name);

/** `it was fulfilled with undefined at 300 ms`, `it was still pending`. */
export function settledText(history: History, index = 0): string {
  const answer = settled(history, index);
  if (!answer) return 'it was still pending';
  return `it was ${answer.kind === 'ok' ? 'fulfilled' : 'rejected'} with ${describe(answer.value)} at ${answer.at} ms`;
}
