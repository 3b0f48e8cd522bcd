import { spawnSync } from 'node:child_process';
import { describe } from '../describe.ts';
import { QuiesceError } from '../errors.ts';
import { placeOf, shown } from '../places.ts';

interface Thrown {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly stack?: unknown;
}

/** What the import of an adapter threw, as one readable error. */
export function targetTrouble(thrown: unknown, file: string): QuiesceError {
  if (thrown instanceof QuiesceError) return thrown;
  const error = (thrown !== null && typeof thrown === 'object' ? thrown : {}) as Thrown;
  const missing = missingFrom(error);
  if (missing) return missingTrouble(missing, file);
  if (error.name === 'SyntaxError' || error.name === 'TransformError') return syntaxTrouble(error, file);
  const where = placeOf(text(error.stack));
  return new QuiesceError(
    'adapter',
    'ADAPTER_THROWS',
    `${shown(file)} was expected to load; it threw ${describe(thrown)}${where ? ` at ${where.file}:${where.line}:${where.column}` : ''}.`,
    'Build the coordinator in `open`, not while the module loads.',
  );
}

// Whatever was thrown may have anything in the place of its message.
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What was looked for in vain, and by which file. */
interface Missing {
  readonly specifier: string;
  readonly by: string | undefined;
}

function missingFrom({ code, message }: Thrown): Missing | undefined {
  if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') return undefined;
  const said = text(message);
  const specifier = /Cannot find (?:module|package) '([^']+)'/.exec(said)?.[1];
  const by = /imported from (.+)$/m.exec(said)?.[1] ?? /Require stack:\n- (.+)$/m.exec(said)?.[1];
  return specifier === undefined ? undefined : { specifier, by };
}

function missingTrouble({ specifier, by }: Missing, file: string): QuiesceError {
  const importer = shown(by ?? file);
  if (/^(?:[./]|[A-Za-z]:|file:)/.test(specifier)) {
    return new QuiesceError(
      'adapter',
      'ADAPTER_MISSING_FILE',
      `${importer} imports ${shown(specifier)}, which does not exist.`,
      'Correct the path; an ES module names its files with their extension.',
    );
  }
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  return new QuiesceError(
    'adapter',
    'ADAPTER_MISSING_PACKAGE',
    `${importer} imports "${specifier}", but the package "${name}" is not installed where it could be found from there.`,
    `npm install ${name}`,
  );
}

function syntaxTrouble({ message, stack }: Thrown, file: string): QuiesceError {
  const said = text(message);
  const built = /^(.+):(\d+):(\d+): ERROR: (.+)$/m.exec(said);
  if (built?.[1]) return notCompiled(`${shown(built[1])}:${built[2]}:${built[3]}`, built[4] ?? said);
  const headed = /^(?:file:\/\/)?(.+):(\d+)\n/.exec(text(stack)) ?? /^(?:file:\/\/)?(.+):(\d+)\n/.exec(checked(file));
  const place = headed?.[1] ? `${shown(headed[1])}:${headed[2]}` : `${shown(file)}, or a module that it imports,`;
  return notCompiled(place, said);
}

/** Node does not say where an ES module has its error, unless it is asked about that file alone. */
function checked(file: string): string {
  if (!/\.[cm]?js$/.test(file)) return '';
  return spawnSync(process.execPath, ['--check', file], { encoding: 'utf8', timeout: 5_000 }).stderr;
}

const notCompiled = (place: string, message: string): QuiesceError =>
  new QuiesceError('adapter', 'ADAPTER_SYNTAX', `${place} does not compile: ${message}.`);

/** What the import of a suite threw. */
export function suiteTrouble(thrown: unknown, file: string): QuiesceError {
  if (thrown instanceof QuiesceError) return thrown;
  const where = thrown instanceof Error ? placeOf(thrown.stack) : undefined;
  return new QuiesceError(
    'suite',
    'SUITE_UNLOADABLE',
    `${shown(file)} was expected to export a suite as \`suite\`; ${describe(thrown)}${where ? ` at ${where.file}:${where.line}` : ''}.`,
    'A suite module exports `suite`, made with `defineSuite`.',
  );
}
