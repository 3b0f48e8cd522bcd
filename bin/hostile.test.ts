import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Outcome } from '../harness/outcome.ts';
import { readResult } from '../reports/index.ts';
import { quiesce, type Said } from './fixtures/command.ts';

/* Targets that do harm in the midst of a run, or as soon as they are touched, through the real command. */

const folder = mkdtempSync(join(tmpdir(), 'quiesce-hostile-'));
const fixture = (name: string): string => fileURLToPath(new URL(`./fixtures/hostile/${name}.ts`, import.meta.url));

const harmed = 'cancellation/a-completed-task';
const others = ['a-waiting-body-learns-of-it', 'no-await-is-fulfilled', 'an-unknown-identity', 'the-result-settles'];
const chosen = ['a-completed-task', ...others].flatMap((name) => ['--case', name]);

interface Run extends Said {
  readonly outcomes: ReadonlyMap<string, Outcome>;
  readonly report: string;
}

async function run(target: string, ...args: readonly string[]): Promise<Run> {
  const out = join(folder, `out-${target.replaceAll(/\W/g, '-')}`);
  const said = await quiesce(['run', target, '--out', out, ...chosen, ...args], { cwd: folder });
  const file = join(out, 'result.json');
  const outcomes = existsSync(file) ? readResult(readFileSync(file, 'utf8'), file).outcomes : [];
  return {
    ...said,
    outcomes: new Map(outcomes.filter(({ skip }) => skip?.reason !== 'filtered').map((one) => [one.case, one])),
    report: existsSync(join(out, 'report.md')) ? readFileSync(join(out, 'report.md'), 'utf8') : '',
  };
}

/** What the run of a harmless coordinator says about the cases that no harm is done in. */
let sane: Run;

beforeAll(async () => {
  sane = await run(fixture('sane'));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Command lines of living processes that name this test's folder or fixtures. */
function processes(): readonly string[] {
  const lines = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line.includes(folder) || line.includes('bin/fixtures/hostile/'));
}

const untouched = ({ outcomes }: Run): readonly (Outcome | undefined)[] =>
  others.map((name) => outcomes.get(`cancellation/${name}`));

test('the harmless one passes all of them', () => {
  expect(sane.code).toBe(0);
  expect([...sane.outcomes.values()].map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'pass', 'pass', 'pass']);
});

describe.concurrent('harm in the midst of a run costs the case in flight', () => {
  test.for([
    { name: 'sync-loop', code: 1, rule: 'host/blocked', says: /not given back within 4000 ms/, budget: 4_000 },
    { name: 'microtask-loop', code: 1, rule: 'host/blocked', says: /not given back within 4000 ms/, budget: 4_000 },
    { name: 'exits', code: 1, rule: 'host/exit', says: /process\.exit\(0\) was called/ },
    { name: 'out-of-memory', code: 1, rule: 'host/out-of-memory', says: /the heap outgrew 512 MB/ },
  ])('$name', async ({ name, code, rule, says, budget }) => {
    const ran = await run(fixture(name), ...(budget === undefined ? [] : ['--budget', String(budget)]));
    expect(ran.code).toBe(code);
    expect(ran.outcomes.get(harmed)).toMatchObject({
      verdict: 'fail',
      finding: { rule, observed: expect.stringMatching(says) },
    });
    expect(untouched(ran)).toEqual(untouched(sane));
    expect(ran.stdout).toMatch(says);
    expect(ran.report).toContain(rule);
  });

  test.for([
    { name: 'throws-later', says: /an uncaught exception at 5 ms: Error: from a later tick/ },
    { name: 'rejects-unheard', says: /an unhandled rejection at 0 ms: Error: nobody listens/ },
  ])('$name', async ({ name, says }) => {
    const ran = await run(fixture(name));
    expect(ran.code).toBe(1);
    expect(ran.outcomes.get(harmed)?.invariants).toMatchObject([
      { rule: 'invariant/no-stray-error', observed: expect.stringMatching(says) },
    ]);
    expect(untouched(ran)).toEqual(untouched(sane));
    expect(ran.stdout).toMatch(says);
  });

  test('a process that is killed from outside is no fault of the coordinator', async () => {
    const ran = await run(fixture('killed'));
    expect(ran.code).toBe(3);
    expect(ran.outcomes.get(harmed)).toMatchObject({ verdict: 'error', error: { code: 'HOST_KILLED' } });
    expect(untouched(ran)).toEqual(untouched(sane));
    expect(ran.stderr).toContain('HOST_KILLED  the process was ended by SIGKILL, from outside');
  });

  test('an answer that never comes does not hang the run, and is no pass', async () => {
    const ran = await run(fixture('never-settles'));
    expect([1, 2]).toContain(ran.code);
    expect(['fail', 'inconclusive']).toContain(ran.outcomes.get(harmed)?.verdict);
    expect(untouched(ran)).toEqual(untouched(sane));
  });

  test('a flood of output hurts nobody, and none of it comes through', async () => {
    const ran = await run(fixture('floods'));
    expect(ran.code).toBe(0);
    expect(ran.outcomes.get(harmed)).toEqual(sane.outcomes.get(harmed));
    expect(ran.stdout + ran.stderr + ran.report).not.toContain('of a flood');
  });
});

describe.concurrent('an adapter that cannot be used is told apart from a coordinator that fails', () => {
  test.for([
    { name: 'import-throws', code: 'ADAPTER_THROWS', says: /no database here at \S*import-throws\.ts:1:7/ },
    { name: 'open-throws', code: 'ADAPTER_OPEN_THROWS', says: /TypeError: no connection/ },
    { name: 'submit-throws', code: 'ADAPTER_SMOKE', says: /TypeError: queue is not a function/ },
    { name: 'exports-nothing', code: 'ADAPTER_EXPORTS_NOTHING', says: /Was `tarGet` meant\?/ },
  ])('$name', async ({ name, code, says }) => {
    const ran = await run(fixture(name));
    expect(ran.code).toBe(3);
    expect(ran.stderr.split(/\s/, 1)).toEqual([code]);
    expect(ran.stderr.replaceAll(/\s+/g, ' ')).toMatch(says);
    expect(ran.stderr).not.toMatch(/^\s+at /m);
  });

  test('does not compile', async () => {
    const file = join(folder, 'adapter.ts');
    writeFileSync(file, 'export const target = {\n  open( { return {}; },\n};\n');
    const ran = await run(file);
    expect(ran.code).toBe(3);
    expect(ran.stderr.replaceAll(/\s+/g, ' ')).toMatch(/ADAPTER_SYNTAX adapter\.ts:2\S* does not compile/);
  });

  test('is not found, and its neighbours are named', async () => {
    const ran = await run('./adaptor.ts');
    expect(ran.code).toBe(3);
    expect(ran.stderr).toContain('ADAPTER_NOT_FOUND  There is no adapter adaptor.ts.');
  });
});

test('no process is left behind by any of them', async () => {
  // A process that was killed is listed until its parent has heard of it, and another test may run a fixture for a moment.
  await expect.poll(processes, { timeout: 30_000 }).toEqual([]);
});
