import type { Bench } from '../lab/bench.ts';
import type { Offering } from './offering.ts';

/** What one member of `shutdown` turns out to be, seen while one job runs and one waits. */
export async function shutdownMember(bench: Bench, offering: Offering, member: string): Promise<void> {
  await bench.coordinator({ concurrency: 1 });
  bench.submit('A', [{ gate: 'a' }]);
  bench.submit('B', [{ note: 'ran' }]);
  await bench.quiesce('before');
  bench.shutdown(member);
  await bench.quiesce('asked');
  bench.submit('C', [{ note: 'ran' }]);
  await bench.quiesce();
  const { history } = bench;
  const pending = history.call('shutdown')?.answer === undefined;
  const told = history.told('A') !== undefined || history.ended('A') !== undefined;
  const refused =
    history.call('submit', 'C')?.answer?.kind !== 'ok' || (history.result('C') !== undefined && !history.started('C'));
  const flushed = history.result('B') !== undefined && !history.started('B');
  bench.open('a');
  await bench.quiesce();
  const kept = bench.history.started('B') !== undefined && bench.history.started('C') === undefined;
  if (told || refused || kept) {
    offering.shutdown(member, 'mode');
    offering.give('shutdown', `\`shutdown.${member}\` ${told ? 'told or ended a running job' : 'took no more jobs'}`);
  } else if (flushed) {
    offering.shutdown(member, 'flush');
    offering.give('cancel.all', `\`shutdown.${member}\` dropped the waiting job and left the running one`);
    offering.observe('cancelAll.scope', 'queued');
  } else if (pending) {
    offering.shutdown(member, 'idle');
    offering.give('idle', `\`shutdown.${member}\` waited for the running job, and took new ones`);
  }
}
