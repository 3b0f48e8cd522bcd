import type { Bench } from '../lab/bench.ts';
import type { Offering } from './offering.ts';

/** Two jobs at limit 1: does one of them wait, and does it get its turn? Which of them is first is not asked here. */
export async function twoAtLimitOne(bench: Bench, offering: Offering): Promise<void> {
  await bench.coordinator({ concurrency: 1 });
  for (const job of ['A', 'B']) bench.submit(job, [{ gate: 'g' }]);
  await bench.quiesce();
  const { history } = bench;
  const waiting = ['A', 'B'].filter((job) => history.started(job) === undefined);
  const [second = ''] = waiting;
  const waits = waiting.length === 1;
  const accepted = history.call('submit', second)?.answer?.kind === 'ok';
  bench.open('g');
  await bench.quiesce();
  if (waits) await bench.until('the second job has run', (now) => now.started(second) !== undefined);
  const served = bench.history.started(second) !== undefined;
  if (bench.reads.has('open.concurrency')) {
    if (waits) offering.give('limit', 'at limit 1 one of two jobs did not run beside the other');
    else offering.withoutEffect('limit', '`wish.concurrency` was read, and at limit 1 two jobs ran at once');
  }
  offering.giveIf(waits && accepted && served, 'queue', 'at limit 1 one of two jobs waited and got its turn');
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
