import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Level } from '../harness/outcome.ts';
import type { Catalogue } from '../harness/suite.ts';
import { allSuites } from './all-suites.ts';
import { root } from './root.ts';

/** The requirements of one version, as they were when it was released: what may never be asked of a coordinator afterwards. */
export interface FrozenSet {
  /** Major and minor number. */
  readonly version: string;
  readonly requirements: Readonly<Record<string, FrozenRequirement>>;
}

export interface FrozenRequirement {
  readonly level: Level;
  /** Case id to the level at which it counts. */
  readonly cases: Readonly<Record<string, Level>>;
}

export const frozenFile = join(root, 'suites', 'frozen.json');

export const frozenSet = (): FrozenSet | undefined =>
  existsSync(frozenFile) ? (JSON.parse(readFileSync(frozenFile, 'utf8')) as FrozenSet) : undefined;

/** All catalogues, with the cases that are made from data. */
export const allCatalogues = async (): Promise<readonly Catalogue[]> =>
  (await allSuites()).map(({ catalogue }) => catalogue);

/** What a set would be, frozen now. */
export function freeze(version: string, catalogues: readonly Catalogue[]): FrozenSet {
  const requirements = catalogues.flatMap(({ suite, requirements: all }) =>
    all.map(({ id, level, cases }) => {
      const levels = cases.map((one) => [`${suite}/${one.name}`, one.level ?? level] as const);
      return [id, { level, cases: Object.fromEntries(levels.toSorted(byName)) }] as const;
    }),
  );
  return { version, requirements: Object.fromEntries(requirements.toSorted(byName)) };
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** One line for each change that would fail a coordinator which passed the frozen set. */
export function breaches(frozen: FrozenSet, catalogues: readonly Catalogue[]): readonly string[] {
  const now = freeze(frozen.version, catalogues).requirements;
  return [...lost(frozen, now), ...unmarked(frozen, catalogues)];
}

type Requirements = FrozenSet['requirements'];

function lost({ version, requirements }: FrozenSet, now: Requirements): readonly string[] {
  return Object.entries(requirements).flatMap(([id, was]) => {
    const is = now[id];
    if (!is) return [`${id} is in the frozen set of ${version} and may not vanish.`];
    return [
      ...risen(id, was.level, is.level, version),
      ...Object.entries(was.cases).flatMap(([name, level]) => {
        const found = is.cases[name];
        return found === undefined
          ? [`${name} (${id}) is in the frozen set of ${version} and may not vanish or be renamed.`]
          : risen(name, level, found, version);
      }),
    ];
  });
}

const risen = (name: string, was: Level, is: Level, version: string): readonly string[] =>
  was === 'SHOULD' && is === 'MUST'
    ? [`${name} is SHOULD in the frozen set of ${version} and may not become MUST.`]
    : [];

function unmarked({ version, requirements }: FrozenSet, catalogues: readonly Catalogue[]): readonly string[] {
  return catalogues.flatMap(({ suite, requirements: all }) =>
    all.flatMap(({ id, since, cases }) => {
      const known = requirements[id];
      if (!known) return isNewer(since, version) ? [] : [newWithout(id, version)];
      return cases
        .filter((one) => known.cases[`${suite}/${one.name}`] === undefined && !isNewer(one.since, version))
        .map((one) => newWithout(`${suite}/${one.name}`, version));
    }),
  );
}

const newWithout = (name: string, version: string): string =>
  `${name} is not in the frozen set of ${version}: give it a newer \`since\`; while ${version} is not released, \`npm run freeze\` takes it in.`;

/** Compares major and minor numbers; what has none is as old as the first version. */
export function isNewer(since: string | undefined, than: string): boolean {
  if (since === undefined) return false;
  const [major = 0, minor = 0] = since.split('.').map(Number);
  const [otherMajor = 0, otherMinor = 0] = than.split('.').map(Number);
  return major > otherMajor || (major === otherMajor && minor > otherMinor);
}

/** A version is released once the changelog has a heading for it. */
export const isReleased = (version: string, changelog: string): boolean => changelog.includes(`\n## [${version}.`);
