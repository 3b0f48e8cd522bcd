import type { Case, Suite } from '../harness/suite.ts';
import { builtInSuites } from '../suites/index.ts';

/** Every case of every suite, those that are made from data included. */
export async function allCases(): Promise<readonly Case[]> {
  const modules = await Promise.all(
    builtInSuites.map(async ({ address }) => (await import(address)) as { readonly suite: Suite }),
  );
  return modules.flatMap(({ suite }) => suite.cases);
}
