import type { ProcessTarget } from '../adapter/process.ts';
import { QuiesceError } from '../errors.ts';
import { describe } from '../describe.ts';

/** Where a server listens: the first group of a pattern in a line of stdout, or a port that is tried. */
export type Ready = { readonly pattern: string } | { readonly port: number };

/** The address of a target that is nothing but a command: program and arguments as JSON. `ready`: it is a server. */
export const commandAddress = (argv: readonly string[], ready?: Ready): string =>
  `${import.meta.url}#${encodeURIComponent(JSON.stringify({ argv, ...(ready ? { ready } : {}) }))}`;

/** The target of such an address. The name of one that speaks the wire protocol is what it says. */
export function targetNamed(name: string): ProcessTarget {
  const { argv, ready } = JSON.parse(name) as { readonly argv?: unknown; readonly ready?: Ready };
  if (!isCommand(argv)) throw noCommand(argv);
  if (!ready) return { name: '', command: argv };
  const where = 'port' in ready ? { port: ready.port } : new RegExp(ready.pattern, 'm');
  return { name: argv.join(' '), command: argv, profile: 'service', ready: where };
}

const isCommand = (argv: unknown): argv is [string, ...string[]] =>
  Array.isArray(argv) && argv.length > 0 && argv.every((word) => typeof word === 'string' && word !== '');

const noCommand = (found: unknown): QuiesceError =>
  new QuiesceError(
    'usage',
    'COMMAND_MALFORMED',
    `Expected a program and its arguments, found ${describe(found)}.`,
    'quiesce run --command "python3 target.py"',
  );
