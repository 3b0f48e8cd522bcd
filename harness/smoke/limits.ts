import type { Bench } from '../lab/bench.ts';
import type { Offering } from './offering.ts';

/** Two jobs at limit 1: does the second wait, and does it get its turn? */
export async function twoAtLimitOne(bench: Bench, offering: Offering): Promise<void> {
  await bench.coordinator({ concurrency: 1 });
  bench.submit('A', [{ gate: 'a' }]);
  bench.submit('B', [{ note: 'ran' }]);
  await bench.quiesce();
  const { history } = bench;
  const waits = history.started('A') !== undefined && history.started('B') === undefined;
  const accepted = history.call('submit', 'B')?.answer?.kind === 'ok';
  bench.open('a');
  await bench.quiesce();
  await bench.until('the second job has run', (now) => now.started('B') !== undefined);
  const served = bench.history.started('B') !== undefined;
  if (bench.reads.has('open.concurrency')) {
    if (waits) offering.give('limit', 'at limit 1 the second of two jobs did not run beside the first');
    else offering.withoutEffect('limit', '`wish.concurrency` was read, and at limit 1 two jobs ran at once');
  }
  offering.giveIf(waits && accepted && served, 'queue', 'at limit 1 the second of two jobs waited and got its turn');
}

/** What an adapter read of the wishes; reading one claims that the library honours it. */
export function wishes({ reads }: Bench, offering: Offering): void {
  const read = (name: string) => reads.has(name);
  offering.giveIf(read('job.signal'), 'signal.external', '`job.signal` was read');
  offering.giveIf(read('open.queueLimit'), 'queue.bounded', '`wish.queueLimit` was read');
  offering.giveIf(read('open.timeout') || read('job.timeout'), 'timeout', 'a `timeout` was read');
  offering.giveIf(read('job.priority'), 'priority', '`job.priority` was read');
  offering.giveIf(read('job.lane'), 'lanes', '`job.lane` was read');
  offering.giveIf(read('job.key'), 'keys', '`job.key` was read');
  offering.giveIf(read('job.token'), 'token.job', '`job.token` was read');
  offering.giveIf(read('open.components'), 'components.attached', '`wish.components` was read');
  offering.giveIf(read('open.store'), 'store', '`wish.store` was read');
  offering.giveIf(read('open.connect'), 'network', '`wish.connect` was read');
  offering.giveIf(read('shutdown.grace'), 'shutdown.grace', '`wish.grace` was read');
  offering.giveIf(read('shutdown.force'), 'shutdown.force', '`wish.force` was read');
}
