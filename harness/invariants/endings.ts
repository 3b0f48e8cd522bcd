import { isCompletion, sights, sightText } from '../checkers/views.ts';
import { describe } from '../describe.ts';
import type { Event } from '../history.ts';
import { type Invariant, when } from './invariant.ts';

export const settlesOnce: Invariant = {
  name: 'settles-once',
  owner: 'RAC-15',
  expected: 'the result of a task settles at most once',
  contradiction(history) {
    const settled = new Map<string, Event>();
    for (const event of history.events) {
      if (event.what !== 'result' || event.task === undefined) continue;
      const first = settled.get(event.task);
      if (first) {
        const says = (of: Event) => `${of.kind === 'ok' ? 'fulfilled with' : 'rejected with'} ${describe(of.value)}`;
        return {
          observed: `the result of ${event.task} was ${says(first)} ${when(first)} and then ${says(event)} ${when(event)}`,
          witness: [first, event],
        };
      }
      settled.set(event.task, event);
    }
    return undefined;
  },
};

export const oneTerminalEvent: Invariant = {
  name: 'one-terminal-event',
  owner: 'RAC-15',
  expected: 'each client gets at most one terminal event of a task',
  contradiction(history) {
    const terminal = new Map<string, Event>();
    for (const event of history.events) {
      if (event.what !== 'event' || event.task === undefined || history.endingOf(event, 'events') == null) continue;
      const key = `${event.who} ${event.task}`;
      const first = terminal.get(key);
      if (first) {
        return {
          observed: `${event.who} got two terminal events of ${event.task}: ${describe(first.value)} and ${describe(event.value)}`,
          witness: [first, event],
        };
      }
      terminal.set(key, event);
    }
    return undefined;
  },
};

/** Only "completed or not" is compared: a view that confuses the other tags is CAN-03's matter. */
export const viewsAgree: Invariant = {
  name: 'views-agree',
  owner: 'RAC-15',
  expected: 'every view of a task tells the same ending',
  contradiction(history) {
    for (const [task, about] of history.byTask()) {
      if (about.all('submit').length === 0) continue;
      const seen = sights(about, task);
      const odd = seen.find((sight) => isCompletion(sight.ending) !== isCompletion(seen[0]?.ending));
      if (odd) {
        return {
          observed: `the views of ${task} differ: ${sightText(seen)}`,
          witness: [seen[0]?.event, odd.event],
        };
      }
    }
    return undefined;
  },
};

export const nothingAfterTheEnd: Invariant = {
  name: 'nothing-after-the-end',
  owner: 'RAC-17',
  expected: 'no event of a task reaches a client after its terminal event',
  contradiction(history) {
    const ended = new Map<string, Event>();
    for (const event of history.events) {
      if (event.what !== 'event' || event.task === undefined) continue;
      const key = `${event.who} ${event.task}`;
      const end = ended.get(key);
      // A second terminal event is the matter of `one-terminal-event`.
      const terminal = history.endingOf(event, 'events') != null;
      if (end && !terminal) {
        return {
          observed: `${event.who} got ${describe(event.value)} of ${event.task} after its terminal event`,
          witness: [end, event],
        };
      }
      if (terminal) ended.set(key, event);
    }
    return undefined;
  },
};
