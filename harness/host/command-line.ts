import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Address } from './frames.ts';
import { fileOf } from './loading.ts';

/** `.ts` where the kit runs from its source, `.js` where it runs as it is published. */
const own = extname(fileURLToPath(import.meta.url));

/**
 * The V8 of Node 20 has no compiler between a quick one and a thorough one, and a whole run is long enough to set off
 * the thorough one a thousand times and too short to get it back: half of its processor time. Later, and with less
 * inlined, it costs a quarter less, and a long search is as fast as before. Newer ones do not know these options.
 */
const compiling = process.versions.v8.startsWith('11.')
  ? ['--interrupt-budget=300000', '--max-inlined-bytecode-size-cumulative=200']
  : [];

/** How a host is started. */
export interface CommandLine {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** True if the module of that address can only be loaded with the help of tsx. */
export const needsTsx = (target: Address): boolean => own === '.ts' || /\.[cm]?tsx?$/.test(fileOf(target));

/**
 * Arguments of the process that hosts a target. The forwarding functions over time load before anything of the
 * target. They come first where they are JavaScript; as TypeScript they can load only after tsx.
 */
export function commandLine(target: Address, heapMb: number, entry = beside(`./entry${own}`)): CommandLine {
  const forward = ['--import', beside(`../time/forward${own}`)];
  const tsx = needsTsx(target) ? ['--import', tsxLoader()] : [];
  return {
    args: [
      ...(own === '.ts' ? [...tsx, ...forward] : [...forward, ...tsx]),
      '--enable-source-maps',
      // Exploration makes garbage and keeps little: a wider nursery saves an eighth of its time.
      '--min-semi-space-size=32',
      '--max-semi-space-size=32',
      ...compiling,
      `--max-old-space-size=${heapMb}`,
      fileURLToPath(entry),
    ],
    env: environment(target),
  };
}

const beside = (path: string): string => new URL(path, import.meta.url).href;

// By its absolute address: the bare name would be looked up from the working directory.
const tsxLoader = (): string => pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/**
 * The environment of the caller. Options of Node meant for the supervisor are left out; tsx, which would read the
 * settings of the working directory, is told to read those of the adapter.
 */
function environment(target: Address): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, NODE_V8_COVERAGE: _coverage, ...env } = process.env;
  const settings = nearestFile('tsconfig.json', dirname(fileOf(target)));
  return settings === undefined ? env : { ...env, TSX_TSCONFIG_PATH: settings };
}

function nearestFile(name: string, folder: string): string | undefined {
  const file = join(folder, name);
  if (existsSync(file)) return file;
  return folder === dirname(folder) ? undefined : nearestFile(name, dirname(folder));
}
