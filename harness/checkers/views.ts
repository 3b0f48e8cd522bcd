import type { Ending, View } from '../adapter/target.ts';
import type { Event, History } from '../history.ts';

/** The passive client that every case has beside its own: the events view. */
export const watcher = 'watcher';

/** What one view says about the end of a task, and the event that says it. */
export interface Sight {
  readonly view: View;
  readonly ending: Ending;
  readonly event: Event;
}

/**
 * What each view says about the end of a task; views that say nothing are left out. The history is cut by the caller
 * to the moment of reading. `query` and `lateSubscribe` are read by `lab.read`, the events by the passive client.
 */
export function sights(history: History, task: string): readonly Sight[] {
  const found: Sight[] = [];
  const add = (view: View, event: Event | undefined): void => {
    const ending = event && history.endingOf(event, view);
    if (event && ending) found.push({ view, ending, event });
  };
  add('result', history.result(task));
  add('events', history.terminal(task, watcher).at(-1));
  add('query', history.all('query', task, 'ok').at(-1));
  add(
    'lateSubscribe',
    history.terminal(task).findLast((event) => event.who?.startsWith('late ')),
  );
  return found;
}

/** `completed` against everything else: what narrow checkers compare, so that a confused tag fails CAN-03 alone. */
export const isCompletion = (ending: Ending | null | undefined): boolean => ending === 'completed';

/** `result: cancelled, events: completed`. */
export const sightText = (list: readonly Sight[]): string =>
  list.map(({ view, ending }) => `${view}: ${ending}`).join(', ');
