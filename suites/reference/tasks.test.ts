import { expect, test } from 'vitest';
import { gate, now, open, rest, terminalsOf } from './fixtures/opened.ts';

test('a task completes with the value of its body', async () => {
  const { submit, events } = await open();
  expect(await submit('a', async () => 42).result).toBe(42);
  expect(terminalsOf(events, 'a')).toEqual(['completed']);
});

test('a body that throws fails with its own error', async () => {
  const { submit } = await open();
  const error = new Error('no');
  await expect(submit('a', () => Promise.reject(error)).result).rejects.toBe(error);
});

test('a body that throws before its first wait fails like any other', async () => {
  const { submit } = await open();
  const handle = submit('a', () => {
    throw new Error('at once');
  });
  await expect(handle.result).rejects.toThrow('at once');
});

test('no more bodies run at once than the limit allows, and all of them run', async () => {
  const { submit } = await open({ concurrency: 3 });
  let running = 0;
  let most = 0;
  const handles = Array.from({ length: 20 }, (_, index) =>
    submit(`t${index}`, async () => {
      running += 1;
      most = Math.max(most, running);
      await rest();
      running -= 1;
      return index;
    }),
  );
  expect(await Promise.all(handles.map(({ result }) => result))).toEqual(handles.map((_, index) => index));
  expect(most).toBe(3);
});

test('the greatest priority goes first, and within one priority the first to come', async () => {
  const { submit } = await open({ concurrency: 1 });
  const order: string[] = [];
  const one = (id: string, priority: number) =>
    submit(id, async () => void order.push(id) as unknown as null, { priority });
  await Promise.all([one('a', 0), one('b', 1), one('c', 1), one('d', 2)].map(({ result }) => result));
  expect(order).toEqual(['d', 'b', 'c', 'a']);
});

test('a full queue refuses, and only those that wait count', async () => {
  const { submit } = await open({ concurrency: 1, queueLimit: 1 });
  const door = gate();
  submit('a', async () => (await door.pass(), 1));
  const b = submit('b', async () => 2);
  expect(() => submit('c', async () => 3)).toThrow(expect.objectContaining({ code: 'FULL' }));
  door.open();
  expect(await b.result).toBe(2);
});

test('an identity that is alive is refused, and free again when its task has ended', async () => {
  const { submit } = await open();
  const door = gate();
  const first = submit('a', async () => (await door.pass(), 1));
  expect(() => submit('a', async () => 2)).toThrow(expect.objectContaining({ code: 'DUPLICATE' }));
  door.open();
  await first.result;
  await rest();
  expect(await submit('a', async () => 2).result).toBe(2);
});

test('a time limit stops the body, waits for its cleanup, and shows as a timeout', async () => {
  const { submit, events } = await open();
  const fin = gate();
  const handle = submit(
    'a',
    async (signal) => {
      try {
        return (await gate().pass(signal), null);
      } finally {
        await fin.pass();
      }
    },
    { timeout: 5 },
  );
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(await now(handle.result)).toBe('pending');
  fin.open();
  await expect(handle.result).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(terminalsOf(events, 'a')).toEqual(['timeout']);
});

test('a limit of nothing ends a task before its body begins', async () => {
  const { submit } = await open();
  let ran = false;
  const handle = submit('a', async () => (ran = true), { timeout: 0 });
  await expect(handle.result).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(ran).toBe(false);
});

test('whoever waits for a result gets it, before and after the end', async () => {
  const { it, submit } = await open();
  const door = gate();
  submit('a', async () => (await door.pass(), 7));
  const early = it.result?.('a');
  door.open();
  expect(await early).toBe(7);
  expect(await it.result?.('a')).toBe(7);
  await expect(it.result?.('nobody')).rejects.toMatchObject({ code: 'UNKNOWN' });
});

test('the counts tell what runs and what waits; idle comes when neither does', async () => {
  const { it, submit } = await open({ concurrency: 1 });
  const door = gate();
  const a = submit('a', async () => (await door.pass(), 1));
  const b = submit('b', async () => 2);
  await rest();
  expect(await it.query?.()).toMatchObject({ running: 1, queued: 1, ids: ['a', 'b'] });
  const idle = it.idle?.() as Promise<void>;
  expect(await now(idle)).toBe('pending');
  door.open();
  await Promise.all([a.result, b.result, idle]);
  expect(await it.query?.()).toMatchObject({ running: 0, queued: 0, kept: 2, ids: [] });
});

test('no more ended tasks are kept than the retention says', async () => {
  const { it, submit } = await open({}, { retention: { value: 'count', count: 3 } });
  for (let at = 0; at < 10; at += 1) await submit(`t${at}`, async () => at).result;
  expect(await it.query?.()).toMatchObject({ kept: 3 });
  expect(await it.query?.('t0')).toEqual({ state: undefined });
  expect(await it.query?.('t9')).toEqual({ state: 'completed' });
});
