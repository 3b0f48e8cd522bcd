import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bin, root } from './root.ts';

/*
 * What a user gets: the project is copied, built and packed as if released, and the package installed in a folder that has
 * nothing else. The copy keeps the build away from a `dist` that other tests may be running from.
 */
const folder = mkdtempSync(join(tmpdir(), 'quiesce-pack-'));
const project = join(folder, 'project');
const user = join(folder, 'user');
const installed = join(user, 'node_modules', 'quiesce');

function run(cwd: string, program: string, ...args: string[]): string {
  // An npm that runs us hands its own settings down; the user's npm has none of them.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}\n${stdout}${stderr}`);
  return stdout;
}

beforeAll(() => {
  const kept = (path: string): boolean =>
    !/^(node_modules|dist.*|\.git|quiesce-report)$/.test(path.slice(root.length + 1));
  cpSync(root, project, { recursive: true, filter: kept });
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
  run(project, 'npm', 'run', 'build');
  const tarball = run(project, 'npm', 'pack', '--ignore-scripts', '--pack-destination', folder)
    .trim()
    .split('\n')
    .at(-1);
  cpSync(join(root, 'scripts/fixtures/user'), user, { recursive: true });
  run(user, 'npm', 'install', join(folder, tarball ?? ''), '--ignore-scripts', '--no-audit', '--no-fund');
});

afterAll(() => rmSync(folder, { recursive: true }));

test('the package holds what it needs to run, and nothing else', () => {
  const files = readdirSync(installed, { recursive: true, encoding: 'utf8' });
  expect(files).toEqual(expect.arrayContaining(['LICENSE', 'CHANGELOG.md', 'dist/suites/cancellation/catalogue.json']));
  expect(files.filter((file) => /\.test\.|fixtures|golden|__pycache__|[^d]\.ts$/.test(file))).toEqual([]);
});

test('every entry of the package exists', () => {
  const { exports, bin: programs } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  const entries: string[] = [];
  JSON.parse(JSON.stringify([exports, programs]), (_, value) => {
    if (typeof value === 'string') entries.push(value);
  });
  expect(entries).toContain('./dist/harness/index.js');
  expect(entries.filter((entry) => !existsSync(join(installed, entry)))).toEqual([]);
});

test('an adapter compiles against the types and reads the catalogue from the compiled code', () => {
  expect(run(user, bin('tsc'), '-p', '.')).toBe('');
  expect(run(user, 'node', 'reads-catalogue.mjs')).toBe('CAN-01\n');
});

test.for(['adapter.ts', 'adapter.js'])('npx quiesce runs %s there, and writes a report', (file) => {
  const out = `report-of-${file}`;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  const ran = spawnSync('npx', ['quiesce', 'run', `./${file}`, '--out', out], { cwd: user, env, encoding: 'utf8' });
  expect(ran.stderr).toContain('least-limiter');
  // A limiter cannot cancel: what it offers is right, and a suite of cancellation alone has nothing to judge.
  expect([0, 2]).toContain(ran.status);
  expect(ran.stdout).toContain(`Report: ${join(out, 'report.md')}`);
  expect(readFileSync(join(user, out, 'report.md'), 'utf8')).toContain('# Conformance report: least-limiter');
});

test('npx quiesce runs a target that the package brings along', () => {
  const ran = spawnSync('npx', ['quiesce', 'run', 'before', '--quiet'], { cwd: user, encoding: 'utf8' });
  expect(ran.stdout).toBe('Does not conform as a coordinator. Report: quiesce-report/report.md\n');
  expect(ran.status).toBe(1);
});
