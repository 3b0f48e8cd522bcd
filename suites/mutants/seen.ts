import { readFileSync } from 'node:fs';

/** By mutant: the cases of its own requirement that failed when the kill matrix was last made. */
const seen = JSON.parse(readFileSync(new URL('seen.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, readonly string[]>
>;

/** What a mutant was seen to fail, for the fault dictionary; nothing where the matrix does not have it yet. */
export function casesOf(id: string): { readonly cases?: readonly string[] } {
  const cases = seen[id];
  return cases ? { cases } : {};
}

export const listed = (): readonly string[] => Object.keys(seen);
