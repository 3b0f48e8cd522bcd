import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { readLog, readResult } from '../reports/index.ts';
import { type CallOptions, quiesce } from './fixtures/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'quiesce-command-'));
const inFolder: CallOptions = { cwd: folder };
const hostile = (name: string): string => fileURLToPath(new URL(`./fixtures/hostile/${name}.ts`, import.meta.url));
const file = (out: string, name: string): string => readFileSync(join(folder, out, name), 'utf8');
const few = ['--case', 'CAN-04', '--case', 'CAN-06', '--case', 'an-unknown-identity'];

afterAll(() => rmSync(folder, { recursive: true }));

describe.concurrent('the exit code', () => {
  test('0: conforms', async () => {
    const { code, stdout } = await quiesce(['run', 'reference', '--out', 'zero', ...few], inFolder);
    expect(stdout).toContain('Conforms: ');
    expect(code).toBe(0);
  });

  test('1: does not conform, and the report is named last', async () => {
    const { code, stdout } = await quiesce(['run', 'before', '--out', 'one'], inFolder);
    expect(stdout).toContain('Does not conform as a coordinator.');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(`Report: ${join('one', 'report.md')}`);
    expect(code).toBe(1);
    const log = readLog(file('one', 'events.ndjson'), 'events.ndjson');
    expect(log.complete).toBe(true);
    expect(log.outcomes.length).toBe(readResult(file('one', 'result.json'), 'result.json').outcomes.length);
    expect(file('one', 'report.md')).toContain('# Conformance report: streaming-before');
    expect(JSON.parse(file('one', 'timing.json'))).toMatchObject({ hostsStarted: expect.any(Number) });
  });

  test('2: nothing was judged', async () => {
    const { code, stdout } = await quiesce(['run', 'limiter', '--out', 'two', '--case', 'CAN-07'], inFolder);
    expect(stdout).toContain('Nothing was judged.');
    expect(code).toBe(2);
  });

  test('64: a wrong call says what may be meant, and nothing is written', async () => {
    const { code, stdout, stderr } = await quiesce(['run', 'befor', '--out', 'wrong'], inFolder);
    expect(stderr).toMatch(/^TARGET_UNKNOWN .*\n.*\n {2}Was "before" meant\?\n$/);
    expect([code, stdout, existsSync(join(folder, 'wrong'))]).toEqual([64, '', false]);
  });

  test('64: no command shows the help', async () => {
    const { code, stdout, stderr } = await quiesce([], inFolder);
    expect(stderr).toContain('quiesce run [target]');
    expect([code, stdout]).toEqual([64, '']);
  });

  test('64: a case that is not there is no run of nothing', async () => {
    const { code, stderr } = await quiesce(['run', 'reference', '--case', 'CAN-44', '--out', 'none'], inFolder);
    expect(stderr).toMatch(/^CASE_UNKNOWN /);
    expect(code).toBe(64);
  });

  test('64: a folder that is a file cannot be written into', async () => {
    writeFileSync(join(folder, 'taken'), '');
    const { code, stderr } = await quiesce(['run', 'reference', '--out', 'taken'], inFolder);
    expect(stderr).toMatch(/^OUT_UNWRITABLE /);
    expect(code).toBe(64);
  });
});

