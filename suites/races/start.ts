import { claim, type History, missing, type Race } from '../../harness/index.ts';
import type { Cases } from '../cancellation/claims.ts';
import { accepted, cancelOf, unstarted } from '../cancellation/facts.ts';
import { completes, endsUncompleted, notLive, oneEndEach } from './claims.ts';
import { opened, precedes } from './facts.ts';
import { returns } from './programs.ts';

/** A task is cancelled in the turn in which it is submitted. */
const beforeTheStart: Race = {
  name: 'before-the-start',
  setup: (lab) => lab.coordinator(),
  actors: () => [
    [
      { name: 's1', act: (lab) => lab.submit('T', [{ gate: 'g' }]) },
      { name: 'c1', act: (lab) => lab.cancel('T'), possible: (lab) => lab.accepted('T') },
    ],
  ],
  finish: (lab) => lab.read('views', 'T'),
};

/** The slot that a task waits for is given back while the task is cancelled. */
const slotHandOver: Race = {
  name: 'slot-hand-over',
  setup: async (lab) => {
    await lab.coordinator({ concurrency: 1 });
    lab.submit('A', returns('a', 1));
    lab.submit('T', [{ gate: 'g' }]);
    await lab.quiesce();
  },
  actors: () => [[{ name: 'a1', act: (lab) => lab.open('a') }], [{ name: 'c1', act: (lab) => lab.cancel('T') }]],
  finish: async (lab) => {
    await lab.read('views', 'T');
    lab.submit('U', returns('u', 2));
    await lab.quiesce('submitted');
  },
};

const before = (history: History) => unstarted(history, 'T', cancelOf(history, 'T'));

/** RAC-02: a task that is cancelled before its first instruction is answered like any other. */
export const start: Cases = {
  'cancel-in-the-turn-of-the-submit': {
    race: beforeTheStart,
    absent: (history) =>
      cancelOf(history, 'T') && !before(history)
        ? 'it starts a body inside submit: nothing can be cancelled before its first instruction'
        : undefined,
    premise: (history) => ({
      'T was accepted, and so was the cancel': accepted(history, history.call('cancel', 'T')),
      'T had no start line before the cancel call': before(history),
    }),
    claims: [endsUncompleted('T'), oneEndEach('T'), notLive('T')],
  },

  'cancel-in-the-turn-its-slot-frees': {
    race: slotHandOver,
    premise: (history) => ({
      "A's gate was opened": opened(history, 'a'),
      'the cancel was accepted': accepted(history, history.call('cancel', 'T')),
      'T had no start line before the cancel call': before(history),
      'T had no start line while A lived': !precedes(history.started('T'), history.ended('A')),
    }),
    covers: {
      "the cancel call stood between A's end and a start of T": (history) =>
        precedes(history.ended('A'), cancelOf(history, 'T')) && before(history) !== undefined,
    },
    claims: [
      completes('A', 1),
      endsUncompleted('T'),
      oneEndEach('T'),
      notLive('T'),
      claim('a task that is submitted afterwards starts at once', (history) =>
        missing(history.started('U'), 'U had not started', history.mark('submitted')),
      ),
    ],
  },
};
