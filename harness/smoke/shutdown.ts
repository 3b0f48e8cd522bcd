import type { History } from '../history.ts';
import type { Bench } from '../lab/bench.ts';
import type { Offering } from './offering.ts';

/** What one member of `shutdown` turns out to be, seen while one job runs and one waits. */
export async function shutdownMember(bench: Bench, offering: Offering, member: string): Promise<void> {
  await bench.coordinator({ concurrency: 1 });
  bench.submit('A', [{ gate: 'a' }]);
  bench.submit('B', [{ note: 'ran' }]);
  await bench.quiesce('before');
  const before = bench.reads.times('shutdown.grace');
  bench.shutdown(member);
  const asked = bench.reads.times('shutdown.grace') > before;
  await bench.quiesce('asked');
  bench.submit('C', [{ note: 'ran' }]);
  await bench.quiesce();
  const { history } = bench;
  const pending = history.call('shutdown')?.answer === undefined;
  // What only waits, or flushes, has no use for a grace period: one that takes newcomers in meanwhile is no less a shutdown.
  const bounded = pending && asked;
  const told = history.told('A') !== undefined || history.ended('A') !== undefined;
  const refused =
    history.call('submit', 'C')?.answer?.kind !== 'ok' || (history.result('C') !== undefined && !history.started('C'));
  const flushed = history.result('B') !== undefined && !history.started('B');
  bench.open('a');
  await bench.quiesce('over');
  // The slot is free, and still the newcomer has no turn: it was not only waiting for one.
  const kept = bench.history.ended('A') !== undefined && bench.history.started('C') === undefined;
  if (told || refused || kept || bounded) {
    offering.shutdown(member, 'mode');
    const did = told
      ? 'told or ended a running job'
      : refused || kept
        ? 'took no more jobs'
        : 'asked for a grace period';
    offering.give('shutdown', `\`shutdown.${member}\` ${did}`);
    await observe(bench, offering, member);
  } else if (flushed) {
    offering.shutdown(member, 'flush');
    offering.give('cancel.all', `\`shutdown.${member}\` dropped the waiting job and left the running one`);
    offering.observe('cancelAll.scope', 'queued');
  } else if (pending) {
    offering.shutdown(member, 'idle');
    offering.give('idle', `\`shutdown.${member}\` waited for the running job, and took new ones`);
  }
}

/**
 * The choices of a mode that show themselves, where nobody declares them. What is not seen is left to the defaults:
 * silence is never taken for a choice.
 */
async function observe(bench: Bench, offering: Offering, member: string): Promise<void> {
  const ended = bench.history.call('shutdown')?.answer;
  bench.submit('D', [{ note: 'ran' }]);
  await bench.quiesce();
  const { history } = bench;
  const see = (option: string, value: string): void => offering.observe(`shutdown.${member}.${option}`, value);
  if (isToldAtOnce(history)) see('running', 'cancel');
  if (history.before(ended).ended('B')) see('queued', 'run');
  if (history.call('submit', 'C')?.answer?.kind === 'ok' && history.result('C')?.kind === 'fail')
    see('reject', 'rejected-handle');
  if (ended && history.ended('D') && history.result('D')?.kind === 'ok') see('restart', 'restartable');
}

/** Told, and not ended from outside: bodies that are killed write nothing more of their own. */
const isToldAtOnce = (history: History): boolean => {
  const told = history.told('A');
  const submitted = history.call('submit', 'C')?.invoke;
  return told !== undefined && submitted !== undefined && told.seq < submitted.seq;
};
