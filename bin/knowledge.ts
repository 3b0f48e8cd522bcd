import type { Knowledge, Result } from '../reports/index.ts';
import { builtInSuites } from '../suites/index.ts';
import type { Choices } from './dialect-choices.ts';

/** What the suites know, for triage. The planted faults are loaded only if there is a fault to explain. */
export async function knowledge({ sums, strays }: Pick<Result, 'sums' | 'strays'>): Promise<Knowledge> {
  const faulty = sums.cases.all.fail + sums.invariants + strays.length > 0;
  const { mutants } = faulty ? await import('../suites/mutants/index.ts') : { mutants: [] };
  const casesOf = faulty ? (await import('../suites/mutants/seen.ts')).casesOf() : () => ({});
  return {
    requirements: builtInSuites.flatMap(({ catalogue }) => catalogue.requirements),
    fixes: Object.assign({}, ...builtInSuites.map(({ fixes }) => fixes)) as Knowledge['fixes'],
    faults: mutants.map(({ id, fault, own, trips, dialect }) => ({
      id,
      fault,
      own,
      trips,
      ...casesOf(id),
      dialect: words(dialect),
    })),
  };
}

const words = (dialect: Choices): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(dialect).map(([option, choice]) => [
      option,
      typeof choice === 'string' ? choice : JSON.stringify(choice),
    ]),
  );
