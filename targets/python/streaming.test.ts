import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { quiesce } from '../../bin/fixtures/command.ts';
import { readResult } from '../../reports/index.ts';

/* What the documents record of the coordinator, seen in asyncio itself, through the wire. */

const folder = mkdtempSync(join(tmpdir(), 'quiesce-python-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Cases that stand for recorded tests: told clients, a passed-on cancellation, a cleanup, the cancel method. */
const cases = {
  'all-clients-are-told': 'CAN-04',
  'no-await-is-fulfilled': 'CAN-06',
  'finally-ends-first': 'CAN-16',
  'an-unknown-identity': 'CAN-08',
  'a-completed-task-by-identity': 'CAN-09',
} as const;

async function verdicts(state: string): Promise<Readonly<Record<string, string>>> {
  const chosen = Object.keys(cases).flatMap((name) => ['--case', `cancellation/${name}`]);
  const out = join(folder, state);
  await quiesce(['run', `python-${state}`, '--quiet', '--out', out, ...chosen], { cwd: folder });
  const file = join(out, 'result.json');
  const { outcomes } = readResult(readFileSync(file, 'utf8'), file);
  const known = outcomes.filter(({ skip }) => skip?.reason !== 'filtered');
  return Object.fromEntries(known.map((one) => [one.requirement, one.skip?.reason ?? one.verdict]));
}

const recorded = {
  before: { 'CAN-04': 'fail', 'CAN-06': 'fail', 'CAN-08': 'blocked', 'CAN-09': 'blocked', 'CAN-16': 'pass' },
  after: { 'CAN-04': 'pass', 'CAN-06': 'pass', 'CAN-08': 'pass', 'CAN-09': 'pass', 'CAN-16': 'pass' },
  mended: { 'CAN-04': 'pass', 'CAN-06': 'pass', 'CAN-08': 'pass', 'CAN-09': 'pass', 'CAN-16': 'pass' },
};

test.each(Object.entries(recorded))(
  '%s',
  async (state, wanted) => {
    expect(await verdicts(state)).toEqual(wanted);
  },
  120_000,
);
