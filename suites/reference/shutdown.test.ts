import { expect, test } from 'vitest';
import type { Coordinator, ShutdownReport, ShutdownWish } from '../../harness/index.ts';
import { gate, now, open, rest, terminalsOf } from './fixtures/opened.ts';

function shutDown(it: Coordinator, mode: 'drain' | 'abort', wish: Partial<ShutdownWish> = {}): Promise<ShutdownReport> {
  return it.shutdown?.[mode]?.({ grace: undefined, force: undefined, ...wish }) as Promise<ShutdownReport>;
}

test('a drain lets everything end that was accepted, and takes nothing more', async () => {
  const { it, submit } = await open({ concurrency: 1 });
  const door = gate();
  const handles = ['a', 'b'].map((id) => submit(id, async () => (await door.pass(), id)));
  await rest();
  const closed = shutDown(it, 'drain');
  expect(() => submit('c', async () => 1)).toThrow(expect.objectContaining({ code: 'CLOSED' }));
  await rest();
  expect(await now(closed)).toBe('pending');
  door.open();
  expect(await closed).toMatchObject({ unfinished: [] });
  expect(await Promise.all(handles.map(({ result }) => result))).toEqual(['a', 'b']);
});

test('an abort tells those that run, drops those that wait, and waits for cleanup', async () => {
  const { it, submit } = await open({ concurrency: 1 });
  const fin = gate();
  const a = submit('a', async (signal) => {
    try {
      return (await gate().pass(signal), null);
    } finally {
      await fin.pass();
    }
  });
  const b = submit('b', async () => 1);
  await rest();
  const closed = shutDown(it, 'abort');
  await expect(b.result).rejects.toMatchObject({ name: 'CancelledError', reason: { name: 'ShutdownError' } });
  await rest();
  expect(await now(closed)).toBe('pending');
  fin.open();
  await expect(a.result).rejects.toMatchObject({ name: 'CancelledError' });
  expect(await closed).toMatchObject({ unfinished: [] });
});

test('a task that does not end is given up, named and answered, and its end counts for nothing', async () => {
  const { it, submit, events } = await open();
  const door = gate();
  const deaf = submit('deaf', async () => (await door.pass(), 7));
  await rest();
  const report = await shutDown(it, 'drain', { grace: 5, force: 5 });
  expect(report.unfinished?.map(({ id }) => id)).toEqual(['deaf']);
  await expect(deaf.result).rejects.toMatchObject({ name: 'CancelledError' });
  door.open();
  await rest();
  expect(terminalsOf(events, 'deaf')).toEqual(['cancelled']);
});

test('whoever asks again waits for the same end', async () => {
  const { it, submit } = await open();
  const door = gate();
  submit('a', async () => (await door.pass(), 1));
  await rest();
  const [first, second] = [shutDown(it, 'drain'), shutDown(it, 'drain')];
  await rest();
  expect(await now(second)).toBe('pending');
  door.open();
  expect(await second).toBe(await first);
});

test('a task that shuts down from inside is not waited for where callers are known', async () => {
  const { it, submit } = await open({}, { 'shutdown.self': 'excluded' });
  const handle = submit('self', async () => {
    await rest();
    await shutDown(it, 'drain');
    return 1;
  });
  expect(await handle.result).toBe(1);
});

test('the streams of all clients end with the shutdown', async () => {
  const { it } = await open();
  const client = await it.connect?.({ task: undefined, after: undefined });
  const last = client?.next() as Promise<unknown>;
  await shutDown(it, 'abort');
  expect(await last).toBeUndefined();
});
