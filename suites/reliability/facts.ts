import { type Call, type Context, describe, type Event, type History } from '../../harness/index.ts';
import { stockOf } from '../cancellation/facts.ts';

type Place = Event | string | undefined;

/** Timers that waited when the kit counted at that mark. */
export const timersAt = (history: History, mark: string): number => stockOf(history, mark)?.timers ?? 0;

// Bodies

/** The body has begun and not ended, by that place. */
export function lives(history: History, task: string, place?: Place): Event | undefined {
  const until = place === undefined ? history : history.before(place);
  return until.ended(task) ? undefined : until.started(task);
}

/** Bodies that live after each line of the journal at which one starts, of the tasks that count. */
export function crowds(history: History, counts: (task: string) => boolean): readonly (readonly Event[])[] {
  const living = new Map<string, Event>();
  const seen: Event[][] = [];
  for (const event of history.events) {
    const { kind, what, task } = event;
    if (kind !== 'saw' || task === undefined || task.includes('/') || !counts(task)) continue;
    if (what === 'end') living.delete(task);
    if (what !== 'start') continue;
    living.set(task, event);
    seen.push([...living.values()]);
  }
  return seen;
}

/** `A, B and C`. */
export function names(tasks: readonly (string | undefined)[]): string {
  const known = tasks.map((task) => task ?? 'nobody');
  return known.length < 2 ? (known[0] ?? 'nobody') : `${known.slice(0, -1).join(', ')} and ${known.at(-1)}`;
}

export const tasksOf = (events: readonly Event[]): string => names(events.map(({ task }) => task));

/** The submit returned a handle. */
export function accepted(history: History, task: string): Event | undefined {
  const answer = history.call('submit', task)?.answer;
  return answer?.kind === 'ok' ? answer : undefined;
}

/** The submit was turned away, or its result was rejected before the body began. */
export function refused(history: History, task: string): Event | undefined {
  const answer = history.call('submit', task)?.answer;
  if (answer?.kind === 'fail') return answer;
  const result = history.result(task);
  return result?.kind === 'fail' && !history.started(task) ? result : undefined;
}

/** It was accepted and had not begun, or had been turned away: it did not get through. */
export function heldBack(history: History, task: string): Event | undefined {
  return history.started(task) ? undefined : (accepted(history, task) ?? refused(history, task));
}

/** The cancel or limit was seen to arrive: the body was told, or its end was reported. */
export const toldOrReported = (history: History, task: string): Event | undefined =>
  history.told(task) ?? history.result(task) ?? history.terminal(task)[0];

/** The cleanup has begun and not ended. */
export const inCleanup = (history: History, task: string): Event | undefined =>
  history.journal(task, 'cleaned').length > 0 ? undefined : history.journal(task, 'cleanup')[0];

// Resources

export const acquireOf = (history: History, holder: string): Call | undefined =>
  history.call('resource.acquire', holder);

/** The holder has been granted a lease. */
export function granted(history: History, holder: string): Event | undefined {
  const answer = acquireOf(history, holder)?.answer;
  return answer?.kind === 'ok' ? answer : undefined;
}

/** The acquire has been turned away, or has given up. */
export function declined(history: History, holder: string): Event | undefined {
  const answer = acquireOf(history, holder)?.answer;
  return answer?.kind === 'fail' ? answer : undefined;
}

/** The acquire was made and has no answer. */
export function waits(history: History, holder: string): Event | undefined {
  const call = acquireOf(history, holder);
  return call?.answer ? undefined : call?.invoke;
}

/** `was granted at 20 ms`, `was rejected with …`, `was still pending`. */
export function acquireText(history: History, holder: string): string {
  const answer = acquireOf(history, holder)?.answer;
  if (!answer) return 'was still pending';
  return answer.kind === 'ok' ? `was granted at ${answer.at} ms` : `was rejected with ${describe(answer.value)}`;
}

/** Resources of a pool that are alive after each line that changes their number. */
export function populations(history: History, pool: string): readonly (readonly [alive: number, at: Event])[] {
  let alive = 0;
  const seen: (readonly [number, Event])[] = [];
  for (const event of history.events) {
    const change = changeOf(event, pool);
    if (change === 0) continue;
    alive += change;
    seen.push([alive, event]);
  }
  return seen;
}

function changeOf({ kind, what, who }: Event, pool: string): -1 | 0 | 1 {
  if (who !== pool) return 0;
  if (what === 'resource.destroy') return -1;
  if (what !== 'resource.create') return 0;
  return kind === 'invoke' ? 1 : kind === 'fail' ? -1 : 0;
}

export const destroyed = (history: History, pool: string): readonly Event[] =>
  history.all('resource.destroy').filter(({ who }) => who === pool);

// Policies

export const callOf = (history: History, call: string): Call | undefined => history.call('policy.call', call);

/** Each time that the call itself was made, in order. */
export const attempts = (history: History, call: string): readonly Event[] =>
  history.all('policy.attempt', call, 'saw');

/** How an attempt ended. */
export const endOf = (history: History, attempt: Event | undefined): Event | undefined =>
  attempt && history.find((event) => event.what === 'policy.attempt' && event.call === attempt.seq);

/** The call has settled, by that place. */
export const settled = (history: History, call: string, place?: Place): Event | undefined =>
  (place === undefined ? history : history.before(place)).call('policy.call', call)?.answer;

/** `was fulfilled with 7 at 20 ms`. */
export function callText(history: History, call: string): string {
  const answer = callOf(history, call)?.answer;
  if (!answer) return 'was still pending';
  return `was ${answer.kind === 'ok' ? 'fulfilled' : 'rejected'} with ${describe(answer.value)} at ${answer.at} ms`;
}

// Time

/** How late something may come in real time, ms; the bound of a prompt answer. */
const patience = 1_000;
/** How early a timer of the platform may fire, ms. */
const early = 2;

/** The event came at that time: exactly so on the virtual clock, not before and soon after in real time. */
export const isAt = (event: Event, ms: number, { mode }: Context): boolean =>
  mode === 'virtual' ? event.at === ms : event.at >= ms - early && event.at <= ms + patience;

/** The event came not later than that time. */
export const isBy = (event: Event, ms: number, { mode }: Context): boolean =>
  event.at <= (mode === 'virtual' ? ms : ms + patience);

// Errors

/** Where errors hold the errors behind them. */
const behind = ['cause', 'errors', 'suppressed', 'error', 'reason', 'context', 'lastError'] as const;

/** True if an error with that text, or that very value, is reached from this one. */
export function reaches(value: unknown, wanted: unknown, depth = 5): boolean {
  if (Object.is(value, wanted)) return true;
  if (value === null || typeof value !== 'object' || depth === 0) return false;
  if (Array.isArray(value)) return value.some((entry) => reaches(entry, wanted, depth - 1));
  const held = value as Readonly<Record<string, unknown>>;
  if (typeof wanted === 'string' && held['message'] === wanted) return true;
  return behind.some((name) => name in held && reaches(held[name], wanted, depth - 1));
}
