import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { Worker } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import type { JournalLine, Program } from '../adapter/program.ts';
import type { QuiesceError } from '../errors.ts';
import { runJob } from './remote.ts';
import { openWire, type Wire } from './wires.ts';

const wires: Wire[] = [];
afterEach(() => {
  for (const wire of wires.splice(0)) wire.close();
});

/** A wire whose lines can be waited for. */
function wired() {
  const lines: JournalLine[] = [];
  const faults: QuiesceError[] = [];
  const waiting: { readonly holds: () => boolean; readonly go: () => void }[] = [];
  let closed: readonly string[] | undefined;
  const changed = (): void => {
    for (const { holds, go } of waiting) if (holds()) go();
  };
  const wire = openWire({
    onLine: (line) => (lines.push(line), changed()),
    onClose: (tasks) => ((closed = tasks), changed()),
    onFault: (fault) => (faults.push(fault), changed()),
  });
  wires.push(wire);
  const until = (holds: () => boolean): Promise<void> =>
    holds() ? Promise.resolve() : new Promise((go) => void waiting.push({ holds, go }));
  const saw = (mark: string, detail?: unknown) => (): boolean =>
    lines.some((line) => line.mark === mark && (detail === undefined || line.detail === detail));
  return { wire, lines, faults, until, saw, closed: () => closed };
}

const specOf = (wire: Wire, program: Program) => ({ id: 'T', program, wire: wire.address });
const threadOf = (wire: Wire, program: Program): Worker =>
  new Worker(new URL('fixtures/worker.mjs', import.meta.url), { workerData: JSON.stringify(specOf(wire, program)) });

test('a body in a worker thread journals, learns of gates, and answers a barrier while its thread lives', async () => {
  const { wire, lines, until, saw } = wired();
  wire.openGate('early');
  const worker = threadOf(wire, [{ gate: 'early' }, { note: 'in' }, { gate: 'late' }, { return: 7 }]);
  await until(saw('note', 'in'));
  expect(await wire.barrier('T')).toBe(true);
  wire.openGate('late');
  await until(saw('end', 'returned'));
  await once(worker, 'exit');
  expect(lines.map(({ task, mark, detail, number }) => [number, task, mark, detail])).toEqual([
    [1, 'T', 'start', undefined],
    [2, 'T', 'note', 'in'],
    [3, 'T', 'end', 'returned'],
  ]);
});

test('a terminated thread closes its wire, and answers no barrier', async () => {
  const { wire, lines, until, saw, closed } = wired();
  const worker = threadOf(wire, [{ note: 'in' }, { spin: 3_600_000 }, { note: 'out' }]);
  await until(saw('note', 'in'));
  const asked = wire.barrier('T');
  await worker.terminate();
  await until(() => closed() !== undefined);
  expect(await asked).toBe(false);
  expect(await wire.barrier('T')).toBe(false);
  expect(closed()).toEqual(['T']);
  expect(lines.map((line) => line.detail)).toEqual([undefined, 'in']);
});

test('every line that was written before a kill arrives, also more than a socket holds', async () => {
  const { wire, lines, until, closed } = wired();
  const notes: Program = Array.from({ length: 4000 }, (_, index) => ({ note: `line ${index}` }));
  const program: Program = [...notes, { emit: { type: 'the last act' } }];
  const fixture = new URL('fixtures/process.mjs', import.meta.url).pathname;
  const child = spawn(process.execPath, [fixture, JSON.stringify(specOf(wire, program))], { stdio: 'ignore' });
  const [, signal] = (await once(child, 'exit')) as [unknown, string];
  await until(() => closed() !== undefined);
  expect(signal).toBe('SIGKILL');
  expect(lines).toHaveLength(4002);
  expect(lines.at(-1)).toMatchObject({ number: 4002, mark: 'lent', detail: { step: 'emit', phase: 'call' } });
});

test('details cross as plain JSON, and what needs the kit is unsupported', async () => {
  const { wire, lines } = wired();
  const controller = new AbortController();
  const error = new RangeError('too far', { cause: 'why' });
  const program: Program = [{ do: { call: 'cancel' } }, { call: 'ping' }, { join: 'J' }, { gate: 'g' }];
  const run = runJob(specOf(wire, program), controller.signal);
  const told = new Promise<void>((resolve) => setTimeout(resolve, 0)).then(async () => {
    while (!lines.some((line) => line.detail === 'join')) await new Promise((go) => setImmediate(go));
    controller.abort(error);
  });
  await expect(run).rejects.toBe(error);
  await told;
  expect(await wire.barrier('T')).toBe(true);
  expect(lines.map(({ mark, detail }) => [mark, detail])).toEqual([
    ['start', undefined],
    ['unsupported', 'do'],
    ['unsupported', 'call'],
    ['unsupported', 'join'],
    ['told', { name: 'RangeError', message: 'too far', cause: 'why' }],
    ['end', 'cancelled'],
  ]);
});

test('a far end of a token tells the body once, and a stop of the token goes through it', async () => {
  const { wire, lines, until, saw } = wired();
  const controller = new AbortController();
  const token = {
    get cancelled() {
      return controller.signal.aborted;
    },
    signal: controller.signal,
    cancel: (reason?: unknown) => controller.abort(reason),
  };
  const program: Program = [{ check: 'note' }, { stop: { what: 'token', reason: 'r' } }, { gate: 'never' }];
  await expect(runJob(specOf(wire, program), undefined, {}, token)).rejects.toBe('r');
  await until(saw('end'));
  expect(lines.map(({ mark, detail }) => [mark, detail])).toEqual([
    ['start', undefined],
    ['note', 'clear, token clear'],
    ['told', 'r'],
    ['end', 'cancelled'],
  ]);
});

test('a mangled spec and a wire that is gone are refused by code', async () => {
  const gone = { id: 'T', program: [], wire: '/nowhere/quiesce.sock' };
  await expect(runJob(gone)).rejects.toMatchObject({ code: 'WIRE_UNREACHABLE' });
  await expect(runJob({ ...gone, program: [{ gat: 'g' } as never] })).rejects.toMatchObject({
    code: 'JOB_SPEC_MALFORMED',
    message: expect.stringContaining('program[0]: expected a known step, found "gat". Did you mean "gate"?'),
  });
  await expect(runJob('{}' as never)).rejects.toMatchObject({ code: 'JOB_SPEC_MALFORMED' });
});

test('what is no message of the wire is a fault of whoever wrote it, and harms no other line', async () => {
  const { wire, lines, faults, until } = wired();
  const socket = connect(wire.address);
  socket.write('{"jsonrpc":"2.0","method":"journal","params":{"task":7}}\nnonsense\n');
  await until(() => faults.length === 2);
  socket.destroy();
  expect(faults.map((fault) => fault.code)).toEqual(['WIRE_LINE_MALFORMED', 'WIRE_LINE_MALFORMED']);
  expect(lines).toEqual([]);
});

test('a closed wire leaves no file behind and tells nothing more', async () => {
  const { wire, lines, until, saw, closed } = wired();
  const run = runJob(specOf(wire, [{ note: 'in' }, { sleep: 1 }, { note: 'out' }]));
  await until(saw('note', 'in'));
  wire.close();
  await run;
  expect(lines.map((line) => line.detail)).not.toContain('out');
  expect(closed()).toBeUndefined();
  expect(existsSync(wire.address)).toBe(false);
});
