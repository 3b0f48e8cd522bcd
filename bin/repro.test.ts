import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { quiesce } from './fixtures/command.ts';
import { project } from './fixtures/project.ts';

const cwd = project(mkdtempSync(join(tmpdir(), 'quiesce-repro-')));
afterAll(() => rmSync(cwd, { recursive: true }));
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** Rows of a ledger, without its indentation, cut where the narrower of two may cut. */
const rows = (text: string): readonly string[] =>
  text
    .split('\n')
    .filter((line) => /^\s*>?\s+\d+\s+\d+\.\d+ /.test(line))
    .map((line) => line.trimStart().slice(0, 60).trimEnd());

test.for([
  ['before', 'cancellation/no-await-is-fulfilled'],
  ['mutant:REL-10/left-with-the-cancelled', 'reliability/a-slot-goes-to-the-next-waiter:.g1+2c1'],
])('the script for %s shows the history of %s without the suite', async ([target = '', id = '']) => {
  const file = `${target.slice(0, 6)}.mjs`;
  const replayed = await quiesce(['replay', target, id, '--repro', file], { cwd });
  expect(replayed.code).toBe(1);
  const script = readFileSync(join(cwd, file), 'utf8');
  expect(script).toMatch(/^\/\/ FAIL /);
  expect(script).not.toContain('suite.ts');

  const ran = spawnSync(process.execPath, ['--import', tsx, file], { cwd, encoding: 'utf8' });
  expect(ran.stderr).toBe('');
  const shown = rows(ran.stdout);
  expect(shown.some((row) => row.startsWith('>'))).toBe(true);
  expect(shown).toEqual(rows(replayed.stdout));
});

test('a run writes the script of its worst issue', async () => {
  const ran = await quiesce(['run', 'before', '--case', 'CAN-04', '--repro', 'worst.mjs', '--quiet'], { cwd });
  expect(ran.code).toBe(1);
  expect(readFileSync(join(cwd, 'worst.mjs'), 'utf8')).toMatch(/^\/\/ FAIL cancellation\/\S+ \(CAN-04\)\n/);
});

test('an existing file is kept, before anything is run', async () => {
  const replayed = await quiesce(
    ['replay', 'before', 'cancellation/no-await-is-fulfilled', '--repro', 'package.json'],
    { cwd },
  );
  expect(replayed).toMatchObject({ code: 64, stderr: expect.stringContaining('nothing is overwritten') });
});
