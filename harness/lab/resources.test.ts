import { expect, test } from 'vitest';
import type { Resource, ResourceWish } from '../adapter/resources.ts';
import type { Coordinator, Target } from '../adapter/target.ts';
import { Dialect } from '../dialect/dialect.ts';
import { Bench } from './bench.ts';
import { withPace } from './paces.ts';
import { kindsOf } from './resources.ts';

const lease = { release: () => {} };
const lock = (): Resource => ({ acquire: async () => lease });
const eagerPool = ({ create }: ResourceWish): Resource => ({
  acquire: async () => ({ resource: await create(), release: () => {} }),
});
const lazyPool = (wish: ResourceWish): Resource => ({
  acquire: async () => ({ resource: await wish.create(), release: () => {} }),
});

function targetWith(resources: NonNullable<Coordinator['resources']>, policies?: Coordinator['policies']): Target {
  const submit = (): never => {
    throw new Error('no tasks here');
  };
  return { name: 'resources', open: () => ({ submit, resources, ...(policies ? { policies } : {}) }) };
}

/** Runs something on a bench in virtual time and gives the lines that belong to the facets. */
async function lines(target: Target, run: (bench: Bench) => Promise<void>): Promise<readonly string[]> {
  const bench = await withPace('virtual', target, async (pace) => {
    const made = new Bench({ target, dialect: new Dialect([]), pace, watched: false });
    await made.coordinator();
    await run(made);
    await made.quiesce();
    made.failed();
    return made;
  });
  return bench.history.events
    .filter(({ what }) => /^(resource|policy)\./.test(what))
    .map(({ kind, what, task, who }) => [kind, what, task ?? '-', who ?? '-'].join(' '));
}

test('what reads `create`, at the latest at its first acquire, is a pool; what does not is a lock', async () => {
  const target = targetWith({ lock, eagerPool, lazyPool });
  const kinds = await kindsOf(target, await target.open({} as never), () => Promise.resolve());
  expect([...kinds]).toEqual([
    ['lock', 'lock'],
    ['eagerPool', 'pool'],
    ['lazyPool', 'pool'],
  ]);
});

test('an acquire, its creation and a second release are written down', async () => {
  const seen = await lines(targetWith({ lazyPool }), async (bench) => {
    await bench.resources.build('R', 'pool', { limit: 1 });
    bench.resources.acquire('R', 'A');
    await bench.quiesce();
    bench.resources.release('A');
    bench.resources.release('A');
  });
  expect(seen).toEqual([
    'info resource.build - R',
    'invoke resource.acquire A R',
    'invoke resource.create - R',
    'ok resource.create - R',
    'ok resource.acquire A R',
    'invoke resource.release A R',
    'ok resource.release A R',
    'invoke resource.release A R',
    'ok resource.release A R',
  ]);
});

test('a lease without a release is a fault of the adapter', async () => {
  const target = targetWith({ odd: () => ({ acquire: async () => ({}) as never }) });
  const run = lines(target, async (bench) => {
    await bench.resources.build('R', 'lock', { limit: 1 });
    bench.resources.acquire('R', 'A');
  });
  await expect(run).rejects.toMatchObject({ code: 'ADAPTER_LEASE_MALFORMED' });
});

test('attempts of a policy, and what it asks and tells, are written down', async () => {
  const twice: Coordinator['policies'] = {
    fallback:
      ({ value, used }) =>
      async (call, wish) => {
        expect(wish.signal?.aborted).toBe(false);
        await call(null, 1)
          .catch(() => call(null, 2))
          .catch(() => used());
        return value();
      },
  };
  const seen = await lines(targetWith({}, twice), async (bench) => {
    bench.policies.build('F', 'fallback', { value: 7 });
    bench.policies.call('F', 'call', () => [{ throw: 'E' }]);
    await bench.quiesce();
    expect(bench.history.call('policy.call', 'call')?.answer?.value).toBe(7);
    expect(bench.history.ended('call/2')?.value).toBe('threw');
  });
  expect(seen).toEqual([
    'info policy.build - F',
    'invoke policy.call call F',
    'saw policy.attempt call F',
    'fail policy.attempt call F',
    'saw policy.attempt call F',
    'fail policy.attempt call F',
    'saw policy.used - F',
    'saw policy.value - F',
    'ok policy.call call F',
  ]);
});
