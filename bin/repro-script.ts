import { existsSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { literal } from '../harness/lab/scripted.ts';
import type { Dialect } from '../harness/dialect/dialect.ts';
import { QuiesceError } from '../harness/errors.ts';
import { needsTsx } from '../harness/host/command-line.ts';
import type { Outcome } from '../harness/outcome.ts';
import { oneLine } from '../reports/index.ts';
import type { NamedTarget } from './target-name.ts';

/** A script that makes the calls of a case on the user's adapter, without the suite. Throws where they cannot be written. */
export function reproScript(file: string, target: NamedTarget, outcome: Outcome, dialect: Dialect): string {
  const { script } = outcome;
  if (!script || 'unwritable' in script) throw unwritable(outcome, script?.unwritable ?? 'it was not run');
  const setting = {
    dialect: Object.fromEntries(dialect.entries().map(([option, choice]) => [option, choice])),
    watched: script.watched,
    witness: outcome.finding?.witness ?? outcome.invariants?.[0]?.witness ?? [],
  };
  return [
    ...heading(outcome).map((line) => `// ${line}`),
    `// node ${needsTsx(target.address) ? '--import tsx ' : ''}${file}`,
    `import { reproduce } from 'quiesce/repro';`,
    '',
    `const adapter = new URL(${JSON.stringify(adapterFrom(file, target))}, import.meta.url);`,
    `const setting = ${literal(setting)};`,
    'const history = await reproduce({ adapter, ...setting }, async (lab) => {',
    ...script.lines.map((line) => `  ${line}`),
    '});',
    'process.stdout.write(history);',
    '',
  ].join('\n');
}

/** Nothing is overwritten; said before anything is run. */
export function refuseExisting(file: string | undefined): void {
  if (file === undefined || !existsSync(file)) return;
  throw new QuiesceError('usage', 'FILE_EXISTS', `${file} exists, and nothing is overwritten.`, 'Give another name.');
}

function heading({ case: id, requirement, verdict, schedule, finding, invariants }: Outcome): readonly string[] {
  const shown = finding ?? invariants?.[0];
  return [
    `${verdict.toUpperCase()} ${id} (${requirement})${schedule === undefined ? '' : `, on the interleaving ${schedule}`}`,
    ...(shown ? [`expected  ${oneLine(shown.expected)}`, `observed  ${oneLine(shown.observed)}`] : []),
  ];
}

/** As an import of the script would write it, so that both can be moved together. */
function adapterFrom(file: string, { address }: NamedTarget): string {
  const [url = '', name] = address.split('#');
  const path = relative(dirname(resolve(file)), fileURLToPath(url)).replaceAll('\\', '/');
  return `${path.startsWith('.') ? '' : './'}${path}${name === undefined ? '' : `#${name}`}`;
}

const unwritable = ({ case: id }: Outcome, why: string): QuiesceError =>
  new QuiesceError(
    'usage',
    'REPRO_UNWRITABLE',
    `${id} cannot be written as a script: ${why}.`,
    'quiesce replay without --repro shows the same history.',
  );
