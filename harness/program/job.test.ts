import { expect, test } from 'vitest';
import type { Lent } from '../adapter/lent.ts';
import { Gates } from '../lab/gates.ts';
import { Reads } from '../lab/reads.ts';
import { makeJob, type JobParts } from './job.ts';

function made(more: Partial<JobParts> = {}) {
  const reads = new Reads();
  const gates = new Gates();
  const lines: unknown[][] = [];
  const signal = new AbortController().signal;
  const kit: JobParts['kit'] = {
    note: (...line) => void lines.push(line),
    gate: (name, opened) => gates.wait(name, opened),
    join: () => Promise.resolve(),
    call: () => Promise.resolve(),
    act: () => undefined,
    stop: () => undefined,
    scope: () => undefined,
  };
  const parts = { id: 'T', program: [{ return: 1 }], signal: () => signal, setting: {}, kit, reads, ...more };
  return { job: makeJob(parts), reads, gates, lines, signal };
}

test('each wish is noted when it is read, and not before, whether the case has it or not', () => {
  const { job, reads, signal } = made({ setting: { timeout: 50, priority: 3 } });
  expect([job.timeout, job.priority, job.lane, job.key, job.token]).toEqual([50, 3, undefined, undefined, undefined]);
  for (const name of ['timeout', 'priority', 'lane', 'key', 'token']) expect(reads.has(`job.${name}`)).toBe(true);
  expect(reads.has('job.signal')).toBe(false);
  expect(job.signal).toBe(signal);
  expect(reads.has('job.signal')).toBe(true);
  expect(reads.has('job.run')).toBe(false);
});

test('run needs no this, and notes whether a signal came and what is lent, also by members of a class', async () => {
  class Library implements Lent {
    emit(): string {
      return 'sent';
    }
  }
  const { job, reads } = made();
  const { run } = job;
  await expect(run()).resolves.toBe(1);
  expect(['job.run', 'run.signal', 'lent.emit'].map((name) => reads.has(name))).toEqual([true, false, false]);
  await run(new AbortController().signal, new Library());
  expect(['run.signal', 'lent.emit', 'lent.sleep'].map((name) => reads.has(name))).toEqual([true, true, false]);
});

test('wishes and optional members that only a body meets are noted too', async () => {
  const settle: NonNullable<Lent['settle']> = (_bodies, { timeout }) => Promise.resolve([{ value: timeout ?? null }]);
  const within: NonNullable<Lent['within']> = (_ms, body) => body(undefined, { move: () => {} });
  const program = [{ within: { ms: 5, body: [] } }, { settle: { bodies: [], timeout: 7 } }];
  const { job, reads } = made({ program });
  await expect(job.run(undefined, { settle, within })).resolves.toEqual([{ value: 7 }]);
  const names = ['settle.timeout', 'within.move', 'within.remaining', 'spawn.cancel'];
  expect(names.map((name) => reads.has(name))).toEqual([true, true, false, false]);
});

test('a synchronous throw comes out of run itself', () => {
  const { job, lines } = made({ program: [{ throw: { value: 'E', cause: 'c', sync: true } }] });
  expect(() => job.run()).toThrow('E');
  expect(lines).toEqual([
    ['T', 'start', undefined],
    ['T', 'end', 'threw'],
  ]);
});

test('a spec is plain JSON, and opens the wire only when it is read', () => {
  let opened = 0;
  const { job, reads } = made({ wire: () => `wire ${(opened += 1)}` });
  expect(opened).toBe(0);
  const { spec } = job;
  expect(JSON.parse(JSON.stringify(spec))).toEqual({ id: 'T', program: [{ return: 1 }], wire: 'wire 1' });
  expect(reads.has('job.spec')).toBe(true);
});

test('a spec where there is no wire says what to do', () => {
  const { job } = made();
  expect(() => job.spec).toThrow(expect.objectContaining({ code: 'ADAPTER_SPEC_WITHOUT_WIRE' }));
});

test('a native interpreter has program, journal and gates, and the way of each body is told', async () => {
  const ways: string[] = [];
  const { job, reads, gates, lines } = made({ onBody: (way) => void ways.push(way) });
  const { program, note, gate } = job.native;
  note('start');
  note('note', 'in', 'C');
  const passed = gate('g');
  gates.open('g');
  await passed;
  expect(program).toEqual([{ return: 1 }]);
  expect(lines).toEqual([
    ['T', 'start', undefined],
    ['T/C', 'note', 'in'],
  ]);
  await job.run();
  expect(ways).toEqual(['native', 'run']);
  expect(reads.has('job.native')).toBe(true);
});
