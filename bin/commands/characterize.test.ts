import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Door } from '../out.ts';
import { characterize } from './characterize.ts';

const folder = mkdtempSync(join(tmpdir(), 'quiesce-characterize-'));
afterAll(() => rmSync(folder, { recursive: true }));

const adapter = join(folder, 'adapter.mjs');
const written = join(folder, 'adapter.dialect.json');

// Cancels by a signal of its own, and answers nothing.
const source = `export const target = {
  name: 'small',
  open: () => ({
    submit(job) {
      const controller = new AbortController();
      return { result: job.run(controller.signal), cancel: (reason) => controller.abort(reason) };
    },
  }),
};
`;

const notes: string[] = [];

async function said(args: Readonly<Record<string, unknown>>): Promise<{ code: number; text: string }> {
  let text = '';
  const door: Door = {
    out: {
      print: (more) => void (text += more),
      note: (more) => void notes.push(more),
      columns: 80,
      color: false,
      live: false,
    },
    signal: new AbortController().signal,
  };
  const code = await characterize({ target: adapter, ...args }, door);
  return { code, text };
}

test('the file is written, fits, and no longer fits once the coordinator answers otherwise', async () => {
  writeFileSync(adapter, source);
  expect((await said({})).code).toBe(0);
  const first = readFileSync(written, 'utf8');
  expect(JSON.parse(first)).toMatchObject({ declared: {}, observed: { 'cancel.return': 'void' } });

  await said({});
  expect(readFileSync(written, 'utf8')).toBe(first);
  expect(await said({ check: true })).toMatchObject({ code: 0, text: expect.stringMatching(/ fits\.\n$/) });

  writeFileSync(adapter, source.replace('controller.abort(reason)', '(controller.abort(reason), true)'));
  const changed = await said({ check: true });
  expect(changed.code).toBe(1);
  expect(changed.text).toContain('cancel.return: the file has void (observed), found accepted (default)\n');
  expect(readFileSync(written, 'utf8')).toBe(first);
});

test('what would be kept where a default is not is told, and not written', async () => {
  // An error of the cleanup is not the outcome itself, only its cause: that is too little to call it failed unasked.
  const wrapped = 'job.run(controller.signal).catch(wrap)';
  const wrap =
    'const wrap = (error) => { if (controller.signal.reason === error) throw error; throw new Error("it failed", { cause: error }); };';
  writeFileSync(
    adapter,
    source
      .replace('job.run(controller.signal)', wrapped)
      .replace('AbortController();', `AbortController();\n      ${wrap}`),
  );
  rmSync(written, { force: true });
  notes.length = 0;
  await said({ try: true });
  expect(notes.join('')).toContain('cleanup.error: CAN-18 would pass as failed, and fails as cancelled.');
  expect(JSON.parse(readFileSync(written, 'utf8'))).toMatchObject({
    reviewed: {},
    default: { 'cleanup.error': 'cancelled' },
  });
});

test('a check needs a file', async () => {
  await expect(said({ target: 'reference', check: true })).rejects.toThrow(
    expect.objectContaining({ kind: 'usage', code: 'DIALECT_FILE_MISSING' }),
  );
});
