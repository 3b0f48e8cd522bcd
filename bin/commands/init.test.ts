import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { quiesce } from '../fixtures/command.ts';
import { project } from '../fixtures/project.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'quiesce-init-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.for(['adapter.ts', 'adapter.js'])('%s runs as it was written', async (file) => {
  const cwd = project(join(folder, file));
  const written = await quiesce(['init', file], { cwd });
  expect(written).toMatchObject({ code: 0, stderr: '' });
  expect(readFileSync(join(cwd, '.github/workflows/quiesce.yml'), 'utf8')).toContain(`npx quiesce run ./${file}\n`);
  const ran = await quiesce(['run', `./${file}`, '--quiet'], { cwd });
  // The limiter that it holds is right in the little that it offers.
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  expect(ran.stdout).toContain('Report: quiesce-report/report.md');
});

test('the TypeScript one compiles under strict rules', async () => {
  const cwd = project(join(folder, 'typed'));
  await quiesce(['init'], { cwd });
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const options = [
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    '--module',
    'nodenext',
    '--target',
    'es2023',
    '--allowImportingTsExtensions',
    '--types',
    'node',
    '--typeRoots',
    join(root, 'node_modules/@types'),
  ];
  const compiled = spawnSync(process.execPath, [compiler, ...options, 'adapter.ts'], { cwd, encoding: 'utf8' });
  expect(compiled.stdout).toBe('');
});

test('nothing is overwritten', async () => {
  const cwd = project(join(folder, 'kept'));
  writeFileSync(join(cwd, 'adapter.ts'), 'mine');
  const refused = await quiesce(['init'], { cwd });
  expect(refused).toMatchObject({ code: 64, stdout: '' });
  expect(refused.stderr).toMatch(
    /^FILE_EXISTS {2}adapter\.ts exists, and nothing is overwritten\.\n {2}Give another name: quiesce init quiesce\.adapter\.ts\n$/,
  );
  expect(readFileSync(join(cwd, 'adapter.ts'), 'utf8')).toBe('mine');
  mkdirSync(join(cwd, '.github/workflows'), { recursive: true });
  writeFileSync(join(cwd, '.github/workflows/quiesce.yml'), 'mine too');
  const kept = await quiesce(['init', 'other.ts'], { cwd });
  expect(kept.stdout).toContain(`Kept ${join('.github', 'workflows', 'quiesce.yml')}, which exists.`);
  expect(readFileSync(join(cwd, '.github/workflows/quiesce.yml'), 'utf8')).toBe('mine too');
});
