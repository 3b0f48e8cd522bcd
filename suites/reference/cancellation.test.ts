import { expect, test } from 'vitest';
import type { Json } from '../../harness/index.ts';
import { gate, now, open, type Run, rest, terminalsOf } from './fixtures/opened.ts';

/** Waits until it is cancelled. */
const waiting: Run = async (signal) => (await gate().pass(signal), null);

/** Returns a value although it was cancelled. */
const deaf =
  (door: { pass(): Promise<void> }, value: Json): Run =>
  async () => (await door.pass(), value);

test('a cancel reaches the body, and its reason the body, the result and the event', async () => {
  const { it, submit, events } = await open();
  let seen: unknown;
  const handle = submit('a', async (signal) => {
    signal.addEventListener('abort', () => {
      seen = signal.reason;
    });
    return waiting(signal, {} as never);
  });
  await rest();
  const reason = { code: 'user' };
  expect(it.cancel?.('a', reason)).toBe(true);
  await expect(handle.result).rejects.toMatchObject({ name: 'CancelledError', reason });
  expect(seen).toBe(reason);
  expect(events.at(-1)).toMatchObject({ type: 'cancelled', data: reason, terminal: true });
});

test.each([undefined, null, 0, false, '', 'why', { a: 1 }, new Error('why')])(
  'any reason cancels: %s',
  async (reason) => {
    const { it, submit, events } = await open();
    const handle = submit('a', waiting);
    await rest();
    it.cancel?.('a', reason);
    await expect(handle.result).rejects.toMatchObject({ name: 'CancelledError', reason });
    expect(terminalsOf(events, 'a')).toEqual(['cancelled']);
  },
);

test('a waiting task that is cancelled settles at once, leaves the queue and never runs', async () => {
  const { it, submit } = await open({ concurrency: 1 });
  const door = gate();
  let ran = false;
  submit('a', deaf(door, 1));
  const b = submit('b', async () => (ran = true));
  await rest();
  expect(it.cancel?.('b')).toBe(true);
  await expect(b.result).rejects.toMatchObject({ name: 'CancelledError' });
  expect(await it.query?.()).toMatchObject({ running: 1, queued: 0 });
  door.open();
  await rest();
  expect(ran).toBe(false);
});

test('the outcome comes after the cleanup, also after what was registered', async () => {
  const { it, submit, events } = await open();
  const fin = gate();
  const handle = submit('a', async (signal, lent) => {
    lent.defer(() => fin.pass());
    return waiting(signal, lent);
  });
  await rest();
  it.cancel?.('a');
  await rest();
  expect(await now(handle.result)).toBe('pending');
  expect(terminalsOf(events, 'a')).toEqual([]);
  fin.open();
  await expect(handle.result).rejects.toMatchObject({ name: 'CancelledError' });
});

test('a second cancel changes nothing, and one after the end says no', async () => {
  const { it, submit, events } = await open();
  const fin = gate();
  let told = 0;
  const handle = submit('a', async (signal) => {
    signal.addEventListener('abort', () => {
      told += 1;
    });
    try {
      return await waiting(signal, {} as never);
    } finally {
      await fin.pass();
    }
  });
  await rest();
  it.cancel?.('a', 'first');
  expect(it.cancel?.('a', 'second')).toBe(true);
  fin.open();
  await expect(handle.result).rejects.toMatchObject({ reason: 'first' });
  expect([told, it.cancel?.('a'), it.cancel?.('nobody')]).toEqual([1, false, false]);
  expect(terminalsOf(events, 'a')).toEqual(['cancelled']);
});

test('a body that does not listen completes, and with a sticky cancel it does not', async () => {
  for (const [binding, outcome] of [
    ['cooperative', { settled: 7 }],
    ['sticky', { settled: { name: 'CancelledError' } }],
  ] as const) {
    const { it, submit } = await open({}, { 'cancel.binding': binding });
    const door = gate();
    const handle = submit('a', deaf(door, 7));
    await rest();
    it.cancel?.('a');
    door.open();
    const settled = await handle.result.then(undefined, (error: unknown) => error);
    expect({ settled }).toMatchObject(outcome);
  }
});

