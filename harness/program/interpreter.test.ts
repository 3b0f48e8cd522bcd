import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import type { Program } from '../adapter/program.ts';
import { Gates } from '../lab/gates.ts';
import { runProgram } from './interpreter.ts';
import type { Given, ProgramKit } from './kit.ts';

function started(program: Program, signal?: AbortSignal, given?: Given, more: Partial<ProgramKit> = {}) {
  const gates = new Gates();
  const lines: [task: string, mark: string, detail: unknown][] = [];
  const kit: ProgramKit = {
    note: (task, mark, detail) => void lines.push([task, mark, detail]),
    gate: (name, opened) => gates.wait(name, opened),
    join: () => Promise.resolve(),
    call: () => Promise.resolve(),
    act: () => undefined,
    stop: () => undefined,
    scope: () => undefined,
    ...more,
  };
  const run = runProgram('T', program, kit, signal, given);
  // Each test reads how it settles in its own way; the runner is not to call it unhandled before that.
  run.catch(() => {});
  return { run, gates, lines, ended: () => lines.some(([, mark]) => mark === 'end') };
}

const nested: Program = [
  {
    try: { body: [{ deaf: [{ try: { body: [{ gate: 'g' }], finally: [{ note: 'c' }] } }] }], finally: [{ note: 'd' }] },
  },
];

test.each<[string, Program]>([
  ['flat', [{ gate: 'g' }]],
  ['with steps after it', [{ gate: 'g' }, { check: 'throw' }, { note: 'n' }, { return: 1 }]],
  ['nested', nested],
])('a body ends in the first hop after its last gate opens: %s', async (_name, program) => {
  const { run, gates, ended } = started(program, new AbortController().signal);
  gates.open('g');
  expect(ended()).toBe(false);
  await Promise.resolve();
  expect(ended()).toBe(true);
  await run;
});

test('a reason is handed over, told and raised by identity, and so is an error of a lent primitive', async () => {
  const reason = { code: 'user' };
  const controller = new AbortController();
  const { run, lines } = started([{ gate: 'g' }], controller.signal);
  controller.abort(reason);
  await expect(run).rejects.toBe(reason);
  expect(lines.find(([, mark]) => mark === 'told')?.[2]).toBe(reason);

  const error = new Error('refused');
  const emit = (): never => {
    throw error;
  };
  const lent = started([{ emit: { type: 'e' } }], undefined, { lent: { emit } });
  await expect(lent.run).rejects.toBe(error);
  expect(lent.lines).toContainEqual(['T', 'lent', { step: 'emit', phase: 'fail', error }]);
});

test.each([null, 0, false, '', undefined])('a reason is a reason: %j', async (reason) => {
  const controller = new AbortController();
  const { run, lines } = started([{ gate: 'g' }], controller.signal);
  controller.abort(reason);
  await expect(run).rejects.toBe(controller.signal.reason);
  expect(lines.map(([, mark, detail]) => [mark, detail])).toEqual([
    ['start', undefined],
    ['told', controller.signal.reason],
    ['end', 'cancelled'],
  ]);
});

test('no listener is left on a signal, however the body ends, nor on that of a part', async () => {
  const own = new AbortController();
  const lent = { within: (_ms: number, body: (signal: AbortSignal) => Promise<unknown>) => body(own.signal) };
  for (const program of [[{ return: 1 }], [{ throw: 'E' }], [{ within: { ms: 1, body: [{ gate: 'g' }] } }]]) {
    const controller = new AbortController();
    const { run, gates } = started(program, controller.signal, { lent });
    gates.open('g');
    await run.catch(() => {});
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    expect(getEventListeners(own.signal, 'abort')).toEqual([]);
  }
});

test('a gate that a cancelled body has left is waited for by nobody', async () => {
  const controller = new AbortController();
  const { run, gates } = started([{ gate: 'g' }], controller.signal);
  expect(gates.waitedFor()).toEqual(['g']);
  controller.abort('r');
  expect(gates.waitedFor()).toEqual([]);
  await expect(run).rejects.toBe('r');
});

test('a section that the library gave up does not stand in the way of the body', async () => {
  const controller = new AbortController();
  const late = new DOMException('late', 'TimeoutError');
  // Rejects early and gives no signal of its own, as a time limit by Promise.race does.
  const within = (_ms: number, body: (signal: AbortSignal) => Promise<unknown>): Promise<unknown> => {
    void body(controller.signal).catch(() => {});
    return Promise.reject(late);
  };
  const program: Program = [
    { try: { body: [{ within: { ms: 5, body: [{ gate: 'a' }, { note: 'given up' }] } }], catch: { timeout: [] } } },
    { gate: 'b' },
  ];
  const { run, gates, lines } = started(program, controller.signal, { lent: { within } });
  await new Promise((resolve) => void setImmediate(resolve));
  gates.open('a');
  await new Promise((resolve) => void setImmediate(resolve));
  expect(lines.at(-1)).toEqual(['T', 'note', 'given up']);
  controller.abort('r');
  await expect(run).rejects.toBe('r');
  expect(lines.filter(([, mark]) => mark === 'told')).toHaveLength(1);
});

test('the target may name an ending that its errors do not show', async () => {
  class Gone extends Error {}
  const hold = (): Promise<never> => Promise.reject(new Gone('gone'));
  const program: Program = [
    {
      try: {
        body: [{ hold: { name: 'l', body: [] } }],
        catch: { cancelled: [{ return: 'c' }], failed: [{ return: 'f' }] },
      },
    },
  ];
  await expect(started(program, undefined, { lent: { hold } }).run).resolves.toBe('f');
  const ending = (error: unknown) => (error instanceof Gone ? ('cancelled' as const) : undefined);
  await expect(started(program, undefined, { lent: { hold } }, { ending }).run).resolves.toBe('c');
});

test('a token with callbacks tells a body that was handed no signal, each time it is called', async () => {
  let fire: (reason: unknown) => unknown = () => {};
  let registered = 0;
  const token = {
    cancelled: false,
    onCancel: (run: (reason: unknown) => unknown) => {
      fire = run;
      registered += 1;
      return () => void (registered -= 1);
    },
  };
  const { run, gates, lines } = started([{ deaf: [{ gate: 'g' }] }], undefined, { token });
  fire('r');
  fire('again');
  gates.open('g');
  await run;
  expect(lines.filter(([, mark]) => mark === 'told').map(([, , detail]) => detail)).toEqual(['r', 'r']);
  expect(registered).toBe(0);
});

test('entries of a settle that change later can be told by the copy', async () => {
  const entry: { value: string } = { value: 'kept' };
  const settle = () => Promise.resolve([entry]);
  const { run, lines } = started([{ settle: { bodies: [] } }], undefined, { lent: { settle } });
  await run;
  entry.value = 'changed';
  const detail = lines.find(([, mark, said]) => mark === 'lent' && (said as { phase: string }).phase === 'ok')?.[2];
  expect(detail).toMatchObject({ value: [{ value: 'changed' }], copy: [{ value: 'kept' }] });
});
