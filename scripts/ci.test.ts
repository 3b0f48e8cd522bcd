import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from './root.ts';

/* .ci/run in a project whose npm does as it is told: what it makes of each answer is what is tested here. */
const project = mkdtempSync(join(tmpdir(), 'quiesce-ci-'));
const programs = join(project, 'programs');

const npm = `#!/bin/sh
case $1 in
  ci) exit $INSTALL ;;
  start) if [ "$REPORT" != old ]; then echo found >out/report.md; fi; echo "report: out/report.md"; exit $START ;;
  test) for last; do :; done; printf %s "$RESULTS" >"\${last#--outputFile.json=}"; exit $TEST ;;
esac
`;

beforeAll(() => {
  for (const folder of ['.ci', 'out', 'programs']) mkdirSync(join(project, folder));
  copyFileSync(join(root, '.ci/run'), join(project, '.ci/run'));
  writeFileSync(join(programs, 'npm'), npm, { mode: 0o755 });
  writeFileSync(join(programs, 'chromium'), '#!/bin/sh\n', { mode: 0o755 });
});

afterAll(() => rmSync(project, { recursive: true }));

interface Answers {
  readonly install?: number;
  readonly start?: number;
  readonly test?: number;
  readonly report?: 'new' | 'old';
  readonly results?: unknown;
}

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((each) => ({ status: each })),
});
const green = { numPassedTests: 7, numFailedTests: 0, testResults: [file('passed', 'passed')] };

function run({ install = 0, start = 1, test: tests = 0, report = 'new', results = green }: Answers): string {
  const env = {
    ...process.env,
    PATH: `${programs}:${process.env['PATH']}`,
    INSTALL: String(install),
    START: String(start),
    TEST: String(tests),
    REPORT: report,
    RESULTS: typeof results === 'string' ? results : JSON.stringify(results),
  };
  const ran = spawnSync(join(project, '.ci/run'), { cwd: tmpdir(), env, encoding: 'utf8' });
  return `${ran.stdout.trimEnd().split('\n').at(-1)}; exit ${ran.status}`;
}

test('all is well when every test passes and the default target is found faulty', () => {
  expect(run({})).toBe('7 passed, 0 failed; exit 0');
});

test('a failed test, a file that cannot be loaded and an error outside every test are failures', () => {
  const red = { numPassedTests: 5, numFailedTests: 2, testResults: [file('failed', 'failed', 'failed')] };
  expect(run({ results: red, test: 1 })).toBe('5 passed, 2 failed; exit 1');
  const unloaded = { ...green, testResults: [file('failed'), file('failed')] };
  expect(run({ results: unloaded, test: 1 })).toBe('7 passed, 2 failed; exit 1');
  expect(run({ test: 1 })).toBe('7 passed, 1 failed; exit 1');
});

test('a default target that is found sound, not judged, or not reported on, is a failure', () => {
  expect(run({ start: 0 })).toBe('7 passed, 1 failed; exit 1');
  expect(run({ start: 3 })).toBe('7 passed, 1 failed; exit 1');
  expect(run({ report: 'old' })).toBe('7 passed, 1 failed; exit 1');
});

test('a run that installs nothing, runs nothing or says nothing is a failure', () => {
  expect(run({ install: 1 })).toBe('0 passed, 1 failed; exit 1');
  expect(run({ results: { ...green, numPassedTests: 0 } })).toBe('0 passed, 1 failed; exit 1');
  expect(run({ results: '', test: 1 })).toBe('0 passed, 1 failed; exit 1');
});
