import type { Context } from '../context.ts';
import type { Event, History } from '../history.ts';
import { type Invariant, isPart, when } from './invariant.ts';

/** A `finally` block or a registered cleanup is told apart by its label; a body that starts anew may clean up anew. */
export const cleanupOnce: Invariant = {
  name: 'cleanup-once',
  owner: 'RAC-18',
  expected: 'each cleanup of a task runs once',
  contradiction(history) {
    const run = new Map<string, Event>();
    for (const event of history.events) {
      if (event.kind !== 'saw' || event.task === undefined) continue;
      if (event.what === 'start') for (const key of run.keys()) if (key.startsWith(`${event.task} `)) run.delete(key);
      if (event.what !== 'cleanup') continue;
      const key = `${event.task} ${String(event.value)}`;
      const first = run.get(key);
      if (first)
        return {
          observed: `a cleanup of ${event.task} began ${when(first)} and again ${when(event)}`,
          witness: [first, event],
        };
      run.set(key, event);
    }
    return undefined;
  },
};

/** A body that runs, and whether anything but its own return or throw has touched it. */
interface Living {
  readonly start: Event;
  touched: boolean;
  /** When its time is up, if it has a limit: the body may be told later, or never. */
  readonly due: number;
}

/**
 * Walks through the starts and ends of bodies and asks, at every start, which bodies live. Each coordinator that a
 * case opens has a limit of its own, and each lane where there are lanes. A killed body writes no end: its result stands for it.
 */
function overfull(
  history: History,
  { dialect, offer }: Context,
  counts: (living: Living, now: number) => boolean,
): readonly Event[] | undefined {
  // A limit that the target was never seen to take is nobody's promise.
  if (offer.limit === undefined) return undefined;
  const killed = dialect.is('cancel.delivery', 'kill', 'tell-then-kill');
  const laned = offer.lanes !== undefined;
  const limits: (number | undefined)[] = [];
  const home = new Map<string, string>();
  const living = new Map<string, Living>();
  const times = new Map<string, number>();
  for (const event of history.events) {
    if (event.what === 'coordinator' && event.kind === 'invoke') {
      limits.push((event.value as { readonly concurrency?: number } | undefined)?.concurrency);
      continue;
    }
    const { task } = event;
    if (task === undefined || isPart(task)) continue;
    if (event.what === 'submit' && event.kind === 'invoke') {
      home.set(task, `${limits.length - 1} ${laned ? laneOf(event) : ''}`);
      const { timeout } = (event.value ?? {}) as { readonly timeout?: number };
      if (timeout !== undefined) times.set(task, timeout);
    } else if (event.what === 'start') {
      living.set(task, { start: event, touched: false, due: event.at + (times.get(task) ?? Number.POSITIVE_INFINITY) });
      // What nobody submitted, as the user of a resource, has no slot.
      const limit = limits[Number.parseInt(home.get(task) ?? '', 10)];
      if (limit === undefined) continue;
      const beside = [...living].filter(([name, body]) => home.get(name) === home.get(task) && counts(body, event.at));
      if (beside.length > limit) return beside.map(([, body]) => body.start);
    } else if (event.what === 'end') living.delete(task);
    else if (event.what === 'told' || event.what === 'result' || event.what === 'cancel') {
      const body = living.get(task);
      if (body) body.touched = true;
      if (killed && event.what === 'result') living.delete(task);
    }
  }
  return undefined;
}

const laneOf = ({ value }: Event): string => (value as { readonly lane?: string } | undefined)?.lane ?? '';

const names = (starts: readonly Event[]): string => starts.map(({ task }) => task).join(', ');

export const limitKept: Invariant = {
  name: 'limit-kept',
  owner: 'REL-07',
  expected: 'no more bodies run at once than the limit allows',
  contradiction(history, context) {
    const starts = overfull(history, context, ({ touched, due }, now) => !touched && now < due);
    return starts && { observed: `${starts.length} bodies ran at once: ${names(starts)}`, witness: starts };
  },
};

/** With `limit.counts=reported`, a declared deviation, a slot is free as soon as the outcome is reported. */
export const slotKept: Invariant = {
  name: 'slot-kept',
  owner: 'REL-08',
  expected: 'a slot stays taken until its body and cleanup have ended',
  contradiction(history, context, waivers) {
    const { dialect } = context;
    if (dialect.is('limit.counts', 'reported') || limitKept.contradiction(history, context, waivers)) return undefined;
    const starts = overfull(history, context, () => true);
    const last = starts?.at(-1);
    return (
      starts && {
        observed: `${last?.task} started ${last && when(last)} while ${names(starts.slice(0, -1))} still ran after its cancel or report`,
        witness: starts,
      }
    );
  },
};
