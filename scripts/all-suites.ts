import type { Suite } from '../harness/suite.ts';
import { builtInSuites } from '../suites/index.ts';

/** Every suite with its code, so that the cases that are made from data are among the others. */
export const allSuites = (): Promise<readonly Suite[]> =>
  Promise.all(builtInSuites.map(async ({ address }) => ((await import(address)) as { readonly suite: Suite }).suite));
