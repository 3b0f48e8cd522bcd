import { expect, test } from 'vitest';
import type { Listener, TaskEvent } from '../adapter/events.ts';
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

/** Tasks of which a client hears over a connection alone, and which are told of before their handle is there. */
function connections(): Target {
  return {
    name: 'connections alone',
    open() {
      const events: TaskEvent[] = [];
      let wake = (): void => undefined;
      const tell = (type: string, task: string): void => {
        events.push({ type, task });
        wake();
      };
      return {
        submit({ id, run }) {
          tell('queued', id);
          return { id, result: run().then(() => tell('completed', id)) };
        },
        connect() {
          let [read, gone] = [0, false];
          return {
            async next() {
              while (!gone && read === events.length) await new Promise<void>((resolve) => (wake = resolve));
              return gone ? undefined : events[read++];
            },
            close() {
              gone = true;
              wake();
            },
          };
        },
      };
    },
  };
}

test('where all that there is are connections, a listener is a client that pulls, and fails alone', async () => {
  const target = connections();
  await withPace('virtual', target, async (pace) => {
    const bench = new Bench({ target, dialect: new Dialect([]), pace, watched: false });
    await bench.coordinator();
    bench.submit('T', [{ gate: 'g' }]);
    const heard: unknown[] = [];
    bench.clients.subscribe('A', 'T', ({ number, terminal, event }) => {
      heard.push([number, terminal, event.type]);
      throw new Error('a client that fails');
    });
    await bench.quiesce();
    bench.open('g');
    await bench.quiesce();
    expect(heard).toEqual([
      [1, false, 'queued'],
      [2, true, 'completed'],
    ]);
    expect(bench.history.calls('subscribe')[0]?.answer?.value).toEqual({ pulls: true });
    bench.clients.unsubscribe('A');
    await bench.quiesce();
    bench.submit('U', []);
    await bench.quiesce();
    expect(bench.history.all('event')).toHaveLength(2);
  });
});

test('what is said inside a submit is about the task that it submits, also under an id that was used', async () => {
  const target: Target = {
    name: 'says so at once',
    open() {
      const listeners = new Set<Listener>();
      const tell = (type: string, task: string): void => {
        for (const listener of listeners) listener({ type, task });
      };
      return {
        submit({ id, run }) {
          tell('queued', id);
          return { id, result: run().then(() => tell('completed', id)) };
        },
        subscribe(listener) {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      };
    },
  };
  await withPace('virtual', target, async (pace) => {
    const bench = new Bench({ target, dialect: new Dialect([]), pace, watched: true });
    await bench.coordinator();
    for (const task of ['T1', 'T2']) {
      bench.submit(task, [], { id: 'x' });
      await bench.quiesce();
    }
    const heard = bench.history.all('event').map(({ task, value }) => [task, (value as TaskEvent).type]);
    expect(heard).toEqual([
      ['T1', 'queued'],
      ['T1', 'completed'],
      ['T2', 'queued'],
      ['T2', 'completed'],
    ]);
  });
});

/** Counts its tasks itself, and tells of each before its handle is there. */
function countsAlone(): Target {
  return {
    name: 'counts alone',
    open() {
      const listeners = new Set<Listener>();
      let last = 0;
      return {
        submit({ run }) {
          const task = `job-${++last}`;
          const tell = (type: string): void => listeners.forEach((listener) => listener({ type, task }));
          tell('queued');
          return { id: task, result: run().then(() => tell('completed')) };
        },
        subscribe: (listener) => (listeners.add(listener), () => listeners.delete(listener)),
      };
    },
  };
}

test('what a second coordinator says of a task is not taken for one of the first with the same id', async () => {
  const target = countsAlone();
  await withPace('virtual', target, async (pace) => {
    const bench = new Bench({ target, dialect: new Dialect([]), pace, watched: true });
    for (const task of ['T', 'U']) {
      await bench.coordinator();
      bench.submit(task, []);
      await bench.quiesce();
    }
    const heard = bench.history.all('event').map(({ value, task }) => [(value as TaskEvent).type, task]);
    expect(heard).toEqual([
      ['queued', undefined],
      ['completed', 'T'],
      ['queued', undefined],
      ['completed', 'U'],
    ]);
  });
});
