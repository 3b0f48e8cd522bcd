import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { commands } from '../bin/command-data.ts';
import { root } from './root.ts';

const written = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)].filter((path) =>
  path.endsWith('.md'),
);
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

test('every link of the written documents leads to a file', () => {
  const broken = written.flatMap((path) =>
    [...textOf(path).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
      .filter(([, target = '']) => !existsSync(join(root, dirname(path), target)))
      .map(([, target]) => `${path} → ${target}`),
  );
  expect(broken).toEqual([]);
});

test('every command that the written documents name is one', () => {
  const named = written.flatMap((path) =>
    [...textOf(path).matchAll(/(?:npx |`)quiesce ([a-z]+(?:-[a-z]+)*)/g)].map(([, command = '']) => command),
  );
  expect(named).toContain('characterize');
  expect(named.filter((command) => !Object.hasOwn(commands, command))).toEqual([]);
});
