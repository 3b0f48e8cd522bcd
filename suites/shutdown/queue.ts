import { claim, type Context, type Contradiction, forEach, type History, seen } from '../../harness/index.ts';
import { type Cases, journalText, resultText, tally } from './claims.ts';
import { asked, ranAtTheCall, reportOf, settled } from './facts.ts';
import { cannotBeHeld, deadlineOf } from './limits.ts';
import { deaf, hour, runs, shutDown } from './programs.ts';

const queued = ['B', 'C'] as const;

/** Each of the waiting tasks is treated in one and the declared way. */
function unaccounted(history: History, { dialect }: Context): Contradiction | undefined {
  const way = dialect.value('shutdown.queued');
  const returned = reportOf(history)?.returned ?? [];
  const answered = (task: string): boolean =>
    history.ending(task) !== undefined && history.ending(task) !== 'completed';
  if (way === 'return' && queued.every(answered)) return started(history);
  return forEach(queued, (task) => {
    const end = history.before(settled(history)).ended(task);
    const fits =
      way === 'run'
        ? end !== undefined && history.ending(task) === 'completed'
        : way === 'cancel'
          ? answered(task)
          : way !== 'return' || returned.includes(task);
    const text = `the result of ${task} ${resultText(history.result(task))}; its journal was ${journalText(history, task)}; handed back: ${returned.join(', ') || 'nobody'}`;
    return fits ? (way === 'run' ? undefined : started(history)) : seen(text, history.result(task) ?? settled(history));
  });
}

const started = (history: History): Contradiction | undefined =>
  forEach(queued, (task) => {
    const start = history.started(task);
    return start && seen(`${task} ran: ${journalText(history, task)}`, start);
  });

/** The body ran from its start to its return, once in all instances. */
function notOnce(history: History, task: string): Contradiction | undefined {
  const starts = history.journal(task, 'start');
  const ends = history.journal(task, 'end').filter(({ value }) => value === 'returned');
  if (starts.length === 1 && ends.length === 1) return undefined;
  return seen(`${task} started ${tally(starts.length)} and returned ${tally(ends.length)}`, ...starts, history.last);
}

const isKept = ({ dialect }: Context): boolean => dialect.is('shutdown.reject', 'kept');

/** SHU-08, SHU-28: tasks that wait at a shutdown, and tasks that are given back. */
export const queue: Cases = {
  'every-queued-task-is-accounted-for': {
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 1 });
      lab.submit('A', deaf('a', 1));
      lab.submit('B', runs(1));
      // It takes its time: a shutdown that does not wait for it is over before.
      lab.submit('C', [{ note: 'ran' }, ...deaf('c', 1)]);
      await lab.quiesce();
      shutDown(lab, { grace: hour });
      await lab.quiesce();
      lab.open('a');
      await lab.quiesce();
      lab.open('c');
    },
    premise: (history, { dialect, offer }) => ({
      'A ran when shutdown was called': ranAtTheCall(history, 'A'),
      'B and C waited': queued.every((task) => !history.before(asked(history)).started(task)),
      'shutdown has settled': settled(history),
      'what goes back to the store can be seen in a next instance':
        !dialect.is('shutdown.queued', 'requeue') || offer.reopen !== undefined,
    }),
    claims: [
      claim(
        ({ dialect }) => `B and C are treated as shutdown.queued=${dialect.value('shutdown.queued')} says`,
        unaccounted,
      ),
    ],
  },

  'kept-work-runs-once-in-the-next-instance': {
    absent: (_history, context) => cannotBeHeld(context),
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 1 });
      lab.submit('A', deaf('a', 1));
      lab.submit('B', runs(2));
      await lab.quiesce();
      shutDown(lab, { grace: hour });
      await lab.quiesce();
      if (lab.dialect.is('shutdown.reject', 'kept')) lab.submit('U', runs(3));
      await lab.quiesce();
      lab.open('a');
      await lab.quiesce('over');
      await lab.reopen();
    },
    premise: (history) => ({
      'A ran when shutdown was called': ranAtTheCall(history, 'A'),
      'A returned before shutdown settled': history.before(settled(history)).ended('A')?.value === 'returned',
      'shutdown has settled': settled(history.before('over')),
      'B had neither started nor been answered by then':
        !history.before('over').started('B') && !history.before('over').result('B'),
      'the next instance was opened': history.call('reopen')?.answer,
    }),
    claims: [
      claim('B, which was kept, runs once in all instances', (history) => notOnce(history, 'B')),
      claim('U, which was kept where it is declared so, runs once in all instances', (history, context) =>
        isKept(context) ? notOnce(history, 'U') : undefined,
      ),
      claim('A, which had completed, does not run again', (history) => {
        const starts = history.journal('A', 'start');
        return starts.length === 1 ? undefined : seen(`A started ${tally(starts.length)}`, ...starts);
      }),
    ],
  },

  'given-back-work-is-not-lost': {
    unfinished: ['A'],
    workload: async (lab) => {
      const setting = { grace: 50, force: 50 };
      await lab.coordinator({ concurrency: 1 });
      lab.submit('A', deaf('a', 1));
      await lab.quiesce();
      shutDown(lab, setting);
      await lab.advance(deadlineOf(lab.dialect, setting));
      await lab.quiesce('over');
      await lab.reopen();
      await lab.quiesce();
      lab.open('a');
      await lab.quiesce();
      lab.query();
    },
    premise: (history) => ({
      'A ran when shutdown was called': ranAtTheCall(history, 'A'),
      'A had not ended when shutdown settled': settled(history.before('over')) && !history.before('over').ended('A'),
      'the next instance was opened': history.call('reopen')?.answer,
    }),
    claims: [
      claim('A returns in some instance', (history) => {
        const end = history.journal('A', 'end').find(({ value }) => value === 'returned');
        return end ? undefined : seen(`the journal of A was ${journalText(history, 'A')}`, history.last);
      }),
      claim('A is given to the next instance once at most, and completes as often as is declared', tooOften),
      claim('nothing of A is left in the store', (history) => {
        const counted = history.all('query', undefined, 'ok').at(-1);
        const queuedStill = (counted?.value as { readonly queued?: number } | undefined)?.queued ?? 0;
        return queuedStill > 0 ? seen(`the query counts ${queuedStill} waiting`, counted) : undefined;
      }),
    ],
  },
};

function tooOften(history: History, { dialect }: Context): Contradiction | undefined {
  const again = history.after(history.call('reopen')?.invoke).journal('A', 'start');
  if (again.length > 1) return seen(`A started ${tally(again.length)} in the next instance`, ...again);
  const returned = history.journal('A', 'end').filter(({ value }) => value === 'returned');
  const twice = dialect.is('delivery', 'exactly-once') && returned.length !== 1;
  return twice ? seen(`A returned ${tally(returned.length)}`, ...returned) : undefined;
}
