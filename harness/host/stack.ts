import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Place } from '../outcome.ts';

const line = /^\s*at (?:(?:async )?(.*?) \()?((?:file:\/\/)?\/.*?|[A-Za-z]:[\\/].*?):(\d+):(\d+)\)?$/;
const harness = fileURLToPath(new URL('..', import.meta.url));
// Where a source map of the built kit points to.
const sources = harness.replace(/([\\/])dist[\\/]harness[\\/]$/, '$1harness$1');

/** Every place that a stack names, outermost last, as absolute paths. Places inside Node are left out. */
export function placesOf(stack: string): readonly Place[] {
  return stack.split('\n').flatMap((text) => {
    const found = line.exec(text);
    if (!found?.[2]) return [];
    const [, said, at, row, column] = found;
    // V8 says of what object a function is the method; of a plain one that tells nothing.
    const name = said?.replace(/^Object\./, '');
    const file = at.startsWith('file:') ? fileURLToPath(at) : at;
    const place = { file, line: Number(row), column: Number(column) };
    return [name && name !== '<anonymous>' ? { ...place, function: name } : place];
  });
}

/** The topmost place outside Node and the kit, its path relative to the working directory where it lies inside. */
export function placeOf(stack: string | undefined): Place | undefined {
  const place = placesOf(stack ?? '').find(({ file }) => !isKit(file));
  return place && { ...place, file: shown(place.file) };
}

/** A path as reports show it. */
export function shown(file: string): string {
  const short = relative(process.cwd(), file);
  return short.startsWith('..') || short === '' ? file : short;
}

const isKit = (file: string): boolean =>
  ((file.startsWith(harness) || file.startsWith(sources)) && !file.includes('/fixtures/')) ||
  /[\\/]node_modules[\\/](?:tsx|esbuild)[\\/]/.test(file);
