import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Place } from './outcome.ts';

const frame = /^\s*at (?:(?:async )?(.*?) \()?((?:file:\/\/)?\/.*?|[A-Za-z]:[\\/].*?):(\d+):(\d+)\)?$/;

/**
 * The frames of a stack, as V8 prints it, that are neither the kit's nor the platform's, innermost first. Paths are
 * those that reports show.
 */
export function placesOf(stack: string): readonly Place[] {
  return stack.split('\n').flatMap((text) => {
    const [, name, at, line, column] = frame.exec(text) ?? [];
    if (at === undefined) return [];
    const file = at.startsWith('file:') ? fileURLToPath(at.replace(/\?.*$/, '')) : at;
    if (isKit(file)) return [];
    return [{ file: shown(file), line: Number(line), column: Number(column), ...named(name) }];
  });
}

/** The innermost of them. */
export const placeOf = (stack: string | undefined): Place | undefined => placesOf(stack ?? '')[0];

/** A path relative to the working directory if it lies inside, else as it is. */
export function shown(file: string): string {
  const short = relative(process.cwd(), file);
  return short.startsWith('..') || short === '' ? file : short;
}

// V8 names the object that a function is a method of; of a plain one that tells nothing.
function named(said: string | undefined): { readonly function?: string } {
  const name = said?.replace(/^(?:new |async |Object\.)+/, '').replace(/ \[as .*$/, '');
  return name && !name.includes('<anonymous>') ? { function: name } : {};
}

const here = fileURLToPath(new URL('..', import.meta.url));
/** Where the kit lies: as it runs and, where it was built, also its sources, to which its source maps lead. */
const roots = [here, here.replace(/([\\/])dist[\\/]$/, '$1')];

/** The reference and its mutants are coordinators under test like any other; what loads TypeScript is not. */
function isKit(file: string): boolean {
  if (/[\\/]node_modules[\\/](?:tsx|esbuild|get-tsconfig)[\\/]/.test(file)) return true;
  const root = roots.find((folder) => file.startsWith(folder));
  if (root === undefined) return false;
  const inside = file.slice(root.length).replace(/^dist[\\/]/, '');
  return /^(?:harness|bin)[\\/]/.test(inside)
    ? !/[\\/]fixtures[\\/]/.test(inside)
    : /^suites[\\/](?!(?:reference|mutants|nulls)[\\/])/.test(inside);
}
