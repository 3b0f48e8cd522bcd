import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { QuiesceError } from '../errors.ts';
import type { Errand, Said } from '../host/alone.ts';
import { commandLine } from '../host/command-line.ts';
import { addressOf } from '../host/loading.ts';
import { real } from '../time/forward.ts';
import type { Bench } from './bench.ts';

/** How a process ended; nothing of it: it had to be killed. */
export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
}

/** Opens the target once more, in a process that does nothing else. */
export interface ChildLab {
  /**
   * Runs one errand and waits for the end of the process; `signal` is sent once it is done. Recorded: `child.opened` with
   * the listeners that the process had more after `open`, `child.done`, and `child.ended`, or `child.lives` where it has not
   * ended 2 s after that. `name` goes with each.
   */
  run(name: string, errand: Errand, signal?: 'SIGTERM'): Promise<void>;
}

/** In ms: for the process to be done, and to end once it is. */
const [work, end] = [20_000, 2_000];

const entry = new URL(`../host/alone${extname(fileURLToPath(import.meta.url))}`, import.meta.url).href;

export class Child implements ChildLab {
  readonly #bench: Bench;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  async run(name: string, errand: Errand, signal?: 'SIGTERM'): Promise<void> {
    const { recorder, target } = this.#bench;
    const address = addressOf(target);
    if (address === undefined)
      throw new QuiesceError(
        'internal',
        'CHILD_NO_ADDRESS',
        'A target that no file exports cannot be opened elsewhere.',
      );
    const { args, env } = commandLine(address, 256, entry);
    const child = spawn(process.execPath, [...args, address, JSON.stringify(errand)], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env,
    });
    const ended = once(child, 'close');
    const done = new Promise<void>((resolve) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const said = parsed(line);
        if (said && 'opened' in said) recorder.record('saw', 'child.opened', undefined, name, said.opened);
        if (!said || !('done' in said)) return;
        if (said.done) recorder.record('saw', 'child.done', undefined, name);
        if (signal) child.kill(signal);
        resolve();
      });
    });
    await within(work, Promise.race([done, ended]));
    const [code, by] = ((await within(end, ended)) ?? []) as [(number | null)?, (string | null)?];
    if (code === undefined) {
      recorder.record('saw', 'child.lives', undefined, name);
      child.kill('SIGKILL');
      await ended;
      return;
    }
    recorder.record('saw', 'child.ended', undefined, name, { code, signal: by ?? null } satisfies Ended);
  }
}

/** A target may write to stdout as it likes. */
function parsed(line: string): Said | undefined {
  try {
    const said: unknown = JSON.parse(line);
    return said !== null && typeof said === 'object' ? (said as Said) : undefined;
  } catch {
    return undefined;
  }
}

/** What comes of it, or nothing once the time is up. */
async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: unknown;
  const up = new Promise<undefined>((resolve) => {
    timer = real.setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([promise, up]);
  } finally {
    real.clearTimeout(timer as NodeJS.Timeout);
  }
}
