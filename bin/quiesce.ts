#!/usr/bin/env node
import type { Door, Out } from './out.ts';
import { wantsColor, wantsLive, widthOf } from './out.ts';

/* The only file that prints and exits. Everything behind a command is loaded when that command is called. */

const { env, stdout, stderr } = process;

const out: Out = {
  print: (text) => void stdout.write(text),
  note: (text) => void stderr.write(text),
  columns: widthOf(env, stdout.columns ?? stderr.columns),
  color: wantsColor(env, stdout.isTTY),
  live: wantsLive(env, stderr.isTTY),
};

/** The first wish to stop ends the run in good order; the second does not wait. */
function stopping(): AbortSignal {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
}

// Whoever reads a pipe may have seen enough: `quiesce list | head`.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(process.exitCode ?? 0);
});

async function main(argv: readonly string[]): Promise<number> {
  const door: Door = { out, signal: stopping() };
  try {
    const { dispatch } = await import('./dispatch.ts');
    return await dispatch(argv, door);
  } catch (error) {
    const { failureExit, failureText } = await import('./failure.ts');
    const stack = argv.includes('--stack') || Boolean(env['QUIESCE_STACK']);
    if (door.signal.aborted) {
      out.note('Interrupted before anything was known.\n');
      return 2;
    }
    out.note(failureText(error, { columns: Math.min(out.columns, 100), stack }));
    return failureExit(error);
  }
}

const code = await main(process.argv.slice(2));
process.exitCode = code;
// What a library makes of its own day does not count.
process.once('exit', () => {
  process.exitCode = code;
});
