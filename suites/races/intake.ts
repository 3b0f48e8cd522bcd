import {
  claim,
  type Context,
  describe,
  forEach,
  type History,
  missing,
  type Race,
  seen,
  sights,
} from '../../harness/index.ts';
import type { Cases } from '../cancellation/claims.ts';
import { atMostOneEnd, neverStarts, returned, viewsAgree } from './claims.ts';
import { isKilled, modesOf, opened, precedes } from './facts.ts';
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
  finish: async (lab, context) => {
    for (const gate of ['g', 'u']) {
      lab.open(gate);
      await lab.quiesce();
    }
    await lab.advance(past);
    await lab.quiesce('over');
    await lab.read('views', 'T', ...(lab.accepted('U') ? ['U'] : []));
    if (!keeps(context) || !context.offer.reopen) return;
    await lab.reopen();
    await lab.quiesce('reopened');
  },
};

const shutdown = (history: History) => history.call('shutdown');
const isRefused = (history: History): boolean =>
  history.call('submit', 'U')?.answer?.kind === 'fail' ||
  sights(history, 'U').some(({ ending }) => ending === 'refused');
const isAccepted = (history: History): boolean =>
  history.call('submit', 'U')?.answer?.kind === 'ok' && !isRefused(history);

/** What waits, or comes too late, is kept for the next instance. */
const keeps = ({ dialect }: Context): boolean =>
  dialect.is('shutdown.queued', 'requeue') ||
  dialect.is('shutdown.reject', 'kept') ||
  dialect.is('shutdown.restart', 'kept');

/** Accepted jobs that wait may be handed back, or kept for the next instance; nobody settles their results then. */
const mayWait = (context: Context): boolean => context.dialect.is('shutdown.queued', 'return') || keeps(context);

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
      'a U was refused, or accepted after the shutdown call where none need be refused': (history, context) =>
        isRefused(history) ||
        (neverRefuses(context) &&
          isAccepted(history) &&
          precedes(shutdown(history)?.invoke, history.call('submit', 'U')?.invoke)),
    },
    claims: [
      claim('a U that is refused never starts', (history) =>
        isRefused(history) ? neverStarts(history, 'U') : undefined,
      ),
      claim('a U that is accepted comes to an end', (history, context) =>
        isAccepted(history) && !(mayWait(context) && !history.before('over').started('U'))
          ? missing(history.result('U'), 'the result of U is pending', history.mark('over'))
          : undefined,
      ),
      claim('a U that is kept starts exactly once, in the next instance', (history, context) => {
        const waits = isAccepted(history) && history.before('over').started('U') === undefined && !history.result('U');
        if (!waits || !keeps(context) || !history.mark('reopened')) return undefined;
        const starts = history.journal('U', 'start');
        return starts.length === 1
          ? undefined
          : seen(`it started ${starts.length} times`, ...starts, history.mark('reopened'));
      }),
      claim('a U that is completed has run to its return', (history) =>
        isAccepted(history) && history.ending('U') === 'completed'
          ? missing(returned(history, 'U'), 'its body did not return', history.result('U'))
          : undefined,
      ),
      claim(
        'the shutdown waits for a U that it let start, or until its force limit is over',
        (history, { dialect }) => {
          const answer = shutdown(history)?.answer;
          const end = history.ended('U');
          const forced = answer !== undefined && answer.at - (shutdown(history)?.invoke.at ?? 0) >= force;
          // Who submits to one that can be woken up again, and has been shut down, begins another life of it.
          const by = dialect.is('shutdown.restart', 'restartable') ? shutdown(history)?.invoke : answer;
          const inTime = precedes(history.call('submit', 'U')?.invoke, by);
          return inTime &&
            history.before('over').started('U') &&
            answer &&
            !precedes(end, answer) &&
            !forced &&
            !isKilled(history, 'U')
            ? seen(`shutdown answered ${describe(answer.value)} while U ran`, answer, end)
            : undefined;
        },
      ),
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

/** Two who do not know of each other ask for the end in different ways: the one is patient, the other is not. */
const shutdownMeetsAnother: Race = {
  name: 'shutdown-meets-another',
  variants: (context) => {
    const others = modesOf(context).filter((mode) => mode !== context.dialect.shutdownMode);
    return others.length > 0 ? others : ['none'];
  },
  setup: async (lab) => {
    await lab.coordinator({ concurrency: 1 });
    lab.submit('T', [{ gate: 'g' }, { return: 1 }]);
    lab.submit('Q', [{ gate: 'g' }, { return: 2 }]);
    await lab.quiesce();
  },
  actors: (_context, other) => [
    [
      { name: 'x1', act: (lab) => lab.shutdown(lab.dialect.shutdownMode ?? '', { grace, force }) },
      { name: 'x2', act: (lab) => (other === 'none' ? undefined : lab.shutdown(other, { grace, force })) },
    ],
  ],
  finish: async (lab) => {
    lab.open('g');
    await lab.quiesce();
    await lab.advance(past);
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
        'no time limit was over': (history.last?.at ?? 0) < distant / 2,
      };
    },
    claims: [
      claim("no call settles before T's end line, unless the second one gives T up", (history, { dialect }) =>
        forEach(history.calls('shutdown'), ({ answer }) =>
          answer &&
          !precedes(history.ended('T'), answer) &&
          !isKilled(history, 'T') &&
          !dialect.is('shutdown.second', 'escalate')
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

  'a-call-by-another-mode': {
    race: shutdownMeetsAnother,
    absent: (history, context) =>
      history.mark('over') && modesOf(context).length < 2 ? 'it has one mode of shutdown' : undefined,
    premise: (history) => ({
      'T was accepted': history.all('submit', 'T', 'ok')[0],
      'two modes were asked for': history.calls('shutdown')[1]?.invoke,
    }),
    claims: [
      claim('both calls have settled, once T has ended and all limits are over', (history) => {
        const open = history.calls('shutdown').find(({ answer }) => !answer);
        return open && seen(`the call of ${open.invoke.who} is pending`, open.invoke, history.mark('over'));
      }),
      claim('what the first has ended does not start after the second', (history) =>
        forEach(['T', 'Q'], (task) => {
          const start = history.started(task);
          return start && precedes(history.result(task), start) && history.result(task)
            ? seen(`${task} started after its result was seen`, history.result(task), start)
            : undefined;
        }),
      ),
      atMostOneEnd('T', 'Q'),
    ],
  },
};
