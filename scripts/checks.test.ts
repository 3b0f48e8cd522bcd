import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { bin, root } from './root.ts';

/** What a tool printed when it complained; empty when it did not. */
function complaints(tool: string, ...args: string[]): string {
  const ran = spawnSync(bin(tool), args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });
  return ran.status === 0 ? '' : `${tool} ended with ${ran.status ?? ran.signal}\n${ran.stdout}${ran.stderr}`;
}

test('types', () => {
  expect(complaints('tsc', '--noEmit', '-p', '.')).toBe('');
});

test('lint', () => {
  expect(complaints('oxlint')).toBe('');
});

test('format', () => {
  expect(complaints('biome', 'format')).toBe('');
});

test('every file and folder is named for its idea', () => {
  const anything = /^(utils?|helpers?|common|misc|shared)(\.|$)/;
  const unnamed: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (/^(node_modules|dist.*|\.git)$/.test(entry.name)) continue;
      const path = join(folder, entry.name);
      if (anything.test(entry.name)) unnamed.push(relative(root, path));
      if (entry.isDirectory()) walk(path);
    }
  };
  walk(root);
  expect(unnamed).toEqual([]);
});
