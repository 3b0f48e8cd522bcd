import { expect, test } from 'vitest';
import type { Listener } from '../adapter/events.ts';
import type { Target } from '../adapter/target.ts';
import { Dialect } from '../dialect/dialect.ts';
import { Bench } from './bench.ts';
import { withPace } from './paces.ts';

/** Tasks of which all clients hear by one stream. */
function oneStream(): Target {
  return {
    name: 'one stream for all tasks',
    open() {
      const listeners = new Set<Listener>();
      return {
        submit: ({ id, run }) => ({
          id,
          result: run().then(() => {
            for (const listener of listeners) listener({ type: 'completed', task: id });
          }),
        }),
        subscribe(listener) {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      };
    },
  };
}

test('a client that asks for two tasks of one stream hears of each of them once', async () => {
  const target = oneStream();
  await withPace('virtual', target, async (pace) => {
    const bench = new Bench({ target, dialect: new Dialect([]), pace, watched: false });
    await bench.coordinator();
    for (const task of ['T', 'U']) {
      bench.submit(task, [{ gate: 'g' }]);
      bench.clients.subscribe('B', task);
    }
    bench.open('g');
    await bench.quiesce();
    const heard = bench.history.all('event').map(({ who, task }) => [who, task]);
    expect(heard).toEqual([
      ['B', 'T'],
      ['B', 'U'],
    ]);
    bench.clients.unsubscribe('B');
    bench.submit('V', []);
    await bench.quiesce();
    expect(bench.history.all('event')).toHaveLength(2);
  });
});
