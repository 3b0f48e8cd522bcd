import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Vitest } from 'vitest/node';
import { QuiesceError } from '../../harness/errors.ts';
import type { Arguments } from '../command-line.ts';
import type { Door } from '../out.ts';
import { count, wantedBy } from '../read-arguments.ts';

const own = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

/** Shows the cases in a browser: Vitest's own page over one thin test file, which asks the session. Ends at Ctrl-C. */
export async function ui(args: Arguments, { out, signal }: Door): Promise<number> {
  const { createVitest } = await vitestOrSay();
  const folder = mkdtempSync(join(tmpdir(), 'quiesce-ui-'));
  try {
    writeFileSync(join(folder, 'quiesce.test.mjs'), testFile(args));
    const vitest = await withoutItsSignals(async () =>
      createVitest('test', {
        root: folder,
        dir: folder,
        include: ['quiesce.test.mjs'],
        config: false,
        watch: true,
        ui: true,
        open: args['open'] === true,
        api: { port: count(args, 'port', 65_535) ?? 51_204 },
        // The session keeps the time, and no cache is left in anybody's project.
        testTimeout: 0,
        hookTimeout: 0,
        cache: false,
        reporters: [{}],
        // The kit runs as it is installed; from its sources Vitest has to compile it.
        server: { deps: own === '.js' ? { external: [/.*/] } : { inline: [/.*/] } },
      }),
    );
    await vitest.start();
    out.print(`${addressOf(vitest)}\n`);
    out.note('Ctrl-C ends it.\n');
    await aborted(signal);
    await vitest.close();
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Vitest ends the process one ms after a signal; here the command ends, when it has cleared up. */
async function withoutItsSignals<T>(start: () => Promise<T>): Promise<T> {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const own = new Set(signals.flatMap((signal) => process.listeners(signal)));
  const started = await start();
  for (const signal of signals) {
    for (const listener of process.listeners(signal)) if (!own.has(listener)) process.off(signal, listener);
  }
  return started;
}

/** A file that registers the cases; the choices of the command line go in as data. */
function testFile(args: Arguments): string {
  const { target, suites, ...wanted } = wantedBy(args);
  const options = {
    ...wanted,
    target: target.file === undefined ? target.named : resolve(target.named),
    suites: suites.map(({ name }) => name),
  };
  const front = new URL(`../vitest${own}`, import.meta.url).href;
  return `import { conformance } from ${JSON.stringify(front)};\nawait conformance(${JSON.stringify(options)});\n`;
}

async function vitestOrSay(): Promise<typeof import('vitest/node')> {
  try {
    await import('@vitest/ui');
    return await import('vitest/node');
  } catch (cause) {
    throw new QuiesceError(
      'usage',
      'VITEST_MISSING',
      'Expected vitest and @vitest/ui to be installed: `quiesce ui` shows its cases on their page.',
      'npm install --save-dev vitest @vitest/ui',
      cause,
    );
  }
}

function addressOf(vitest: Vitest): string {
  const address = vitest.vite.httpServer?.address();
  const port = address !== null && typeof address === 'object' ? address.port : vitest.config.api.port;
  return `http://localhost:${port}${vitest.config.uiBase}`;
}

const aborted = async (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
