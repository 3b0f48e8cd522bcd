import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, test } from 'vitest';
import { readResult } from '../reports/index.ts';
import { quiesce } from './fixtures/command.ts';

/* Ctrl-C in the middle of a run whose target is a process: nothing of it may be left. */

const folder = mkdtempSync(join(tmpdir(), 'quiesce-interrupt-'));
afterAll(() => rmSync(folder, { recursive: true }));

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** Processes with that word among their arguments. */
const alive = (word: string): readonly string[] =>
  execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(word) && !line.includes('quiesce.ts'));

/** Interrupts a run once the target has lived for a while; `word`: an argument of the target that nobody else has. */
async function interrupted(name: string, args: (word: string) => readonly string[], env: NodeJS.ProcessEnv = {}) {
  const temporary = mkdtempSync(join(folder, `${name}-tmp-`));
  const word = basename(temporary);
  let [lived, asked]: [readonly string[], boolean] = [[], false];
  const { code, stdout, stderr } = await quiesce(['run', ...args(word), '--out', name], {
    cwd: folder,
    env: { ...env, TMPDIR: temporary },
    heard: ({ stderr: said }, kill) => {
      if (asked || !said.includes('cases apply')) return;
      asked = true;
      // Some cases are over by then. Between two of them there is nothing of the target.
      const look = (): void => {
        lived = alive(word);
        if (lived.length > 0) kill('SIGINT');
        else setTimeout(look, 20);
      };
      setTimeout(look, 1_500);
    },
  });
  if (!existsSync(join(folder, name, 'result.json')))
    throw new Error(`no result was written; ${code}: ${stdout} ${stderr}`);
  const result = readResult(readFileSync(join(folder, name, 'result.json'), 'utf8'), 'result.json');
  return {
    code,
    stdout,
    stderr,
    result,
    lived,
    word,
    left: () => readdirSync(temporary).filter((file) => file.startsWith('quiesce')),
  };
}

const targets = {
  // It would not go by itself: signals mean nothing to it.
  'a-server': [
    (word: string) => [
      '--server',
      `${process.execPath} --import ${tsx} ${path('../suites/nulls/fixtures/null-server.ts')} ignores-signals routes ${word}`,
      '--suite',
      'shutdown',
    ],
    {},
  ],
  'a-command': [
    (word: string) => ['--command', `python3 ${path('../targets/python/presented.py')} mended ${word}`],
    { PYTHONPATH: path('../clients/python'), PYTHONDONTWRITEBYTECODE: '1' },
  ],
} as const;

test.concurrent.for(Object.entries(targets))(
  'of %s no process, socket or temporary file is left, and what there is was kept',
  async ([name, [args, env]], { expect }) => {
    const { code, stdout, stderr, result, lived, word, left } = await interrupted(name, args, env);
    expect(lived).not.toEqual([]);
    expect(stderr).toContain('Interrupted: what had ended by then was kept.');
    expect(stdout).toContain(`Report: ${join(name, 'report.md')}`);
    expect(code).toBe(2);
    expect([result.interrupted, result.complete]).toEqual([true, false]);
    expect(result.outcomes.filter(({ because }) => because === 'interrupted').length).toBeGreaterThan(0);
    expect(readFileSync(join(folder, name, 'report.md'), 'utf8')).toMatch(/interrupted/i);
    // Groups are killed by a guard that sees the end of its pipe: soon, and not at once.
    await expect.poll(() => alive(word), { timeout: 20_000 }).toEqual([]);
    await expect.poll(left, { timeout: 20_000 }).toEqual([]);
  },
);
