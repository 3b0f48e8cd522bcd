import { type DialectOption, dialectOptions } from '../../harness/dialect/dialect.ts';
import type { Catalogue, Requirement, Suite } from '../../harness/suite.ts';
import { builtInSuites } from '../../suites/index.ts';
import { type Mutant, mutants } from '../../suites/mutants/index.ts';
import { builtInTargets } from '../../targets/index.ts';
import type { Pages } from './text.ts';

/** A suite with all its cases, those that are made from data included. */
export interface ReferenceSuite {
  readonly name: string;
  readonly catalogue: Catalogue;
  /** Names of the cases that are made from data. */
  readonly made: ReadonlySet<string>;
}

/** Everything that the semantic reference is written from. Nothing of it runs a target. */
export interface Reference {
  readonly suites: readonly ReferenceSuite[];
  readonly options: Readonly<Record<string, DialectOption>>;
  /** By the requirement that each must fail. */
  readonly mutants: ReadonlyMap<string, readonly Mutant[]>;
  /** `option=value` to the built-in targets that declare it. */
  readonly declaredBy: ReadonlyMap<string, readonly string[]>;
  readonly pages: Pages;
}

export async function loadReference(): Promise<Reference> {
  const suites = await Promise.all(builtInSuites.map(loadSuite));
  return {
    suites,
    options: dialectOptions(),
    mutants: grouped(mutants.map((mutant) => [mutant.own, mutant])),
    declaredBy: await declarations(),
    pages: new Map(
      suites.flatMap(({ name, catalogue }) => catalogue.requirements.map(({ id }) => [id, `${name}.md`] as const)),
    ),
  };
}

export const requirementsOf = ({ suites }: Reference): readonly Requirement[] =>
  suites.flatMap(({ catalogue }) => catalogue.requirements);

async function loadSuite({ name, address, catalogue }: (typeof builtInSuites)[number]): Promise<ReferenceSuite> {
  const { suite } = (await import(address)) as { readonly suite: Suite };
  const written = new Set(caseNames(catalogue));
  return {
    name,
    catalogue: suite.catalogue,
    made: new Set(caseNames(suite.catalogue).filter((one) => !written.has(one))),
  };
}

const caseNames = ({ requirements }: Catalogue): readonly string[] =>
  requirements.flatMap(({ cases }) => cases.map(({ name }) => name));

async function declarations(): Promise<ReadonlyMap<string, readonly string[]>> {
  const all = await Promise.all(
    Object.entries(builtInTargets).map(async ([name, { address }]) => declared(name, address)),
  );
  return grouped(all.flat());
}

interface Declaring {
  readonly dialect?: Readonly<Record<string, unknown>>;
}

/** What a target declares. Its package may not be installed; it then declares nothing here. */
async function declared(name: string, address: string): Promise<readonly (readonly [string, string])[]> {
  try {
    const { target } = (await import(address)) as { readonly target?: Declaring };
    return Object.entries(target?.dialect ?? {}).map(([option, choice]) => [`${option}=${wordOf(choice)}`, name]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return [];
    throw error;
  }
}

function wordOf(choice: unknown): string {
  const value = typeof choice === 'object' && choice !== null && 'value' in choice ? choice.value : choice;
  return typeof value === 'object' ? 'map' : `${value as string | number | boolean}`;
}

function grouped<T>(pairs: readonly (readonly [string, T])[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const [key, value] of pairs) groups.set(key, [...(groups.get(key) ?? []), value]);
  return groups;
}