describe.concurrent('what is printed', () => {
  test('--json is JSON and nothing else, and the same bytes as the file', async () => {
    const { code, stdout, stderr } = await quiesce(['run', 'before', '--json', '--out', 'json', ...few], inFolder);
    expect(stdout).toBe(file('json', 'result.json'));
    expect(stderr).toContain('Does not conform');
    expect(code).toBe(1);
  });

  test('--quiet is one line', async () => {
    const { stdout, stderr } = await quiesce(['run', 'before', '--quiet', '--out', 'quiet', ...few], inFolder);
    expect(stdout).toBe(`Does not conform as a coordinator. Report: ${join('quiet', 'report.md')}\n`);
    expect(stderr).toBe('');
  });

  test('a pipe gets no escapes and no redrawn line; NO_COLOR and 40 columns hold when colour is the rule', async () => {
    const piped = await quiesce(['run', 'before', '--out', 'piped', ...few], inFolder);
    expect(piped.stdout + piped.stderr).not.toMatch(/[\u001b\r]/);
    const env = { GITHUB_ACTIONS: 'true', COLUMNS: '40' };
    const colored = await quiesce(['run', 'before', '--out', 'colored', ...few], { ...inFolder, env });
    expect(colored.stdout).toContain('\u001b[');
    const narrow = await quiesce(['run', 'before', '--out', 'narrow', ...few], {
      ...inFolder,
      env: { ...env, NO_COLOR: '1' },
    });
    expect(narrow.stdout).not.toContain('\u001b');
    // Commands and paths are there to be copied, so they are not broken.
    const lines = narrow.stdout.split('\n').filter((line) => !/^ {2}npx |^Report: |\.ts:\d/.test(line));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(40);
  });

  test('an error shows no stack unless it is asked for', async () => {
    const bare = await quiesce(['run', hostile('import-throws'), '--out', 'bare'], inFolder);
    expect(bare.stderr).not.toMatch(/^\s+at /m);
    const stacked = await quiesce(['run', hostile('import-throws'), '--out', 'stacked', '--stack'], inFolder);
    expect(stacked.stderr).toMatch(/^\s+at /m);
  });
});

/** Everything that a run writes but its times. */
const written = (out: string): readonly string[] =>
  ['report.md', 'result.json', 'events.ndjson'].map((name) => file(out, name));

test('two runs, and one case at a time or three, write the same bytes', async () => {
  await Promise.all([
    quiesce(['run', 'before', '--out', 'first'], inFolder),
    quiesce(['run', 'before', '--out', 'second', '--concurrency', '3'], inFolder),
  ]);
  expect(written('second')).toEqual(written('first'));
  await quiesce(['run', 'before', '--out', 'second', '--concurrency', '2'], inFolder);
  expect(written('second')).toEqual(written('first'));
});

test('a reviewed dialect file beside the adapter is read', async () => {
  const adapter = join(folder, 'adapter.mjs');
  writeFileSync(
    adapter,
    "export const target = { name: 'x', open: () => ({ submit: (job) => ({ result: job.run() }) }) };\n",
  );
  writeFileSync(join(folder, 'adapter.dialect.json'), '{ "cancel.return": "void" }');
  await quiesce(['run', './adapter.mjs', '--out', 'dialect', '--dialect', 'cancel.second=error'], inFolder);
  expect(readResult(file('dialect', 'result.json'), '').dialect).toEqual(
    expect.arrayContaining([
      { option: 'cancel.return', choice: 'void', origin: 'file' },
      { option: 'cancel.second', choice: 'error', origin: 'file' },
    ]),
  );
});

test('the first Ctrl-C keeps what there is, and exits with 2', async () => {
  const target = hostile('sync-loop');
  const { code, stdout, stderr } = await quiesce(
    ['run', target, '--out', 'cut', '--case', 'a-waiting-body-learns-of-it', '--case', 'a-completed-task'],
    {
      ...inFolder,
      heard: ({ stderr: said }, kill) => {
        if (said.includes('cases apply') && !said.includes('Interrupted')) setTimeout(() => kill('SIGINT'), 1_500);
      },
    },
  );
  expect(stderr).toContain('Interrupted: what had ended by then was kept.');
  expect(stdout).toContain(`Report: ${join('cut', 'report.md')}`);
  expect(code).toBe(2);
  const result = readResult(file('cut', 'result.json'), 'result.json');
  expect([result.interrupted, result.complete]).toEqual([true, false]);
  const verdicts = Object.fromEntries(result.outcomes.map(({ case: id, verdict }) => [id, verdict]));
  expect(verdicts['cancellation/a-waiting-body-learns-of-it']).toBe('pass');
  expect(verdicts['cancellation/a-completed-task']).toBe('inconclusive');
  expect(readLog(file('cut', 'events.ndjson'), 'events.ndjson').complete).toBe(false);
});

test('the reproduce command of a report shows the history again', async () => {
  const { code, stdout } = await quiesce(['replay', 'before', 'cancellation/all-clients-are-told'], inFolder);
  expect(stdout).toMatch(/^FAIL {2}cancellation\/all-clients-are-told {2}\(MUST CAN-04\)/);
  expect(stdout).toMatch(/expected .*\n[\s\S]*observed .*\n[\s\S]*subscribe T c3/);
  expect(code).toBe(1);
});
