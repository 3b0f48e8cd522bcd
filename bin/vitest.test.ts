import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

/* A project of a user that has one test file, run by Vitest as the user would. */
const root = fileURLToPath(new URL('../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'quiesce-vitest-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Ran {
  readonly code: number | null;
  readonly tests: readonly {
    readonly fullName: string;
    readonly status: string;
    readonly failureMessages: readonly string[];
  }[];
  readonly output: string;
}

function run(options: object, concurrency = 1): Ran {
  writeFileSync(
    join(folder, 'conformance.test.ts'),
    `import { conformance } from ${JSON.stringify(join(root, 'bin/vitest.ts'))};
await conformance(${JSON.stringify({ ...options, concurrency })});
`,
  );
  const results = join(folder, 'results.json');
  rmSync(results, { force: true });
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const args = [
    vitest,
    'run',
    '--root',
    folder,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${results}`,
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, CI: 'true' },
  });
  const read = spawnSync('cat', [results], { encoding: 'utf8' }).stdout;
  const { testResults = [] } = (read === '' ? {} : JSON.parse(read)) as {
    testResults?: { assertionResults: Ran['tests'] }[];
  };
  return {
    code: status,
    tests: testResults.flatMap(({ assertionResults }) => assertionResults),
    output: stdout + stderr,
  };
}

const named = ({ tests }: Ran, name: string) => tests.find(({ fullName }) => fullName.endsWith(name));

test('each case is a test; a failure is the finding with its ledger, at the place in the coordinator', () => {
  const ran = run({ target: 'before', cases: ['CAN-04', 'CAN-07'] });
  expect(ran.code).toBe(1);
  const told = named(ran, 'all-clients-are-told');
  expect(told?.fullName).toBe('CAN-04 Every connected client is told all-clients-are-told');
  expect(told?.status).toBe('failed');
  expect(told?.failureMessages[0]).toMatch(/expected .*\n[\s\S]*observed .*\n[\s\S]*-> cancel T/);
  expect(ran.output).toMatch(/❯ .*targets\/examples\/streaming\/\S+\.ts:\d+:\d+/);
  expect(named(ran, 'a-running-task')?.status).toBe('passed');
  expect(ran.output).toMatch(/↓ .*a-paused-client-is-told.*\[not-offered: needs client\.pause\]/);
  expect(named(ran, 'offers shutdown')?.failureMessages[0]).toContain(
    'is expected of a coordinator, and is not offered',
  );
});

test('a target that conforms is green, also with several cases at once', () => {
  const ran = run({ target: 'reference', cases: ['CAN-0*'] }, 3);
  expect(ran.tests.filter(({ status }) => status === 'failed')).toEqual([]);
  expect(ran.tests.filter(({ status }) => status === 'passed').length).toBeGreaterThan(20);
  expect(ran.code).toBe(0);
});

test('an adapter that is not there says so', () => {
  const ran = run({ target: './adaptor.ts' });
  expect(ran.output).toContain('ADAPTER_NOT_FOUND  There is no adapter adaptor.ts.');
  expect(ran.code).toBe(1);
});
