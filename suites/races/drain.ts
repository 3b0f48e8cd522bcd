import {
  claim,
  describe,
  firstOf,
  forEach,
  type History,
  type Lab,
  missing,
  type Race,
  seen,
  sights,
} from '../../harness/index.ts';
import type { Cases } from '../cancellation/claims.ts';
import { atMostOneEnd, returned, viewsAgree } from './claims.ts';
import { opened, precedes } from './facts.ts';
import { returns } from './programs.ts';

const grace = 50;
const force = 50;
const past = 2 * (grace + force);
const shutdown = (history: History) => history.call('shutdown');

/** A drain that ends at the very moment at which a task returns. */
const endMeetsGrace: Race = {
  name: 'end-meets-grace',
  variants: () => ['early', 'tied'],
  setup: async (lab, variant) => {
    await lab.coordinator();
    lab.submit('T', returns('g', 7));
    await lab.quiesce();
    if (variant === 'tied') return;
    lab.shutdown(lab.dialect.shutdownMode ?? '', { grace, force: 20 * grace });
    await lab.advance(grace - 1);
  },
  actors: (_context, variant) => [
    ...(variant === 'tied'
      ? [
          [{ name: 'k1', act: (lab: Lab) => lab.own.later(grace, () => lab.open('g')) }],
          [
            {
              name: 'x1',
              act: (lab: Lab) => lab.shutdown(lab.dialect.shutdownMode ?? '', { grace, force: 20 * grace }),
            },
          ],
        ]
      : []),
    [{ name: 't', act: () => undefined }],
    [{ name: 'g1', act: (lab) => lab.open('g') }],
  ],
  finish: async (lab) => {
    await lab.advance(40 * grace);
    await lab.read('views', 'T');
  },
};

/** RAC-14: a task that ends by itself in a drain has completed. */
export const drain: Cases = {
  'completed-in-the-drain-stays-completed': {
    unfinished: ['S'],
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', returns('g', 7));
      lab.submit('S', [{ gate: 's' }]);
      await lab.quiesce();
      lab.shutdown(lab.dialect.shutdownMode ?? '', { grace, force });
      await lab.advance(10);
      lab.open('g');
      await lab.quiesce();
      await lab.read('first', 'T');
      await lab.advance(past);
      lab.open('s');
      await lab.quiesce();
      await lab.read('second', 'T');
    },
    premise: (history) => {
      const [end, call] = [history.ended('T'), shutdown(history)];
      return {
        'T has a start line': history.started('T'),
        'T returned after the shutdown call': precedes(call?.invoke, end) && returned(history, 'T'),
        'the shutdown was pending when T ended': end && !precedes(call?.answer, end),
        'the grace period was not over': end !== undefined && end.at < grace,
      };
    },
    claims: [
      claim('T is completed with 7 in every view, at once and in the end', (history) =>
        forEach([history.before('first'), history], (until) =>
          firstOf(
            until.result('T')?.value === 7
              ? undefined
              : seen(`its result: ${describe(until.result('T')?.value)}`, until.result('T') ?? history.ended('T')),
            forEach(sights(until, 'T'), ({ view, ending, event }) =>
              ending === 'completed' ? undefined : seen(`${view} says that T is ${ending}`, event),
            ),
          ),
        ),
      ),
      atMostOneEnd('T'),
    ],
  },

  'completion-at-the-end-of-the-grace-period': {
    race: endMeetsGrace,
    premise: (history) => ({
      'T has a start line': history.started('T'),
      'shutdown was called': shutdown(history)?.invoke,
      'g was opened': opened(history, 'g'),
      'T was not given up': (history.result('T')?.at ?? 0) < 20 * grace,
      'the grace period was over in the end': (history.last?.at ?? 0) > grace,
    }),
    covers: {
      'T completed at least once': (history) => history.ending('T') === 'completed',
      'T did not complete at least once': (history) =>
        history.result('T') !== undefined && history.ending('T') !== 'completed',
    },
    claims: [
      claim('the result of T settles', (history) =>
        missing(history.result('T'), 'it is pending', history.mark('views')),
      ),
      atMostOneEnd('T'),
      viewsAgree('T'),
      claim('a T that returned is completed with 7, as far as the dialect promises', (history, { dialect }) => {
        const winner = dialect.value('race.winner');
        const promised =
          winner === 'completion'
            ? !precedes(history.told('T'), history.ended('T'))
            : dialect.is('cancel.binding', 'cooperative') && winner !== 'cancel';
        const kept = history.result('T')?.value === 7;
        return promised && returned(history, 'T') && !kept
          ? seen(
              `T returned, and its result says ${describe(history.result('T')?.value)}`,
              returned(history, 'T'),
              history.result('T'),
            )
          : undefined;
      }),
    ],
  },
};
