import type { Knowledge } from '../reports/index.ts';
import { builtInSuites } from '../suites/index.ts';
import type { Choices } from './dialect-choices.ts';

/** What the suites know, for triage. The planted faults are loaded only here: nothing else needs their code. */
export async function knowledge(): Promise<Knowledge> {
  const { mutants } = await import('../suites/mutants/index.ts');
  return {
    requirements: builtInSuites.flatMap(({ catalogue }) => catalogue.requirements),
    fixes: Object.assign({}, ...builtInSuites.map(({ fixes }) => fixes)) as Knowledge['fixes'],
    faults: mutants.map(({ id, fault, own, trips, dialect }) => ({ id, fault, own, trips, dialect: words(dialect) })),
  };
}

const words = (dialect: Choices): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(dialect).map(([option, choice]) => [
      option,
      typeof choice === 'string' ? choice : JSON.stringify(choice),
    ]),
  );
