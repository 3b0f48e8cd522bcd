import { type Claim, claim, type Event, firstOf, type History, seen, type Stock } from '../../harness/index.ts';
import { completed, countOf } from '../cancellation/facts.ts';
import { done, ended, endsByItself } from '../shutdown/alone.ts';
import { type Cases, completes, untold } from './claims.ts';
import { noOutcome } from './time-limit.ts';
import { plays, waits } from './moves.ts';

const thirty = Array.from({ length: 30 }, (_none, index) => index + 1);
const at = { t10: 'at 10 ms', t299: 'at 299 ms', t301: 'at 301 ms', u: 'once u is open' };

/** How many timers kept the process alive when the kit counted; those of signals that time out by themselves do not. */
const timersAt = (history: History, mark: string): { readonly event: Event; readonly count: number } | undefined => {
  const event = countOf(history, mark);
  return event && { event, count: (event.value as Stock).holding };
};

const noPile: Claim = claim(
  'no more timers hold the process after thirty tasks with a limit than after one, or after thirty without',
  (history) => {
    const [first, last, control] = ['first', 'last', 'control'].map((mark) => timersAt(history, mark));
    if (!first || !last || !control) return seen('nothing was counted', history.last);
    return last.count > first.count || last.count > control.count
      ? seen(
          `${last.count} hold it after thirty, ${first.count} after one, ${control.count} after thirty without a limit`,
          last.event,
        )
      : undefined;
  },
);

/** No event of the task after its completion, but late looks at it. */
const silence: Claim = claim('nothing more is said of T after its completion', (history) => {
  const result = history.result('T');
  const later = history.after(at.t10);
  const more = later.delivered('T', 'watcher')[0] ?? later.all('result', 'T')[0];
  return firstOf(more && seen(`${more.what} at ${more.at} ms`, result, more));
});

/** PAT-16: a limit that was kept is forgotten. */
export const disarm: Cases = {
  'no-timers-pile-up': {
    workload: async (lab) => {
      await lab.coordinator();
      for (const [kind, timeout] of [
        ['C', undefined],
        ['T', 300],
      ] as const) {
        for (const number of thirty) {
          lab.submit(
            `${kind}${number}`,
            [{ gate: `${kind}${number}` }, { return: number }],
            timeout === undefined ? {} : { timeout },
          );
          await lab.quiesce();
          lab.open(`${kind}${number}`);
          await lab.quiesce();
          if (kind === 'T' && number === 1) lab.own.count('first');
        }
        lab.own.count(kind === 'C' ? 'control' : 'last');
      }
    },
    premise: (history) => ({
      'all thirty completed, before 300 ms':
        thirty.every((number) => completed(history, `T${number}`, number)) && (history.last?.at ?? 300) < 300,
    }),
    claims: [noPile],
  },

  'the-old-limit-touches-nobody': {
    workload: plays(
      { T: [{ gate: 'g' }, { return: 1 }], U: [{ note: 'started' }, { gate: 'u' }, { return: 2 }] },
      {
        [at.t10]: waits(10, 'g'),
        [at.t299]: waits(289),
        [at.t301]: waits(2),
        [at.u]: (lab) => lab.open('u'),
      },
      { settings: { T: { timeout: 300 } }, open: { concurrency: 1 } },
    ),
    premise: (history) => ({
      'T completed at 10 ms': completed(history.before(at.t10), 'T', 1),
      'U ran from then on': history.before(at.t10).noted('U', 'started'),
    }),
    claims: [untold(at.t299, 'U'), untold(at.t301, 'U'), noOutcome('U', at.t301), silence, completes('U', 2)],
  },

  'the-process-ends-by-itself': {
    workload: async (lab) => {
      await lab.child.run('without a limit', {});
      await lab.child.run('with a limit', { timeout: 3_600_000 });
    },
    premise: (history) => ({
      'the result of T was there': done(history, 'with a limit'),
      'a process without a limit ends by itself': ended(history, 'without a limit'),
    }),
    claims: [endsByItself('with a limit')],
  },
};
