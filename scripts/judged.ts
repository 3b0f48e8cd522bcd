import { builtInTargets } from '../targets/index.ts';
import { failing, survey } from './survey.ts';

/** Ids of requirements, in order. */
export interface Judged {
  readonly failed: readonly string[];
  /** A case of it passed, and none failed. */
  readonly passed: readonly string[];
}

/** What those suites say of built-in targets, in the order of their names. */
export async function judged(names: readonly string[], suites: readonly string[]): Promise<readonly Judged[]> {
  const surveyed = await survey(
    names.map((name) => [name, builtInTargets[name]?.address ?? '']),
    { suites },
  );
  return surveyed.map((one) => {
    const failed = failing(one);
    const passed = one.outcomes.filter(({ verdict }) => verdict === 'pass').map(({ requirement }) => requirement);
    return { failed: [...failed].sort(), passed: [...new Set(passed)].filter((id) => !failed.has(id)).sort() };
  });
}
