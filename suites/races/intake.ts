import {
  claim,
  type Context,
  describe,
  firstOf,
  forEach,
  type History,
  missing,
  type Race,
  seen,
  sights,
} from '../../harness/index.ts';
import type { Cases } from '../cancellation/claims.ts';
import { atMostOneEnd, neverStarts, returned, viewsAgree } from './claims.ts';
import { opened, precedes } from './facts.ts';
import { returns } from './programs.ts';

const grace = 50;
const force = 50;
/** More than a minute later nothing of a shutdown is still to come. */
const past = 2 * (grace + force);

/** A job is submitted while the coordinator shuts down, in the mode that the case is run for. */
const submitMeetsShutdown: Race = {
  name: 'submit-meets-shutdown',
  variants: ({ offer }) => ['unlimited', ...(offer.queue ? ['at limit 1'] : [])],
  setup: async (lab, variant) => {
    await lab.coordinator(variant === 'at limit 1' ? { concurrency: 1 } : {});
    lab.submit('T', returns('g', 1));
    await lab.quiesce();
  },
  actors: () => [
    [{ name: 's1', act: (lab) => lab.submit('U', returns('u', 2)) }],
    [{ name: 'x1', act: (lab) => lab.shutdown(lab.dialect.shutdownMode ?? '', { grace, force }) }],
  ],
  finish: async (lab) => {
    for (const gate of ['g', 'u']) {
      lab.open(gate);
      await lab.quiesce();
    }
    await lab.advance(past);
    await lab.quiesce('over');
    await lab.read('views', 'T', ...(lab.accepted('U') ? ['U'] : []));
  },
};

const shutdown = (history: History) => history.call('shutdown');
const isRefused = (history: History): boolean =>
  history.call('submit', 'U')?.answer?.kind === 'fail' ||
  sights(history, 'U').some(({ ending }) => ending === 'refused');
const isAccepted = (history: History): boolean =>
  history.call('submit', 'U')?.answer?.kind === 'ok' && !isRefused(history);

/** Accepted jobs that wait may be handed back, or kept for the next instance; nobody settles their results then. */
const mayWait = ({ dialect }: Context): boolean =>
  dialect.is('shutdown.queued', 'return', 'requeue') || dialect.is('shutdown.reject', 'kept');

const neverRefuses = ({ dialect }: Context): boolean =>
  dialect.is('shutdown.reject', 'kept') || dialect.is('shutdown.restart', 'restartable', 'kept');

/** RAC-12: a submit around a shutdown is refused, or treated like every other. */
export const intake: Cases = {
  'submit-around-the-shutdown-call': {
    race: submitMeetsShutdown,
    premise: (history) => ({
      'T has a start line before the shutdown call':
        precedes(history.started('T'), shutdown(history)?.invoke) && history.started('T'),
      'U was submitted': history.call('submit', 'U')?.answer,
      'shutdown was called': shutdown(history)?.invoke,
      'both gates were opened': opened(history, 'u'),
    }),
    covers: {
      'a U was accepted': isAccepted,
      'a U was refused, where one ever is': (history, context) => isRefused(history) || neverRefuses(context),
      'a U was accepted after the shutdown call, where none is refused': (history, context) =>
        !neverRefuses(context) ||
        (isAccepted(history) && precedes(shutdown(history)?.invoke, history.call('submit', 'U')?.invoke)),
    },
    claims: [
      claim('a U that is refused never starts', (history) =>
        isRefused(history) ? neverStarts(history, 'U') : undefined,
      ),
      claim('a U that is accepted comes to an end', (history, context) =>
        isAccepted(history) && !(mayWait(context) && !history.started('U'))
          ? missing(history.result('U'), 'the result of U is pending', history.mark('over'))
          : undefined,
      ),
      claim('a U that is completed has run to its return', (history) =>
        isAccepted(history) && history.ending('U') === 'completed'
          ? missing(returned(history, 'U'), 'its body did not return', history.result('U'))
          : undefined,
      ),
      claim('the shutdown waits for a U that it let start, or until its force limit is over', (history) => {
        const answer = shutdown(history)?.answer;
        const end = history.ended('U');
        const forced = answer !== undefined && answer.at - (shutdown(history)?.invoke.at ?? 0) >= force;
        return history.started('U') && answer && !precedes(end, answer) && !forced
          ? seen(`shutdown answered ${describe(answer.value)} while U ran`, answer, end)
          : undefined;
      }),
      claim('the shutdown settles', (history) =>
        missing(shutdown(history)?.answer, `it was pending ${past} ms later`, history.mark('over')),
      ),
      atMostOneEnd('T', 'U'),
      viewsAgree('U'),
    ],
  },
};

/** A mode may be entered twice: by two who do not know of each other. */
const shutdownMeetsShutdown: Race = {
  name: 'shutdown-meets-shutdown',
  setup: async (lab) => {
    await lab.coordinator();
    lab.submit('T', [{ try: { body: [{ gate: 'g' }], finally: [{ note: 'c' }, { gate: 'fin' }] } }]);
    await lab.quiesce();
  },
  actors: () => [
    ['x1', 'x2'].map((name) => ({
      name,
      act: (lab) => lab.shutdown(lab.dialect.shutdownMode ?? '', { grace: distant / 2, force: distant }),
    })),
  ],
  finish: async (lab) => {
    lab.open('g');
    await lab.quiesce('looked');
    lab.open('fin');
    await lab.quiesce('over');
  },
};

/** A time limit that is over only where an interleaving lets its timer fire by itself. */
const distant = 100_000_000;

/** RAC-13: all who shut down wait for the same end. */
export const shutdownTwice: Cases = {
  'every-shutdown-call-waits-for-the-end': {
    race: shutdownMeetsShutdown,
    premise: (history) => {
      const [first, second] = history.calls('shutdown');
      return {
        'T has a start line': history.started('T'),
        "both calls stand before T's end line": precedes(second?.invoke, history.ended('T')) && first?.invoke,
        'no force limit was over': (history.last?.at ?? 0) < distant,
      };
    },
    claims: [
      claim("no call settles before T's end line, unless the second one gives T up", (history, { dialect }) =>
        forEach(history.calls('shutdown'), ({ answer }) =>
          answer && !precedes(history.ended('T'), answer) && !dialect.is('shutdown.second', 'escalate')
            ? seen('a shutdown settled while T was cleaning up', answer, history.ended('T'))
            : undefined,
        ),
      ),
      claim('both calls have settled at the last rest', (history) => {
        const open = history.calls('shutdown').filter(({ answer }) => !answer);
        return open.length > 0
          ? seen(`${open.length} of 2 is pending`, open[0]?.invoke, history.mark('over'))
          : undefined;
      }),
      claim('T is told at most once and cleans up once', (history, { dialect }) => {
        const told = history.journal('T', 'told');
        const notes = history.journal('T', 'note');
        const cleaned = dialect.is('shutdown.second', 'escalate') || notes.length === 1;
        return told.length <= 1 && cleaned
          ? undefined
          : seen(`told ${told.length} times, cleaned up ${notes.length} times`, ...told, ...notes);
      }),
      atMostOneEnd('T'),
    ],
  },
};

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
          [{ name: 'k1', act: (lab: Parameters<Race['setup']>[0]) => lab.own.later(grace, () => lab.open('g')) }],
          [
            {
              name: 'x1',
              act: (lab: Parameters<Race['setup']>[0]) =>
                lab.shutdown(lab.dialect.shutdownMode ?? '', { grace, force: 20 * grace }),
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
