import { expect, test } from 'vitest';
import type { Coordinator, OpenWish, ShutdownReport, ShutdownWish } from '../../harness/index.ts';
import { gate, job, now, open, rest } from './fixtures/opened.ts';
import { reference } from './reference.ts';

type Wish = Partial<ShutdownWish>;

const shutDown = (it: Coordinator, mode: 'drain' | 'abort', wish: Wish = {}): Promise<ShutdownReport> =>
  it.shutdown?.[mode]?.({ grace: undefined, force: undefined, ...wish }) as Promise<ShutdownReport>;

test('those that wait are handed back, and never run', async () => {
  const { it, submit } = await open({ concurrency: 1 }, { 'shutdown.queued': 'return' });
  const door = gate();
  submit('a', async () => (await door.pass(), 1));
  let ran = false;
  submit('b', async () => (ran = true));
  await rest();
  const closed = shutDown(it, 'drain');
  door.open();
  expect(await closed).toMatchObject({ returned: ['b'], unfinished: [] });
  expect([ran, (await it.query?.())?.ids]).toEqual([false, []]);
});

test('what is kept is run once by the next instance, and what has ended is not', async () => {
  const choices = { 'shutdown.queued': 'requeue', 'shutdown.reject': 'kept' };
  const { it, submit } = await open({ concurrency: 1 }, choices);
  const ran: string[] = [];
  const door = gate();
  submit('a', async () => (ran.push('a'), await door.pass(), 1));
  submit('b', async () => (ran.push('b'), 1));
  await rest();
  const closed = shutDown(it, 'drain');
  const c = submit('c', async () => (ran.push('c'), 1));
  door.open();
  await closed;
  expect([ran, await now(c.result)]).toEqual([['a'], 'pending']);
  const next = (await it.reopen?.()) as Coordinator;
  await rest();
  expect(ran).toEqual(['a', 'b', 'c']);
  await shutDown(next, 'drain');
  await next.reopen?.();
  await rest();
  expect(ran).toEqual(['a', 'b', 'c']);
});

test('exactly once, the next instance waits for a body that was given up, and runs the job only if that failed', async () => {
  const choices = { delivery: 'exactly-once', abandoned: 'kept', 'shutdown.queued': 'requeue' };
  for (const [fails, runs] of [
    [false, 1],
    [true, 2],
  ] as const) {
    const { it, submit } = await open({}, choices);
    const door = gate();
    let begun = 0;
    submit('a', async () => {
      begun += 1;
      if (begun === 1) await door.pass();
      if (begun === 1 && fails) throw new Error('lost');
      return 1;
    });
    await rest();
    expect(await shutDown(it, 'drain', { grace: 1, force: 1 })).toMatchObject({ unfinished: [{ id: 'a' }] });
    await it.reopen?.();
    await rest();
    expect(begun).toBe(1);
    door.open();
    await rest();
    expect(begun).toBe(runs);
  }
});

test('a further call ends the present stage where that was chosen, and changes nothing where it was not', async () => {
  for (const [second, told] of [
    ['escalate', true],
    ['same', false],
  ] as const) {
    const { it, submit } = await open({}, { 'shutdown.second': second });
    let seen = false;
    submit('a', async (signal) => {
      signal.addEventListener('abort', () => (seen = true));
      return (await gate().pass(signal), 1);
    });
    await rest();
    void shutDown(it, 'drain', { grace: 3_600_000 });
    await rest();
    void shutDown(it, 'drain', {});
    await rest();
    expect(seen).toBe(told);
    it.cancelAll?.();
    await rest();
  }
});

test('a submit after the end starts everything anew where that was chosen', async () => {
  const { it, submit } = await open({}, { 'shutdown.restart': 'restartable' });
  await shutDown(it, 'drain');
  expect(await submit('a', async () => 7).result).toBe(7);
  expect(await shutDown(it, 'drain')).toMatchObject({ unfinished: [] });
});

test('components start in their order and stop in reverse, after the last task, also when one of them fails', async () => {
  const log: string[] = [];
  const component = (name: string) => ({
    name,
    after: [],
    start: async () => log.push(`+${name}`),
    stop: async () => {
      log.push(`-${name}`);
      if (name === 'b') throw new Error('stuck');
    },
  });
  const components = ['a', 'b', 'c'].map(component);
  const it = await reference().open({ components } as unknown as OpenWish);
  const door = gate();
  void it.submit(job('t', async () => (await door.pass(), log.push('t'), 1)));
  await rest();
  const closed = shutDown(it, 'drain');
  await rest();
  expect(log).toEqual(['+a', '+b', '+c']);
  door.open();
  await expect(closed).rejects.toMatchObject({ name: 'ShutdownFailedError', errors: [{ message: 'stuck' }] });
  expect(log).toEqual(['+a', '+b', '+c', 't', '-c', '-b', '-a']);
});

test('a task that asks for the shutdown is not waited for, or told so', async () => {
  for (const [self, said] of [
    ['excluded', 'over'],
    ['error', 'SELF'],
  ] as const) {
    const { it, submit } = await open({}, { 'shutdown.self': self });
    const { result } = submit('a', async () => {
      await rest();
      return shutDown(it, 'drain').then(
        () => 'over',
        (error: unknown) => (error as { readonly code: string }).code,
      );
    });
    expect(await result).toBe(said);
  }
});

test('listeners on the process are installed only where that was chosen, and are gone in the end', async () => {
  const count = (): number => process.listenerCount('SIGTERM') + process.listenerCount('SIGINT');
  const before = count();
  const { it: plain } = await open();
  expect(count()).toBe(before);
  await shutDown(plain, 'drain');
  const { it } = await open({}, { 'signal.map': 'graceful' });
  expect(count()).toBe(before + 2);
  await shutDown(it, 'drain');
  expect(count()).toBe(before);
});
