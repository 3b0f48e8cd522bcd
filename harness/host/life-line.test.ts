import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';

const parent = fileURLToPath(new URL('fixtures/parent.ts', import.meta.url));
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test.each(['SIGINT', 'SIGKILL', 'throw'])(
  'a host in an endless loop does not outlive a supervisor ended by %s',
  async (how) => {
    const child = spawn(process.execPath, ['--import', tsx, parent, how], { stdio: ['ignore', 'pipe', 'ignore'] });
    const exited = once(child, 'exit');
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const host = Number(line.toString());
    expect(alive(host)).toBe(true);
    if (how !== 'throw') child.kill(how as NodeJS.Signals);
    await exited;
    await expect.poll(() => alive(host), { timeout: 20_000 }).toBe(false);
  },
);
