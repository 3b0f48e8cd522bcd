import { expect, test, vi } from 'vitest';
import type { Sink } from './log.ts';
import { TaskCoordinator } from './mended.ts';
import { rest, types, waiting, watched } from './fixtures/doubles.ts';

test('clients do not harm each other, and a failing one is reported once an event', async () => {
  const tasks = new TaskCoordinator();
  const sink = vi.fn<Sink>();
  tasks.log.listen(sink);
  const broken = new Error('the pipe is broken');
  tasks.subscribe(({ last }) => {
    if (last) throw broken;
  });
  tasks.subscribe(() => new Promise(() => undefined));
  const seen = watched(tasks);
  expect(await tasks.submit('a', async () => 1).result).toBe(1);
  await rest();
  expect(types(seen)).toEqual(['start', 'completed']);
  expect(sink.mock.calls).toEqual([[{ level: 'error', text: 'A client failed to take an event', error: broken }]]);
});

test('clients have one order, also when one of them causes the next event', async () => {
  const tasks = new TaskCoordinator();
  tasks.subscribe(({ type, task }) => type === 'start' && task === 'a' && tasks.cancel('a'));
  const second = watched(tasks);
  await expect(tasks.submit('a', waiting()).result).rejects.toBeDefined();
  expect(types(second)).toEqual(['start', 'cancelled']);
});

test('clients that come late are told the end once, and their stream ends', async () => {
  const tasks = new TaskCoordinator();
  const run = tasks.submit('a', async () => 1);
  const early = tasks.connect(run);
  await run.result;
  const late = tasks.connect(run);
  for (const [stream, expected] of [
    [early, ['start', 'completed']],
    [late, ['completed']],
  ] as const) {
    for (const type of expected) expect(await stream.next()).toMatchObject({ type });
    expect(await stream.next()).toBeUndefined();
  }
  expect(tasks.counts).toEqual({ kept: 1, clients: 0 });
});

test('clients that connect while they hear of the end are told it', async () => {
  const tasks = new TaskCoordinator();
  const late: string[] = [];
  const run = tasks.submit('a', async () => 1);
  tasks.subscribe(({ last }) => last && tasks.subscribe(({ type }) => late.push(type), run));
  await run.result;
  await rest();
  expect(late).toEqual(['completed']);
});

test('clients that do not read cost a bounded amount and see their stream end', async () => {
  const tasks = new TaskCoordinator();
  const run = tasks.submit('a', async (_, emit) => {
    for (let number = 1; number <= 2000; number++) await emit('progress', number);
  });
  const idle = tasks.connect(run);
  await run.result;
  expect(tasks.counts.clients).toBe(0);
  let read = 0;
  await expect(
    (async () => {
      while (await idle.next()) read += 1;
    })(),
  ).rejects.toMatchObject({ name: 'SlowClientError' });
  expect(read).toBe(1024);
});

test('clients are forgotten when they leave, and so is what waits for them', async () => {
  const tasks = new TaskCoordinator();
  const run = tasks.submit('a', waiting());
  const stream = tasks.connect(run);
  const read = stream.next();
  stream.close();
  expect(await read).toBeUndefined();
  expect(tasks.counts.clients).toBe(0);
  tasks.cancel('a');
  await expect(run.result).rejects.toBeDefined();
});

test('clients take no event of a body for the end, whatever it is called', async () => {
  const tasks = new TaskCoordinator();
  const seen = watched(tasks);
  let late: Promise<void> | undefined;
  const run = tasks.submit('a', async (_, emit) => {
    await emit('cancelled');
    setImmediate(() => {
      late = emit('late');
    });
    return 1;
  });
  await run.result;
  await rest();
  await rest();
  expect(late).toBeDefined();
  expect(seen.map(({ type, last }) => [type, last])).toEqual([
    ['start', false],
    ['cancelled', false],
    ['completed', true],
  ]);
});
