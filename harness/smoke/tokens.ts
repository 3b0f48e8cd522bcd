import type { WavesResult } from '../adapter/tokens.ts';
import type { Bench } from '../lab/bench.ts';
import type { Offering } from './offering.ts';

const reason = 'quiesce: the reason of a cancel';

/** A token, and what it can do beside being cancelled. */
export async function tokens(bench: Bench, offering: Offering): Promise<void> {
  await bench.coordinator();
  const { current } = bench;
  if (!current.token) return;
  bench.tokens.make('K');
  const made = bench.history.call('token.make')?.answer?.kind === 'ok';
  if (!made) return offering.withoutEffect('token', '`token` was called, and gave no token');
  offering.give('token', 'the coordinator has `token`');
  offering.giveIf(current.link, 'token.link', 'the coordinator has `link`');
  offering.giveIf(bench.tokens.has('K', 'check'), 'token.check', 'the token has `check`');
  offering.giveIf(bench.tokens.has('K', 'reset'), 'token.reset', 'the token has `reset`');
  const calls = bench.tokens.has('K', 'onCancel') ? '`onCancel`' : bench.tokens.has('K', 'signal') && '`signal`';
  offering.giveIf(calls, 'token.callbacks', `the token has ${calls}`);
  if (!bench.tokens.has('K', 'cancel')) return;
  bench.tokens.cancel('K', reason);
  await bench.quiesce();
  const { reason: shown } = bench.tokens.named('K');
  offering.giveIf(shown === reason, 'token.reason', 'the token shows the reason that it was cancelled with');
}

/** A run of two waves, which is cancelled in the first where it can be. */
export async function waves(bench: Bench, offering: Offering): Promise<void> {
  await bench.coordinator();
  const { current } = bench;
  if (!current.waves) return;
  const token = current.token !== undefined && offering.has('token');
  if (token) bench.tokens.make('K');
  bench.tokens.run('R', [1, 1], () => [{ gate: 'g' }], token ? { token: 'K' } : {});
  await bench.quiesce();
  if (bench.history.started('R/1.1')) offering.give('waves', 'the item of a wave was run');
  else offering.withoutEffect('waves', '`waves` was called, and no item of the first wave was run');
  if (token && bench.tokens.has('K', 'cancel')) bench.tokens.cancel('K', reason);
  await bench.quiesce();
  bench.open('g');
  await bench.quiesce();
  const { results } = (bench.history.call('waves.run', 'R')?.answer?.value ?? {}) as Partial<WavesResult>;
  offering.giveIf(results, 'waves.partial', 'the answer of a run has a place for results');
  const told = bench.history.events.some(({ what }) => what === 'event');
  offering.giveIf(told, 'waves.events', 'an event was delivered while nothing but a run was at work');
  offering.giveIf(bench.reads.has('waves.timeout'), 'waves.timeout', '`wish.timeout` of a run was read');
  offering.giveIf(bench.reads.has('waves.failure'), 'waves.failure', '`wish.failure` of a run was read');
}
