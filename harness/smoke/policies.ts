import { carries } from '../checkers/reasons.ts';
import type { Bench } from '../lab/bench.ts';
import type { PolicyKind, PolicySettings } from '../lab/policies.ts';
import type { Offering } from './offering.ts';

const settings: PolicySettings = {
  retry: { attempts: 1, delay: 10, timeout: 60_000, cap: 10, permanent: 'permanent' },
  breaker: { failures: 5, rest: 1_000, trials: 1 },
  fallback: { value: 0 },
  rate: { calls: 1, per: 1_000 },
};

const reason = 'quiesce: the reason of an abort';

/** Policies: which there are, and which wishes are read where one is built and where it is called. */
export async function policies(bench: Bench, offering: Offering): Promise<void> {
  await bench.coordinator();
  const { current } = bench;
  for (const kind of ['retry', 'breaker', 'fallback', 'rate'] as const) {
    if (current.policies?.[kind]) await probe(bench, offering, kind);
  }
}

async function probe(bench: Bench, offering: Offering, kind: PolicyKind): Promise<void> {
  const { policies: lab, reads } = bench;
  offering.give(kind, `the coordinator has \`policies.${kind}\``);
  lab.build(kind, kind, settings[kind]);
  lab.call(kind, `a call of ${kind}`, () => (kind === 'retry' ? [{ gate: 'attempt' }] : [{ return: 1 }]), {
    signal: `abort of ${kind}`,
  });
  await bench.quiesce();
  const gives = (capability: Parameters<Offering['give']>[0]) =>
    offering.giveIf(
      reads.has(capability),
      capability,
      `\`${capability.slice(kind.length + 1)}\` was read by \`policies.${kind}\``,
    );
  gives(`${kind}.signal`);
  if (kind === 'breaker') gives('breaker.trials');
  if (kind !== 'retry') return;
  gives('retry.timeout');
  gives('retry.cap');
  gives('retry.permanent');
  await abortedRetry(bench, offering);
}

/**
 * Does the rejection of a call that was aborted carry the reason, inside an attempt or between two? One of them is
 * enough: a library that keeps it here and loses it there has lost it.
 */
async function abortedRetry(bench: Bench, offering: Offering): Promise<void> {
  const { policies: lab } = bench;
  lab.build('waiting retry', 'retry', { ...settings.retry, attempts: 2, delay: 10_000, cap: 10_000 });
  lab.call('waiting retry', 'a call that waits', () => [{ throw: 'E' }], { signal: 'abort of the wait' });
  await bench.quiesce();
  bench.abort('abort of the wait', reason);
  bench.abort('abort of retry', reason);
  await bench.quiesce();
  bench.open('attempt');
  await bench.quiesce();
  const carried = ['a call of retry', 'a call that waits'].some((call) => {
    const answer = bench.history.call('policy.call', call)?.answer;
    return answer?.kind === 'fail' && carries(answer.value, reason);
  });
  offering.giveIf(carried, 'retry.reason', 'the rejection of an aborted call carried the reason');
}
