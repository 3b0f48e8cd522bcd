import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { quiesce } from './fixtures/command.ts';

const left = (): readonly string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('quiesce-ui-'));

/** The page as a real browser has it, once it shows the outcome of every case. */
async function pageOf(address: string): Promise<string> {
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--virtual-time-budget=15000', '--dump-dom'];
  const { stdout } = await promisify(execFile)('chromium', [...flags, address], { maxBuffer: 100_000_000 });
  return stdout;
}

test('the cases are seen in a browser, and Ctrl-C ends it without a trace', async () => {
  const before = left();
  let page: Promise<string> | undefined;
  const said = await quiesce(['ui', 'before', '--case', 'CAN-04', '--case', 'CAN-07'], {
    cwd: tmpdir(),
    heard: ({ stdout, stderr }, kill) => {
      if (!stderr.includes('Ctrl-C ends it.') || page) return;
      page = pageOf(stdout.trim());
      void page.finally(() => kill('SIGINT'));
    },
  });
  expect(said).toMatchObject({ code: 0, stdout: expect.stringMatching(/^http:\/\/localhost:\d+\/__vitest__\/\n$/) });
  const html = await page;
  const names = ['CAN-04 Every connected client is told', 'all-clients-are-told', 'a-paused-client-is-told'];
  expect(names.filter((name) => !html?.includes(name))).toEqual([]);
  expect(left()).toEqual(before);
});
