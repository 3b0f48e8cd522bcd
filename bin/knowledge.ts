import { dialectOptions, standardOf } from '../harness/dialect/dialect.ts';
import type { Knowledge, Result } from '../reports/index.ts';
import { builtInSuites } from '../suites/index.ts';
import type { Choices } from './dialect-choices.ts';

/** What the suites know, for triage. The planted faults are loaded only if there is a fault to explain. */
export async function knowledge({ sums, strays }: Pick<Result, 'sums' | 'strays'>): Promise<Knowledge> {
  const faulty = sums.cases.all.fail + sums.invariants + strays.length > 0;
  return {
    requirements: builtInSuites.flatMap(({ catalogue }) => catalogue.requirements),
    fixes: Object.assign({}, ...builtInSuites.map(({ fixes }) => fixes)) as Knowledge['fixes'],
    faults: faulty ? await faultRows() : [],
    choices: choices(),
  };
}

const choices = (): Knowledge['choices'] =>
  Object.fromEntries(
    Object.entries(dialectOptions()).map(([name, option]) => {
      const all = option.values.filter(({ deviation }) => !deviation).map(({ value }) => value);
      return [name, { standard: standardOf(option), all }] as const;
    }),
  );

async function faultRows(): Promise<Knowledge['faults']> {
  const { mutants } = await import('../suites/mutants/index.ts');
  const { matrix } = await import('../suites/mutants/seen.ts');
  const seen = matrix().mutants;
  return mutants.map(({ id, fault, own, trips, dialect }) => {
    const { cases, claims } = seen[id] ?? {};
    return {
      id,
      fault,
      own,
      trips,
      ...(cases ? { cases } : {}),
      ...(claims ? { claims } : {}),
      dialect: words(dialect),
    };
  });
}

const words = (dialect: Choices): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(dialect).map(([option, choice]) => [
      option,
      typeof choice === 'string' ? choice : JSON.stringify(choice),
    ]),
  );
