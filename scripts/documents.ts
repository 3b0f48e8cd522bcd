import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { killMatrixDocument } from './kill-matrix-document.ts';
import { readme } from './readme.ts';
import { recordedTable } from './recorded-table.ts';
import { referenceDocs } from './reference-docs.ts';
import { root } from './root.ts';

/** A committed file that is written by the project itself. */
export interface Document {
  /** From the project's folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Gives the same bytes each time it is called on the same sources: no dates, durations or paths of a machine. */
export type Generator = () => readonly Document[] | Promise<readonly Document[]>;

/** All that writes documents. Add yours here; `npm run docs` and the check for stale documents follow. */
export const generators: readonly Generator[] = [readme, recordedTable, referenceDocs, killMatrixDocument];

/** Every document, in order of path; two generators that write the same one are refused. */
export async function generate(from: readonly Generator[] = generators): Promise<readonly Document[]> {
  const documents = (await Promise.all(from.map(async (generator) => generator()))).flat();
  const written = new Set<string>();
  for (const { path } of documents) {
    if (written.has(path)) throw new Error(`Two generators write ${path}; one document has one generator.`);
    written.add(path);
  }
  return documents.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** The committed text, or none. */
export function committed(path: string): string | undefined {
  const file = join(root, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** One message for each document whose committed text is not what its generator gives now. */
export function stale(documents: readonly Document[], read = committed): readonly string[] {
  return documents.flatMap(({ path, text }) => {
    const found = read(path);
    if (found === text) return [];
    const what = found === undefined ? 'is missing' : difference(found, text);
    return [`${path} ${what}. Run \`npm run docs\` and commit the file.`];
  });
}

function difference(found: string, expected: string): string {
  const [was, is] = [found.split('\n'), expected.split('\n')];
  const line = is.findIndex((text, index) => text !== was[index]);
  const at = line === -1 ? is.length : line;
  return `is stale: line ${at + 1} should be ${shown(is[at])}, found ${shown(was[at])}`;
}

function shown(line: string | undefined): string {
  return line === undefined ? 'the end of the file' : JSON.stringify(line);
}