test('an error thrown on the way out is kept with the cancellation', async () => {
  const { it, submit } = await open();
  const rollback = new Error('rollback');
  const handle = submit('a', async (signal, lent) => {
    lent.defer(() => Promise.reject(rollback));
    return waiting(signal, lent);
  });
  await rest();
  it.cancel?.('a');
  await expect(handle.result).rejects.toMatchObject({ name: 'CancelledError', suppressed: [rollback] });
});

test('cancelling all reaches every task, running or waiting, and none that comes later', async () => {
  const { it, submit } = await open({ concurrency: 2 });
  const handles = ['a', 'b', 'c', 'd', 'e'].map((id) => submit(id, waiting));
  await rest();
  expect(it.cancelAll?.('stop')).toBe(5);
  const later = submit('later', async () => 1);
  for (const { result } of handles) await expect(result).rejects.toMatchObject({ reason: 'stop' });
  expect(await later.result).toBe(1);
});

test('a signal cancels every task that was submitted with it, whether it runs or waits', async () => {
  const { submit } = await open({ concurrency: 1 });
  const controller = new AbortController();
  const handles = ['a', 'b'].map((id) => submit(id, waiting, { by: controller.signal }));
  await rest();
  controller.abort('gone');
  for (const { result } of handles) await expect(result).rejects.toMatchObject({ reason: 'gone' });
});

test('a signal that is aborted already keeps a task from starting', async () => {
  const { submit } = await open();
  let ran = false;
  const handle = submit('a', async () => (ran = true), { by: AbortSignal.abort('early') });
  await expect(handle.result).rejects.toMatchObject({ reason: 'early' });
  await rest();
  expect(ran).toBe(false);
});

test('nothing is left on the signal of a caller when its tasks have ended', async () => {
  const { submit } = await open();
  let listeners = 0;
  const { signal } = new AbortController();
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
    listeners += 1;
    addEventListener.apply(signal, args);
  };
  signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
    listeners -= 1;
    removeEventListener.apply(signal, args);
  };
  await Promise.all(['a', 'b', 'c'].map((id) => submit(id, async () => 1, { by: signal }).result));
  expect(listeners).toBe(0);
});

test('published at acceptance, the outcome is there before the end, which can be seen apart', async () => {
  const { it, submit, events } = await open({}, { 'terminal.when': 'at-acceptance', 'cancel.binding': 'sticky' });
  const door = gate();
  const handle = submit('a', deaf(door, 7));
  await rest();
  it.cancel?.('a');
  await expect(handle.result).rejects.toMatchObject({ name: 'CancelledError' });
  expect(await now(handle.ended as Promise<void>)).toBe('pending');
  door.open();
  await handle.ended;
  expect(terminalsOf(events, 'a')).toEqual(['cancelled']);
});

test('a cancel that waits is answered at the end, but not when a task cancels itself', async () => {
  const { it, submit } = await open({}, { 'cancel.return': 'confirmed', 'cancel.wait': 'quiesced' });
  const self = submit('self', async (signal) => {
    await rest();
    expect(await it.cancel?.('self')).toBe(true);
    return waiting(signal, {} as never);
  });
  await expect(self.result).rejects.toMatchObject({ name: 'CancelledError' });
  const fin = gate();
  submit('a', async (signal) => {
    try {
      return await waiting(signal, {} as never);
    } finally {
      await fin.pass();
    }
  });
  await rest();
  const answer = it.cancel?.('a') as Promise<unknown>;
  await rest();
  expect(await now(answer)).toBe('pending');
  fin.open();
  expect(await answer).toBe('cancelled');
});

test('an identity that is not known may be declared an error, no answer, or a tombstone', async () => {
  const strict = await open({}, { 'cancel.unknown': 'error' });
  expect(() => strict.it.cancel?.('x')).toThrow(expect.objectContaining({ code: 'UNKNOWN' }));
  const silent = await open({}, { 'cancel.unknown': 'ignore' });
  expect(silent.it.cancel?.('x')).toBeUndefined();
  const grave = await open({}, { 'cancel.unknown': 'tombstone' });
  grave.it.cancel?.('x', 'before');
  await expect(grave.submit('x', async () => 1).result).rejects.toMatchObject({ reason: 'before' });
  expect(await grave.submit('x', async () => 1).result).toBe(1);
});
