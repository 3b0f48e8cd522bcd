import type { ProcessTarget } from '../adapter/process.ts';
import { QuiesceError } from '../errors.ts';
import { describe } from '../describe.ts';

/** The address of a target that is nothing but a command: program and arguments as JSON. */
export const commandAddress = (argv: readonly string[]): string =>
  `${import.meta.url}#${encodeURIComponent(JSON.stringify(argv))}`;

/** The target of such an address. Its name is what the far side says. */
export function targetNamed(name: string): ProcessTarget {
  const argv = JSON.parse(name) as unknown;
  if (!isCommand(argv)) throw noCommand(argv);
  return { name: '', command: argv };
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
