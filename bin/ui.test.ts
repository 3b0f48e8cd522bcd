import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { quiesce } from './fixtures/command.ts';

const left = (): readonly string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('quiesce-ui-'));

const names = ['CAN-04 Every connected client is told', 'all-clients-are-told', 'a-paused-client-is-told'];

/** What a real browser does not show of it. The cases may still run when it looks for the first time. */
async function missingFrom(address: string): Promise<readonly string[]> {
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--virtual-time-budget=10000', '--dump-dom'];
  let missing: readonly string[] = names;
  for (let look = 0; look < 8 && missing.length > 0; look++) {
    const { stdout } = await promisify(execFile)('chromium', [...flags, address], { maxBuffer: 100_000_000 });
    missing = names.filter((name) => !stdout.includes(name));
  }
  return missing;
}

test('the cases are seen in a browser, and Ctrl-C ends it without a trace', async () => {
  const before = left();
  let missing: Promise<readonly string[]> | undefined;
  const said = await quiesce(['ui', 'before', '--case', 'CAN-04', '--case', 'CAN-07'], {
    cwd: tmpdir(),
    heard: ({ stdout, stderr }, kill) => {
      if (!stderr.includes('Ctrl-C ends it.') || missing) return;
      missing = missingFrom(stdout.trim());
      void missing.finally(() => kill('SIGINT'));
    },
  });
  expect(said).toMatchObject({ code: 0, stdout: expect.stringMatching(/^http:\/\/localhost:\d+\/__vitest__\/\n$/) });
  expect(await missing).toEqual([]);
  expect(left()).toEqual(before);
});
