import { claim, type Context, firstOf, type History, seen } from '../../harness/index.ts';
import {
  type Cases,
  completesWith,
  early,
  endsBefore,
  fulfils,
  misnamed,
  notAt,
  notToldBefore,
  settlesBy,
  tally,
} from './claims.ts';
import { asked, deliveries, pendingAt, ranAtTheCall, settled, settledText } from './facts.ts';
import { deadlineOf, limitsOf } from './limits.ts';
import { cleaning, deaf, shutDown } from './programs.ts';

const bounded = { grace: 200, force: 100 };
const short = { grace: 100, force: 100 };
const drained = { grace: 1_000, force: 100 };
const isReal = ({ mode }: Context): boolean => mode === 'real';

/** SHU-03, SHU-04, SHU-05: the periods of a shutdown, each as long as it was asked for. */
export const bounds: Cases = {
  'a-deaf-task-does-not-hold-it': {
    unfinished: ['T'],
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', deaf('x', 1));
      await lab.quiesce();
      shutDown(lab, bounded);
      await lab.quiesce('asked');
      await lab.advance(deadlineOf(lab.dialect, bounded));
      await lab.quiesce('due');
    },
    premise: (history) => ({
      'T ran when shutdown was called': ranAtTheCall(history, 'T'),
      'shutdown was pending after the call': pendingAt(history, 'asked'),
    }),
    claims: [
      settlesBy('due', 'when the grace period and the allowance are over, although T never ends'),
      claim(
        ({ dialect }) => `it ends as shutdown.expiry=${dialect.value('shutdown.expiry')} says`,
        (history, { dialect }) => {
          const wanted = dialect.is('shutdown.expiry', 'throw') ? 'fail' : 'ok';
          const answer = settled(history);
          return answer && answer.kind !== wanted ? seen(settledText(history), answer) : undefined;
        },
      ),
    ],
  },

  'not-told-before-the-grace-is-over': {
    workload: async (lab) => {
      const { grace } = limitsOf(lab.dialect, drained);
      await lab.coordinator();
      lab.submit('T', [{ gate: 'g' }, { return: 1 }]);
      await lab.quiesce();
      await lab.advance(5_000);
      shutDown(lab, drained);
      // Real time goes on by itself: to come to its last millisecond would be luck.
      await lab.advance(lab.mode === 'real' ? grace / 4 : grace - 1);
      await lab.quiesce('late');
      lab.open('g');
    },
    premise: (history) => ({
      'T had run for 5000 ms when shutdown was called':
        (history.started('T')?.at ?? Infinity) + 5_000 <= (asked(history)?.at ?? 0) && ranAtTheCall(history, 'T'),
      'shutdown was called': asked(history),
    }),
    claims: [
      notToldBefore('T', 'late'),
      claim('shutdown is pending while T runs', (history) => early(history, history.mark('late'))),
      completesWith('T', 1),
      fulfils('when T has ended'),
      claim('nobody is reported as unfinished', (history, { offer }) =>
        offer['shutdown.report'] ? misnamed(history, []) : undefined,
      ),
    ],
  },

  'told-at-the-end-of-the-grace': {
    workload: async (lab) => {
      const { grace } = limitsOf(lab.dialect, short);
      await lab.coordinator();
      lab.submit('T', cleaning('a'));
      await lab.quiesce();
      shutDown(lab, short);
      await lab.advance(grace - 1);
      await lab.advance(1);
    },
    premise: (history) => ({
      'T ran when shutdown was called': ranAtTheCall(history, 'T'),
      'shutdown was called': asked(history),
    }),
    claims: [
      claim(
        ({ dialect }) => `T is told once, ${limitsOf(dialect, short).grace} ms after the call`,
        (history, context) => {
          const told = deliveries(history, 'T');
          if (told.length !== 1) return seen(`T was told ${tally(told.length)}`, ...told, history.last);
          return notAt(history, told[0], limitsOf(context.dialect, short).grace, isReal(context));
        },
      ),
    ],
  },

  'the-allowance-is-given-and-ends': {
    unfinished: ['T2'],
    workload: async (lab) => {
      const { grace, force } = limitsOf(lab.dialect, short);
      await lab.coordinator({ concurrency: 2 });
      lab.submit('T1', cleaning('a', 'f'));
      lab.submit('T2', deaf('x', 2));
      await lab.quiesce();
      shutDown(lab, short);
      await lab.advance(grace + force / 2);
      await lab.quiesce('half');
      lab.open('f');
      await lab.quiesce('freed');
      await lab.advance(force / 2 - 1);
      await lab.quiesce('last');
      await lab.advance(1);
      await lab.quiesce('due');
    },
    premise: (history) => ({
      'T1 was in its cleanup when half the allowance was over': history.before('half').journal('T1', 'cleanup')[0],
      'T2 ran when shutdown was called': ranAtTheCall(history, 'T2'),
    }),
    claims: [
      claim('shutdown is pending until the allowance is over', (history, context) =>
        firstOf(
          early(history, history.mark('half')),
          early(history, history.mark('freed')),
          isReal(context) ? undefined : early(history, history.mark('last')),
        ),
      ),
      endsBefore('T1'),
      settlesBy('due', 'when the allowance is over'),
      claim('shutdown settles when the allowance is over, no sooner and no later', (history, context) =>
        notAt(history, settled(history), deadlineOf(context.dialect, short), isReal(context)),
      ),
      claim('T1 is not among the unfinished', (history, { offer }) =>
        offer['shutdown.report'] ? named(history, 'T1') : undefined,
      ),
    ],
  },

  'exactly-the-unfinished-are-named': {
    unfinished: ['T1', 'T2'],
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 3 });
      lab.submit('T1', deaf('x', 1));
      lab.submit('T2', deaf('y', 2));
      lab.submit('T3', cleaning('z'));
      await lab.quiesce();
      shutDown(lab, { grace: 50, force: 50 });
      await lab.quiesce();
      lab.open('z');
      await lab.quiesce();
      await lab.advance(deadlineOf(lab.dialect, { grace: 50, force: 50 }));
    },
    premise: (history) => ({
      'T1 ran when shutdown was called': ranAtTheCall(history, 'T1'),
      'T2 ran when shutdown was called': ranAtTheCall(history, 'T2'),
      'T3 ran when shutdown was called': ranAtTheCall(history, 'T3'),
      'T3 has ended': history.ended('T3'),
      'shutdown has settled': settled(history),
    }),
    claims: [claim('the report names T1 and T2, and nobody else', (history) => misnamed(history, ['T1', 'T2']))],
  },
};

const named = (history: History, task: string) => {
  const report = history.all('shutdown.report').at(-1);
  const ids = ((report?.value as { unfinished?: readonly { id: string }[] } | undefined)?.unfinished ?? []).map(
    ({ id }) => id,
  );
  return ids.includes(task) ? seen(`it names ${ids.join(', ')}`, report) : undefined;
};
