import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { commands } from '../command-data.ts';
import type { Door } from '../out.ts';
import { completion } from './completion.ts';

function script(shell: string): string {
  let text = '';
  const door: Door = {
    out: { print: (more) => void (text += more), note: () => undefined, columns: 80, color: false, live: false },
    signal: new AbortController().signal,
  };
  completion({ shell }, door);
  return text;
}

/** What a real bash offers for the last of these words. */
function offered(...words: string[]): readonly string[] {
  const source = `${script('bash')}
COMP_WORDS=(quiesce ${words.map((word) => `'${word}'`).join(' ')})
COMP_CWORD=${words.length}
_quiesce
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['--norc'], { input: source, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.trimEnd().split('\n');
}

test('bash completes commands, options, their values, and what can be named', () => {
  expect(offered('')).toEqual(Object.keys(commands));
  expect(offered('ex')).toEqual(['explain']);
  expect(offered('run', '--de')).toEqual(['--depth']);
  expect(offered('run', 'before', '--depth', 'd')).toEqual(['default', 'deep']);
  expect(offered('run', 'bef')).toEqual(['before']);
  expect(offered('explain', 'CAN-04')).toEqual(['CAN-04']);
  expect(offered('explain', 'cancel.byI')).toEqual(['cancel.byId']);
  expect(offered('run', 'before', '--dialect', 'cancel.return=v')).toEqual(['cancel.return=void']);
});

test.for(['zsh', 'fish'])('%s has every command and option', (shell) => {
  const text = script(shell);
  for (const [name, { options }] of Object.entries(commands)) {
    expect(text).toContain(name);
    for (const option of Object.keys(options)) expect(text).toMatch(shell === 'zsh' ? `--${option}[` : `-l ${option} `);
  }
});
