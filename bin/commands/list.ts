import type { Requirement } from '../../harness/suite.ts';
import { builtInSuites } from '../../suites/index.ts';
import { builtInTargets } from '../../targets/index.ts';
import type { Arguments } from '../command-line.ts';
import type { Door } from '../out.ts';
import { one } from '../read-arguments.ts';
import { table } from '../table.ts';

interface Listing {
  /** As data. */
  readonly data: () => unknown;
  readonly text: () => Promise<string> | string;
}

const requirements = (): readonly Requirement[] => builtInSuites.flatMap(({ catalogue }) => catalogue.requirements);

const casesOf = ({ cases }: Requirement, suite: string): readonly string[] =>
  cases.map(({ name }) => `${suite}/${name}`);

const suites = builtInSuites.map(({ name, title, catalogue }) => ({
  name,
  title,
  requirements: catalogue.requirements.length,
}));

const targets = (): readonly { readonly name: string; readonly about: string }[] => [
  ...Object.entries(builtInTargets).map(([name, { about }]) => ({ name, about })),
  { name: 'reference', about: 'the least coordinator that passes everything' },
  { name: 'mutant:<id>', about: 'the reference with one fault, for instance mutant:CAN-04/…' },
  { name: 'null:<name>', about: 'a coordinator that does nothing right, to test the tests' },
];

/** All cases, those that are generated from data included; loads the code of the suites. */
async function cases(): Promise<readonly { readonly id: string; readonly requirement: string }[]> {
  const loaded = await Promise.all(
    builtInSuites.map(async ({ address }) => ((await import(address)) as { suite: LoadedSuite }).suite),
  );
  return loaded.flatMap((suite) => suite.cases.map(({ id, requirement }) => ({ id, requirement: requirement.id })));
}

interface LoadedSuite {
  readonly cases: readonly { readonly id: string; readonly requirement: { readonly id: string } }[];
}

async function dialect(): Promise<readonly (readonly [name: string, question: string])[]> {
  const { dialectOptions } = await import('../../harness/dialect/dialect.ts');
  return Object.entries(dialectOptions()).map(([name, { question }]) => [name, question]);
}

const listings: Readonly<Record<string, Listing>> = {
  suites: {
    data: () => suites,
    text: () => table(suites.map((one) => [one.name, `${one.requirements} requirements`, one.title])),
  },
  requirements: {
    data: () =>
      builtInSuites.flatMap(({ name: suite, catalogue }) =>
        catalogue.requirements.map((one) => ({
          id: one.id,
          suite,
          level: one.level,
          severity: one.severity,
          title: one.title,
          cases: casesOf(one, suite),
        })),
      ),
    text: () => table(requirements().map(({ id, level, severity, title }) => [id, level, severity, title])),
  },
  cases: { data: cases, text: async () => table((await cases()).map(({ id, requirement }) => [id, requirement])) },
  targets: { data: targets, text: () => table(targets().map(({ name, about }) => [name, about])) },
  dialect: {
    data: async () => (await dialect()).map(([name, question]) => ({ name, question })),
    text: async () => table(await dialect()),
  },
};

const overview = ['suites', 'requirements', 'targets'];

/** Prints what there is: everything in brief, or one kind of it. */
export async function list(args: Arguments, { out }: Door): Promise<number> {
  const what = one(args, 'what');
  if (args['json'] === true) {
    const data = what === undefined ? await everything() : await listings[what]?.data();
    out.print(`${JSON.stringify(data, null, 1)}\n`);
    return 0;
  }
  if (what !== undefined) {
    out.print(`${await listings[what]?.text()}\n`);
    return 0;
  }
  for (const name of overview) out.print(`${name}\n${indented((await listings[name]?.text()) ?? '')}\n\n`);
  out.print(
    '`quiesce list cases` names the cases, `quiesce list dialect` the dialect options;\n`quiesce explain CAN-01` says what a requirement means.\n',
  );
  return 0;
}

async function everything(): Promise<unknown> {
  const parts = await Promise.all(
    Object.entries(listings).map(async ([name, { data }]) => [name, await data()] as const),
  );
  return Object.fromEntries(parts);
}

const indented = (text: string): string => text.replaceAll(/^/gm, '  ');
