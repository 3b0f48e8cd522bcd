import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bin, root } from './root.ts';

const project = mkdtempSync(join(tmpdir(), 'quiesce-lint-'));

beforeAll(() => {
  for (const file of ['.oxlintrc.json', 'tsconfig.json']) copyFileSync(join(root, file), join(project, file));
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
});

afterAll(() => rmSync(project, { recursive: true }));

/** The rules that the project's settings hold a planted file to be against, in order of name. */
function brokenRules(name: string, text: string): readonly string[] {
  writeFileSync(join(project, name), text);
  const ran = spawnSync(bin('oxlint'), ['--format', 'json', name], { cwd: project, encoding: 'utf8' });
  const { diagnostics } = JSON.parse(ran.stdout) as { diagnostics: { code: string }[] };
  return [...new Set(diagnostics.map(({ code }) => code))].toSorted();
}

const task = 'export async function task(): Promise<boolean> { return true; }\n';

test('a promise that nobody awaits, or that is taken for a value, is found', () => {
  expect(brokenRules('floating.ts', `${task}task();\n`)).toEqual(['typescript(no-floating-promises)']);
  expect(brokenRules('misused.ts', `${task}export const busy = task() ? 1 : 2;\n`)).toEqual([
    'typescript(no-misused-promises)',
  ]);
  expect(brokenRules('awaited.ts', `${task}await task();\n`)).toEqual([]);
});

test('a kind that a switch forgets is found', () => {
  const forgetful =
    "export function on(kind: 'ok' | 'fail') {\n  switch (kind) { case 'ok': return 1; }\n  return 2;\n}\n";
  expect(brokenRules('switch.ts', forgetful)).toEqual(['typescript(switch-exhaustiveness-check)']);
});

test('a file above 300 lines and a function above 40 are found', () => {
  expect(brokenRules('long-file.ts', 'export {};\n'.repeat(301))).toContain('eslint(max-lines)');
  const long = `export function long(): number {\n${'  Math.random();\n'.repeat(40)}  return 1;\n}\n`;
  expect(brokenRules('long-function.ts', long)).toContain('eslint(max-lines-per-function)');
});

test('a test that is left out, singled out, planned, or that asserts nothing is found', () => {
  const from = "import { expect, test } from 'vitest';\n";
  const planted = (text: string) => brokenRules('planted.test.ts', from + text);
  const sound = "('adds', () => expect(1 + 1).toBe(2));\n";
  expect(planted(`test${sound}`)).toEqual([]);
  expect(planted(`test.only${sound}`)).toEqual(['vitest(no-focused-tests)']);
  expect(planted(`test.skip${sound}`)).toEqual(['vitest(no-disabled-tests)']);
  expect(planted(`test.todo('adds');\ntest${sound}`)).toEqual(['vitest(warn-todo)']);
  expect(planted(`test('adds', () => { Math.max(1, 2); });\ntest${sound}`)).toEqual(['vitest(expect-expect)']);
});
