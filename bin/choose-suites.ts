import { QuiesceError } from '../harness/errors.ts';
import { nearest } from '../harness/nearest.ts';
import { builtInSuites } from '../suites/index.ts';

export type BuiltInSuite = (typeof builtInSuites)[number];

/** The suites of these names, in reading order; all if none is named. */
export function chooseSuites(names: readonly string[]): readonly BuiltInSuite[] {
  const known = builtInSuites.map(({ name }) => name);
  for (const name of names) {
    if (known.includes(name)) continue;
    const close = nearest(name, known);
    throw new QuiesceError(
      'usage',
      'SUITE_UNKNOWN',
      `Expected the name of a suite, found "${name}".`,
      close === undefined ? `There are ${known.join(', ')}.` : `Was "${close}" meant?`,
    );
  }
  return names.length === 0 ? builtInSuites : builtInSuites.filter(({ name }) => names.includes(name));
}
