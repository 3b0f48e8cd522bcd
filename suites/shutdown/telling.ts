import { carries, claim, type Context, describe, forEach, seen } from '../../harness/index.ts';
import { type Cases, endsBefore, fulfils, pendingUntil, tally } from './claims.ts';
import { asked, deliveries, ranAtTheCall, settled, toldLater } from './facts.ts';
import { allowsNothing, deadlineOf, neverTells } from './limits.ts';
import { cleaning, deaf, hour, shutDown, untilTold } from './programs.ts';

const short = { grace: 100, force: 100 };
const waiting = ['T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'T8'] as const;
const stubborn = ['T9', 'T10'] as const;
const all = [...waiting, ...stubborn] as const;
const callers = 'the reason of a caller';

/** Where a cancel comes as an exception a body that does not react has nothing to show. */
const showing = ({ dialect }: Context): readonly string[] =>
  dialect.is('cancel.delivery', 'exception') ? waiting : all;

/** SHU-07, SHU-09: whoever is told is told once, and has time to clean up. */
export const telling: Cases = {
  'each-running-task-is-told-once': {
    unwatched: true,
    unfinished: stubborn,
    absent: (_history, context) => neverTells(context),
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 10 });
      for (const task of waiting) lab.submit(task, cleaning('a'));
      for (const task of stubborn) lab.submit(task, deaf('x', 1));
      // Every second task has a client: the usual fault is a loop over clients instead of tasks.
      for (const task of all.filter((_, at) => at % 2 === 1)) lab.subscribe(`client of ${task}`, task);
      await lab.quiesce();
      shutDown(lab, short);
      await lab.advance(deadlineOf(lab.dialect, short));
    },
    premise: (history) => ({
      'all ten ran when shutdown was called': all.every((task) => ranAtTheCall(history, task)),
      'shutdown has settled': settled(history),
    }),
    claims: [
      claim('each of the ten is told', (history, context) =>
        forEach(showing(context), (task) =>
          deliveries(history, task).length > 0 ? undefined : seen(`${task} was not told`, history.last),
        ),
      ),
      claim('none of them is told twice', (history, context) =>
        forEach(showing(context), (task) => {
          const told = deliveries(history, task);
          return told.length > 1 ? seen(`${task} was told ${tally(told.length)}`, ...told) : undefined;
        }),
      ),
    ],
  },

  'the-reason-is-not-a-callers': {
    absent: (_history, context) => neverTells(context),
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 2 });
      lab.submit('T0', [{ gate: 'a' }]);
      lab.submit('T1', [{ gate: 'b' }]);
      await lab.quiesce();
      lab.cancel('T0', callers);
      await lab.quiesce();
      shutDown(lab, short);
      await lab.advance(deadlineOf(lab.dialect, short));
    },
    premise: (history) => ({
      'T0 had ended before the call, with its reason to be seen': history
        .before(asked(history))
        .find(({ what, task, value }) => task === 'T0' && what !== 'cancel' && carries(value, callers)),
      'T1 was told by the shutdown': toldLater(history, 'T1') ?? history.after(asked(history)).ended('T1'),
    }),
    claims: [
      claim(`T1 does not show the reason "${callers}", which was another task's`, (history) => {
        const shown = history.after(asked(history)).find(({ task, value }) => task === 'T1' && carries(value, callers));
        return shown && seen(`the ${shown.what} of T1 shows ${describe(shown.value)}`, shown);
      }),
    ],
  },

  'waits-for-finally': {
    absent: (_history, context) => allowsNothing(context),
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', cleaning('a', 'f'));
      await lab.quiesce();
      shutDown(lab, { grace: 100, force: hour });
      await untilTold(lab, 100, 'a');
      await lab.quiesce('cleaning');
      lab.open('f');
    },
    premise: (history) => ({
      'T was told after the call': toldLater(history, 'T'),
      'T was in its cleanup': history.before('cleaning').journal('T', 'cleanup')[0],
    }),
    claims: [pendingUntil('cleaning', 'T cleans up'), endsBefore('T'), fulfils('when the cleanup of T has ended')],
  },

  'waits-for-registered-cleanup': {
    absent: (_history, context) => allowsNothing(context),
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', [{ defer: [{ note: 'dc' }, { gate: 'f' }, { note: 'dd' }] }, { gate: 'a' }]);
      await lab.quiesce();
      shutDown(lab, { grace: 100, force: hour });
      await untilTold(lab, 100, 'a');
      await lab.quiesce('cleaning');
      lab.open('f');
    },
    premise: (history) => ({
      'T was told after the call': toldLater(history, 'T'),
      'the registered cleanup of T had begun': history.before('cleaning').noted('T', 'dc'),
    }),
    claims: [
      pendingUntil('cleaning', 'the registered cleanup of T runs'),
      claim('the registered cleanup has ended before shutdown settles', (history) => {
        const answer = settled(history);
        return answer && !history.before(answer).noted('T', 'dd') ? seen('it settled before', answer) : undefined;
      }),
      fulfils('when the registered cleanup of T has ended'),
    ],
  },
};
