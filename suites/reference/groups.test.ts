import { expect, test } from 'vitest';
import type { Json } from '../../harness/index.ts';
import { gate, now, open, rest } from './fixtures/opened.ts';

test('a group waits for its members and raises every error that was not its own doing', async () => {
  const { submit } = await open();
  const [a, b] = [gate(), gate()];
  const handle = submit(
    'T',
    (_signal, lent) =>
      lent.all([
        async () => (await a.pass(), Promise.reject(new Error('E1'))),
        async () => (await b.pass(), Promise.reject(new Error('E2'))),
        async (signal) => (await gate().pass(signal ?? undefined), null),
      ]) as Promise<Json>,
  );
  await rest();
  a.open();
  await rest();
  expect(await now(handle.result)).toBe('pending');
  b.open();
  await expect(handle.result).rejects.toMatchObject({ errors: [{ message: 'E1' }, { message: 'E2' }] });
});

test('no more members of `all` run at once than tasks may, and none starts after a failure', async () => {
  const { submit } = await open({ concurrency: 2 });
  const doors = [gate(), gate(), gate()];
  const started: number[] = [];
  const handle = submit(
    'T',
    (_signal, lent) =>
      lent.all(
        doors.map((door, index) => async (signal) => {
          started.push(index);
          await door.pass(signal ?? undefined);
          throw new Error('E');
        }),
      ) as Promise<Json>,
  );
  await rest();
  expect(started).toEqual([0, 1]);
  doors[0]?.open();
  await expect(handle.result).rejects.toThrow('E');
  expect(started).toEqual([0, 1]);
});

test('resources go in reverse, each once, and no error of theirs hides another', async () => {
  const { submit } = await open();
  const gone: string[] = [];
  const handle = submit(
    'T',
    (_signal, lent) =>
      lent.use(
        async () => void gone.push('outer'),
        () =>
          lent.use(
            async () => {
              gone.push('inner');
              throw new Error('disposal');
            },
            () => Promise.reject(new Error('body')),
          ) as Promise<Json>,
      ) as Promise<Json>,
  );
  await expect(handle.result).rejects.toMatchObject({
    name: 'SuppressedError',
    error: { message: 'disposal' },
    suppressed: { message: 'body' },
  });
  expect(gone).toEqual(['inner', 'outer']);
});

test('a reader that leaves closes the source, once, and nothing more is pulled', async () => {
  const { submit } = await open();
  const seen = { pulls: 0, closed: 0 };
  const source: AsyncIterable<Json> = {
    [Symbol.asyncIterator]: () => ({
      next: () => Promise.resolve({ done: false, value: (seen.pulls += 1) }),
      return: () => Promise.resolve({ done: true, value: (seen.closed += 1) }),
    }),
  };
  const handle = submit('T', async (_signal, lent) => {
    const results = lent.map(source, async (item) => item, { concurrency: 2 }) as AsyncIterable<Json>;
    for await (const result of results) if (result === 3) return result;
    return null;
  });
  expect(await handle.result).toBe(3);
  const { pulls } = seen;
  await rest();
  expect(seen).toEqual({ pulls, closed: 1 });
});

test('a scope that is cancelled says so, and its task goes on; afterwards its handle does nothing', async () => {
  const { submit } = await open();
  let cancel: (reason?: unknown) => unknown = () => {};
  const handle = submit('T', async (_signal, lent) => {
    const answer = await lent.scope(
      async (signal) => (await gate().pass(signal ?? undefined), null),
      (handed) => {
        cancel = handed;
      },
    );
    return answer as Json;
  });
  await rest();
  expect(cancel('enough')).toBe(true);
  expect(await handle.result).toEqual({ cancelled: true });
  expect(cancel()).toBe(false);
});
