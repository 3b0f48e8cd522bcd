import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { quiesce } from './fixtures/command.ts';
import { project } from './fixtures/project.ts';

const text = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const root = fileURLToPath(new URL('..', import.meta.url));
const cwd = project(mkdtempSync(join(tmpdir(), 'quiesce-readme-')), [
  'p-queue',
  'vitest',
  'eventemitter3',
  'p-timeout',
]);
afterAll(() => rmSync(cwd, { recursive: true }));

const blocks = (language: string): readonly string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, block]) => block ?? '');

/** A command of the README and the exit code that it is said to have. */
const commands = blocks('sh')
  .flatMap((block) => block.trimEnd().split('\n'))
  .map((line) => {
    const [command = '', comment = ''] = line.split(/ +# /);
    return { command, code: Number(/^exit (\d+)$/.exec(comment)?.[1] ?? 0) };
  });

test('every command is one that a test runs', () => {
  const others = commands.map(({ command }) => command).filter((command) => !command.startsWith('npx quiesce '));
  // The first by the test of the package, the others by the CI run and the test of its checks.
  expect(others).toEqual([
    'npm install --save-dev quiesce',
    'npm ci',
    'npm test',
    'npm run check',
    'npm run docs',
    'npm start',
  ]);
});

test.for(commands.filter(({ command }) => command.startsWith('npx quiesce ')))(
  '$command',
  async ({ command, code }) => {
    const said = await quiesce(command.split(' ').slice(2), { cwd });
    expect(said.stderr).not.toMatch(/^[A-Z]+(?:_[A-Z]+)* {2}/m);
    expect(said.stdout).not.toBe('');
    expect(said.code).toBe(code);
  },
);

const code = (marker: string): string =>
  blocks('ts').find((block) => block.includes(marker)) ?? `// no block with ${marker}`;

test('the adapter in it is whole', async () => {
  writeFileSync(join(cwd, 'p-queue.ts'), code("from 'p-queue'"));
  const said = await quiesce(['run', './p-queue.ts', '--json', '--out', 'p-queue'], { cwd });
  const result = JSON.parse(said.stdout) as { sums: { cases: { all: { pass: number; error: number } } } };
  expect(result.sums.cases.all).toMatchObject({ error: 0 });
  expect(result.sums.cases.all.pass).toBeGreaterThan(10);
});

test('the Vitest file in it registers the cases of the adapter beside it', () => {
  writeFileSync(join(cwd, 'conformance.test.ts'), code('quiesce/vitest').replace('./adapter.ts', './p-queue.ts'));
  const args = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', cwd, '--reporter=verbose'];
  const { stdout } = spawnSync(process.execPath, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
  });
  expect(stdout).toMatch(/✓ conformance\.test\.ts > CAN-\d\d /);
});

test('it is no longer than one sitting', () => {
  expect(text.split('\n').length).toBeLessThan(300);
});
