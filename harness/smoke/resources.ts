import type { Bench } from '../lab/bench.ts';
import { kindsOf, type ResourceKind } from '../lab/resources.ts';
import type { Offering } from './offering.ts';

const reason = 'quiesce: the reason of an abort';

/** Locks and pools: what each kind has, and which wishes are read where it is used. */
export async function resources(bench: Bench, offering: Offering): Promise<void> {
  await bench.coordinator();
  const { current, target, pace } = bench;
  const kinds = await kindsOf(target, current, () => pace.quiesce());
  for (const kind of ['lock', 'pool'] as const) {
    const name = [...kinds].find(([, found]) => found === kind)?.[0];
    if (name !== undefined) await probe(bench, offering, kind, name);
  }
}

/** A lease that is given back twice: is the second time an error, of every kind of resource that there is? */
export async function releasedTwice(bench: Bench, offering: Offering): Promise<void> {
  await bench.coordinator();
  const { current, target, pace, resources: lab } = bench;
  const kinds = new Set((await kindsOf(target, current, () => pace.quiesce())).values());
  for (const kind of kinds) {
    await lab.build(kind, kind, { limit: 1 });
    if (!lab.has(kind, 'acquire')) continue;
    lab.acquire(kind, kind);
    await bench.quiesce();
    for (let time = 1; time <= 2; time++) {
      lab.release(kind);
      await bench.quiesce();
    }
  }
  const second = [...kinds].flatMap((kind) => bench.history.calls('resource.release', kind)[1] ?? []);
  if (second.length > 0 && second.every(({ answer }) => answer?.kind === 'fail'))
    offering.observe('lease.release', 'error');
}

async function probe(bench: Bench, offering: Offering, kind: ResourceKind, name: string): Promise<void> {
  const { reads, resources: lab } = bench;
  const evidence = kind === 'pool' ? 'read `create` or `destroy`' : 'read neither `create` nor `destroy`';
  offering.give(kind, `\`resources.${name}\` ${evidence}`);
  await lab.build(kind, kind, { limit: 1 });
  if (lab.has(kind, 'acquire')) {
    // Of two, the second has to wait: what is asked for a wait may be read there and nowhere else.
    const both = [`holder of the ${kind}`, `waiter for the ${kind}`];
    for (const holder of both) lab.acquire(kind, holder);
    await bench.quiesce();
    for (const holder of both) {
      lab.release(holder);
      await bench.quiesce();
    }
  }
  for (const wish of ['signal', 'timeout', 'priority'] as const) {
    const read = reads.has(`${kind}.acquire.${wish}`);
    if (kind === 'lock') offering.giveIf(read, `lock.${wish}`, `\`acquire\` of \`resources.${name}\` read \`${wish}\``);
    else if (wish !== 'priority')
      offering.giveIf(read, `pool.${wish}`, `\`acquire\` of \`resources.${name}\` read \`${wish}\``);
  }
  await use(bench, offering, kind, name);
  if (kind === 'pool' && lab.has(kind, 'close')) await close(bench, offering, name);
}

async function use(bench: Bench, offering: Offering, kind: ResourceKind, name: string): Promise<void> {
  if (!bench.resources.has(kind, 'use')) return;
  offering.give('resource.use', `\`resources.${name}\` has \`use\``);
  offering.give(`${kind}.use`, `\`resources.${name}\` has \`use\``);
  const [user, gate, abort] = [`user of the ${kind}`, `use of the ${kind}`, `abort of a use of the ${kind}`];
  bench.resources.use(kind, user, [{ gate }], { signal: abort });
  await bench.quiesce();
  bench.abort(abort, reason);
  await bench.quiesce();
  const { history } = bench;
  bench.open(gate);
  await bench.quiesce();
  // One that is read and ends the wait alone is no way to end a use: nobody is told, and nothing is missed.
  const ended = history.told(user) !== undefined || history.call('resource.use', user)?.answer !== undefined;
  offering.giveIf(
    bench.reads.has(`${kind}.use.signal`) && ended,
    `${kind}.use.signal`,
    `\`use\` of \`resources.${name}\` read \`signal\`, and a use that was aborted heard of it`,
  );
}

async function close(bench: Bench, offering: Offering, name: string): Promise<void> {
  offering.give('pool.close', `\`resources.${name}\` has \`close\``);
  bench.resources.close('pool');
  await bench.quiesce();
  const read = bench.reads.has('pool.close.timeout');
  offering.giveIf(read, 'pool.close.timeout', `\`close\` of \`resources.${name}\` read \`timeout\``);
  if (bench.resources.has('pool', 'acquire')) await closeWhileOneWaits(bench, offering);
}

/** Served from what came back after the close: a choice. Left pending for ever: none, and REL-18 will find it. */
async function closeWhileOneWaits(bench: Bench, offering: Offering): Promise<void> {
  const { resources: lab } = bench;
  const [holder, waiter] = ['holder of the closing pool', 'waiter for the closing pool'];
  await lab.build('closing', 'pool', { limit: 1 });
  lab.acquire('closing', holder);
  await bench.quiesce();
  lab.acquire('closing', waiter);
  await bench.quiesce();
  lab.close('closing');
  await bench.quiesce();
  const waited = lab.granted(holder) && !lab.granted(waiter);
  lab.release(holder);
  await bench.quiesce();
  if (waited && lab.granted(waiter)) offering.observe('pool.waiters', 'serve');
  lab.release(waiter);
  await bench.quiesce();
}
