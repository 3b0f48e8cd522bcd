import { readFileSync } from 'node:fs';

/** What came of one mutant when the kill matrix was last made. */
export interface Seen {
  /** Cases of its own requirement that failed. */
  readonly cases: readonly string[];
  /** What those cases expected and did not find, in their words. */
  readonly claims?: readonly string[];
  /** Cases of other requirements that failed. */
  readonly also: readonly string[];
  /** Other requirements that failed, by a case or by a standing invariant. */
  readonly trips: readonly string[];
  /** Issues in its report: one root cause was planted. */
  readonly issues: number;
  /** Whether the first issue names the fault: alone, among others that fit as well, or not at all. */
  readonly named: 'alone' | 'among others' | 'no';
  /** The same with the fault's own row taken out of the dictionary: as for a fault that nobody has planted. */
  readonly unlisted: { readonly issues: number; readonly said: 'its rule alone' | 'another fault' | 'another rule' };
}

export interface Matrix {
  readonly mutants: Readonly<Record<string, Seen>>;
  /** By null target: the cases that it passed, each of which would demand nothing. */
  readonly nulls: Readonly<Record<string, readonly string[]>>;
}

/** The matrix as it was measured; the fault dictionary goes by its cases. */
export const matrix = (): Matrix => JSON.parse(readFileSync(new URL('seen.json', import.meta.url), 'utf8')) as Matrix;
