import { expect, test } from 'vitest';
import type { OpenWish, Target } from '../adapter/target.ts';
import { Dialect } from '../dialect/dialect.ts';
import { Bench } from './bench.ts';
import { withPace } from './paces.ts';

/** What a target is given to open a coordinator with, and the bench that gave it. */
async function given(work: (bench: Bench, wish: OpenWish) => Promise<void>): Promise<void> {
  let wish: OpenWish | undefined;
  const target: Target = {
    name: 'keeps its wishes',
    open: (given) => {
      wish = given;
      return { submit: ({ id }) => ({ id, result: new Promise(() => {}) }) };
    },
  };
  await withPace('virtual', target, async (pace) => {
    const bench = new Bench({ target, dialect: new Dialect([]), pace, watched: false });
    await bench.coordinator({ store: true, network: true });
    if (wish) await work(bench, wish);
  });
}

test('a write that concerns the failing task rejects; others, and later ones, are kept', async () => {
  await given(async (bench, { store }) => {
    for (const task of ['T', 'U']) bench.submit(task, []);
    bench.store.fail('T', 'rejects');
    await expect(store?.write({ 'task:T': { state: 'completed' } })).rejects.toThrow('T');
    await store?.write({ 'task:U': 1, 'list:TT': 2 });
    expect(await store?.read('task:T')).toBeUndefined();
    expect(await store?.read('task:U')).toBe(1);
    bench.store.mend();
    await store?.write({ 'task:T': { state: 'completed' } });
    bench.store.show('T');
    expect(bench.history.all('store.holds', 'T').at(-1)?.value).toEqual({ 'task:T': { state: 'completed' } });
    expect(bench.history.all('store.write', 'T', 'fail')).toHaveLength(1);
    await store?.write({ 'task:T': null });
    expect(await store?.read('task:T')).toBeUndefined();
  });
});

test('a write that hangs is done when the store is mended', async () => {
  await given(async (bench, { store }) => {
    bench.submit('T', []);
    bench.store.fail('T', 'hangs');
    const written = store?.write({ 'task:T': 1 });
    await bench.quiesce();
    expect(await store?.read('task:T')).toBeUndefined();
    bench.store.mend();
    await written;
    expect(await store?.read('task:T')).toBe(1);
  });
});

test('the peer answers what it is sent, until it falls silent; a signal ends the wait', async () => {
  await given(async (bench, { connect }) => {
    await expect(bench.network.call('early', undefined)).rejects.toThrow('no connection');
    const connection = await connect?.();
    expect(await bench.network.call('ping', undefined)).toBe('ping');
    await connection?.close();
    bench.network.silence();
    const controller = new AbortController();
    const call = bench.network.call('ping', controller.signal);
    await bench.quiesce();
    controller.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
    const closed: string[] = [];
    void connection?.close().then(() => closed.push('closed'));
    await bench.quiesce();
    expect(closed).toEqual([]);
    expect(bench.history.all('network.send').map(({ value }) => value)).toEqual(['ping', 'ping']);
  });
});
