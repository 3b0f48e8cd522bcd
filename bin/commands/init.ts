import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { QuiesceError } from '../../harness/errors.ts';
import type { Arguments } from '../command-line.ts';
import type { Door } from '../out.ts';
import { one } from '../read-arguments.ts';

const workflow = join('.github', 'workflows', 'quiesce.yml');

/** Writes a first adapter, and a workflow that runs it. What exists stays as it is. */
export function init(args: Arguments, { out }: Door): number {
  const file = one(args, 'file') ?? 'adapter.ts';
  if (!/^\.[cm]?[jt]s$/.test(extname(file))) throw notCode(file);
  if (existsSync(file)) throw taken(file);
  write(file, template('adapter.txt', file.endsWith('ts')));
  out.print(`Wrote ${file}: a whole adapter of a small limiter. Put your own coordinator in its place.\n`);
  if (existsSync(workflow)) {
    out.print(`Kept ${workflow}, which exists.\n`);
  } else {
    write(
      workflow,
      template('workflow.txt', false).replaceAll('ADAPTER', `./${file.replaceAll('\\', '/').replace(/^\.\//, '')}`),
    );
    out.print(`Wrote ${workflow}: the same run on every push.\n`);
  }
  out.print(`Next: npx quiesce run ./${file.replace(/^\.\//, '')}\n`);
  return 0;
}

/** A template is JavaScript; what stands between `/*ts` and `ts*\/` is for TypeScript alone. */
function template(name: string, typed: boolean): string {
  const text = readFileSync(new URL(`../init/${name}`, import.meta.url), 'utf8');
  return text.replaceAll(/\/\*ts(.*?)ts\*\//g, typed ? '$1' : '');
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  // Fails if somebody else has written it meanwhile.
  writeFileSync(file, text, { flag: 'wx' });
}

const taken = (file: string): QuiesceError =>
  new QuiesceError(
    'usage',
    'FILE_EXISTS',
    `${file} exists, and nothing is overwritten.`,
    `Give another name: quiesce init ${dirname(file) === '.' ? '' : `${dirname(file)}/`}quiesce.${basename(file)}`,
  );

const notCode = (file: string): QuiesceError =>
  new QuiesceError(
    'usage',
    'USAGE',
    `Expected the name of a TypeScript or JavaScript file, found "${file}".`,
    'For instance: quiesce init adapter.ts',
  );
