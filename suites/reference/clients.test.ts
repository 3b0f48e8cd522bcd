import { expect, test } from 'vitest';
import type { Client, Coordinator, TaskEvent, Unsubscribe } from '../../harness/index.ts';
import { gate, open, type Opened, rest, terminalsOf } from './fixtures/opened.ts';

/** Attaches a client to a task and reads until its stream ends; a refusal comes last. */
async function readAll(client: Client): Promise<readonly string[]> {
  const types: string[] = [];
  try {
    for (let event = await client.next(); event; event = await client.next()) types.push(event.type);
  } catch (error) {
    types.push((error as Error).name);
  }
  return types;
}

const connect = async (it: Coordinator, task: string): Promise<Client> =>
  (await it.connect?.({ task, after: undefined })) as Client;

/** A task that emits so many numbered events, each behind a rest. */
const talks = (count: number, door: { pass(): Promise<void> }) =>
  (async (_signal, lent) => {
    for (let at = 1; at <= count; at += 1) lent.emit('part', at);
    await door.pass();
    return null;
  }) satisfies Parameters<Opened['submit']>[1];

test('every client gets the same events in the same order, the terminal one last', async () => {
  const { it, submit } = await open();
  const door = gate();
  const handle = submit('a', talks(3, door));
  const lists: string[][] = [[], [], []];
  for (const list of lists) handle.subscribe?.(({ type }) => list.push(type));
  const streams = [await connect(it, 'a'), await connect(it, 'a')].map(readAll);
  await rest();
  door.open();
  const whole = ['started', 'part', 'part', 'part', 'completed'];
  expect(await Promise.all(streams)).toEqual([whole, whole]);
  expect(lists).toEqual([whole, whole, whole]);
});

test('who comes late gets everything once, and can go on from where it was', async () => {
  const { submit } = await open();
  const door = gate();
  const handle = submit('a', talks(3, door));
  await rest();
  const late: TaskEvent[] = [];
  handle.subscribe?.((event) => late.push(event));
  door.open();
  await handle.result;
  expect(late.map(({ type }) => type)).toEqual(['started', 'part', 'part', 'part', 'completed']);
  const after: TaskEvent[] = [];
  handle.subscribe?.((event) => after.push(event), String(late[2]?.id));
  expect(after).toEqual(late.slice(3));
});

test('a listener that throws or rejects harms neither the task nor the others', async () => {
  const { it, submit, events } = await open();
  const records: string[] = [];
  it.diagnostics?.(({ text }) => records.push(text));
  it.subscribe?.(() => {
    throw new Error('broken');
  });
  it.subscribe?.(() => Promise.reject(new Error('broken')));
  expect(await submit('a', async () => 1).result).toBe(1);
  await rest();
  expect(terminalsOf(events, 'a')).toEqual(['completed']);
  expect(new Set(records)).toEqual(new Set(['a listener failed']));
});

test('an event sent from inside a delivery reaches everybody after the one that is being delivered', async () => {
  const { it, submit } = await open();
  const order: string[] = [];
  it.subscribe?.(({ type, task }) => {
    if (type === 'started' && task === 'a') it.cancel?.('b');
    order.push(`${task} ${type}`);
  });
  const second: string[] = [];
  it.subscribe?.(({ type, task }) => second.push(`${task} ${type}`));
  submit('a', async () => 1);
  submit('b', async () => 2);
  await rest();
  expect(second).toEqual(order);
  expect(order).toEqual(['a started', 'b cancelled', 'a completed']);
});

test('a client that leaves in the middle of a delivery costs nobody an event', async () => {
  const { it, submit } = await open();
  const heard: string[] = [];
  const leave: Unsubscribe | undefined = it.subscribe?.((): unknown => leave?.());
  it.subscribe?.(({ type }) => heard.push(type));
  await submit('a', async () => 1).result;
  expect(heard).toEqual(['started', 'completed']);
});

test.each([
  ['disconnect', ['started', 'part', 'part', 'SlowClientError']],
  ['drop-oldest', ['gap', 'part', 'part', 'completed']],
  ['drop-newest', ['started', 'part', 'part', 'gap', 'completed']],
] as const)('a client that does not keep up: %s', async (slow, read) => {
  const { it, submit } = await open({}, { 'client.slow': slow, 'client.buffer': 3 });
  const door = gate();
  const handle = submit('a', talks(5, door));
  const client = await connect(it, 'a');
  client.pause?.();
  await rest();
  door.open();
  await handle.result;
  client.resume?.();
  expect(await readAll(client)).toEqual(read);
});

test.each([
  ['detach', [], 'completed'],
  ['detach', ['first', 'second'], 'completed'],
  ['cancel-last', ['first'], 'completed'],
  ['cancel-last', ['second', 'first'], 'cancelled'],
  ['cancel-owner', ['second'], 'completed'],
  ['cancel-owner', ['first'], 'cancelled'],
] as const)('%s: when %s leave, the task is %s', async (policy, leaving, outcome) => {
  const { it, submit, events } = await open({}, { 'client.disconnect': policy });
  const door = gate();
  const handle = submit('a', async (signal) => (await door.pass(signal), 1));
  const clients = { first: await connect(it, 'a'), second: await connect(it, 'a') };
  await rest();
  for (const name of leaving) clients[name].drop?.();
  expect(await it.query?.()).toMatchObject({
    clients: outcome === 'cancelled' && leaving.length < 2 ? 1 : 2 - leaving.length,
  });
  door.open();
  await handle.ended;
  expect(terminalsOf(events, 'a')).toEqual([outcome]);
});

test('a notice of the terminal name is told from the terminal event, or is the only one', async () => {
  for (const [authority, marks] of [
    ['coordinator', [false, true]],
    ['body-first', [true]],
  ] as const) {
    const { it, submit, events } = await open({}, { 'terminal.authority': authority });
    const handle = submit('a', async (signal, lent) => {
      try {
        return (await gate().pass(signal), null);
      } finally {
        lent.emit('cancelled');
      }
    });
    await rest();
    it.cancel?.('a');
    await handle.ended;
    const said = events.filter(({ type }) => type === 'cancelled') as (TaskEvent & { terminal: boolean })[];
    expect(said.map(({ terminal }) => terminal)).toEqual(marks);
  }
});

test('nothing follows the terminal event', async () => {
  const { submit, events } = await open();
  let emit = (): unknown => undefined;
  await submit('a', async (_signal, lent) => {
    emit = () => lent.emit('late');
    return 1;
  }).result;
  emit();
  expect(events.at(-1)).toMatchObject({ type: 'completed', terminal: true });
});
