import {
  type Claim,
  claim,
  type Contradiction,
  describe,
  type Event,
  forEach,
  type History,
  missing,
  refuted,
  seen,
} from '../../harness/index.ts';
import { resultText } from '../cancellation/claims.ts';
import { acquireOf, acquireText, crowds, destroyed, granted, populations, tasksOf } from './facts.ts';

export { type Cases, journalText, resultText, tally, type Workload } from '../cancellation/claims.ts';

/** No line of the journal at which more bodies live than that. */
export const atMostLive = (limit: number, counts: (task: string) => boolean = () => true): Claim =>
  claim(`at most ${limit} ${limit === 1 ? 'body lives' : 'bodies live'} at every line of the journal`, (history) =>
    tooMany(history, limit, counts),
  );

export function tooMany(history: History, limit: number, counts: (task: string) => boolean): Contradiction | undefined {
  const crowd = crowds(history, counts).find(({ length }) => length > limit);
  return crowd && seen(`${crowd.length} bodies lived at once: ${tasksOf(crowd)}`, ...crowd);
}

/** The result of the task was fulfilled with that value. */
export function unfulfilled(history: History, task: string, value?: unknown): Contradiction | undefined {
  const result = history.result(task);
  const right = result?.kind === 'ok' && (value === undefined || describe(result.value) === describe(value));
  return right ? undefined : seen(`the result of ${task} ${resultText(result)}`, result ?? history.started(task));
}

/** The result of the task was rejected. */
export function unrejected(history: History, task: string): Contradiction | undefined {
  const result = history.result(task);
  return result?.kind === 'fail'
    ? undefined
    : seen(`the result of ${task} ${resultText(result)}`, result ?? history.started(task));
}

/** The body had begun by that place. */
export const unstartedBy = (history: History, task: string, mark: string): Contradiction | undefined =>
  missing(history.before(mark).started(task), `${task} had not started`, history.mark(mark));

/** The body had not begun by that place. */
export const startedBy = (history: History, task: string, mark: string): Contradiction | undefined =>
  refuted(history.before(mark).started(task), `${task} had started`);

/** The acquire had been granted by that place. */
export const ungrantedBy = (history: History, holder: string, mark: string): Contradiction | undefined =>
  missing(
    granted(history.before(mark), holder),
    `the acquire of ${holder} ${acquireText(history.before(mark), holder)}`,
    history.mark(mark),
  );

/** Settled at most once, however the promise is looked at. */
export function settledAgain(history: History, holder: string): Contradiction | undefined {
  const call = acquireOf(history, holder);
  const answers = history.events.filter((event) => event.call === call?.invoke.seq);
  return answers.length > 1 ? seen(`the acquire of ${holder} settled ${answers.length} times`, ...answers) : undefined;
}

/** No more resources alive than that, at any line. */
export const atMostAlive = (pool: string, max: number): Claim =>
  claim(`at most ${max} ${max === 1 ? 'resource is' : 'resources are'} alive at every line`, (history) =>
    overpopulated(history, pool, max),
  );

export function overpopulated(history: History, pool: string, max: number): Contradiction | undefined {
  const [alive, at] = populations(history, pool).find(([number]) => number > max) ?? [];
  return (
    at &&
    seen(
      `${alive} resources were alive at ${at.at} ms: creations begun, less those that failed and those destroyed`,
      at,
    )
  );
}

/** No resource is destroyed twice. */
export function destroyedAgain(history: History, pool: string): Contradiction | undefined {
  const first = new Map<unknown, Event>();
  return forEach(destroyed(history, pool), (event) => {
    const before = first.get(event.value);
    first.set(event.value, event);
    return before && seen(`resource ${describe(event.value)} was destroyed twice`, before, event);
  });
}

/** While somebody's body runs with a resource, nobody else gets it, and it is not destroyed. */
export function takenAway(history: History, pool: string): Contradiction | undefined {
  const users = new Map<unknown, Event>();
  for (const event of history.events) {
    if (event.kind === 'saw' && event.what === 'end' && event.task !== undefined) {
      for (const [thing, user] of users) if (user.task === event.task) users.delete(thing);
    }
    if (event.who !== pool) continue;
    const user = users.get(event.value);
    if (event.what === 'resource.destroy' && user)
      return seen(`resource ${describe(event.value)} was destroyed while ${user.task} used it`, user, event);
    if (event.what !== 'resource.lent') continue;
    if (user)
      return seen(
        `resource ${describe(event.value)} was lent to ${event.task} while ${user.task} used it`,
        user,
        event,
      );
    if (event.value !== undefined) users.set(event.value, event);
  }
  return undefined;
}

/** What is between two notes of a task, of all tasks named, never overlaps. */
export const neverTwoBetween = (begins: string, ends: string, ...tasks: readonly string[]): Claim =>
  claim(`never two of ${tasks.join(', ')} inside at once`, (history) => {
    let inside: Event | undefined;
    for (const event of history.events) {
      if (event.kind !== 'saw' || event.what !== 'note' || !tasks.includes(event.task ?? '')) continue;
      if (event.value === ends && inside?.task === event.task) inside = undefined;
      if (event.value !== begins) continue;
      if (inside) return seen(`${event.task} went in while ${inside.task} was inside`, inside, event);
      inside = event;
    }
    return undefined;
  });
