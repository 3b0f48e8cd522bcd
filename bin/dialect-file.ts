import type { Json } from '../harness/adapter/wish.ts';

export type Choices = Readonly<Record<string, Json>>;

/** What `quiesce characterize` writes and a person reviews: every choice, under where it comes from. */
export interface DialectFile {
  /** What a person decided; it beats the rest, and is kept as it is. */
  readonly reviewed: Choices;
  /** By the adapter. */
  readonly declared: Choices;
  readonly observed: Choices;
  /** What nobody has declared, and nothing has shown. */
  readonly default: Choices;
}

const about =
  'Written by quiesce characterize, to be reviewed and committed. What you decide otherwise goes under "reviewed".';

/** From the weakest to the strongest. */
const groups = ['default', 'observed', 'declared', 'reviewed'] as const satisfies readonly (keyof DialectFile)[];

/** A file as it was parsed. One that has no groups was written by hand: all of it is reviewed. */
export function dialectFileFrom(data: Readonly<Record<string, Json>>): DialectFile {
  const grouped = Object.keys(data).some((key) => (groups as readonly string[]).includes(key));
  const group = (name: keyof DialectFile): Choices => (grouped ? ((data[name] ?? {}) as Choices) : {});
  return {
    reviewed: grouped ? group('reviewed') : data,
    declared: group('declared'),
    observed: group('observed'),
    default: group('default'),
  };
}

/** The choices of a file, the strongest group winning. */
export const choicesIn = (file: DialectFile): Choices =>
  Object.assign({}, ...groups.map((group) => file[group])) as Choices;

/** The group that a choice of a file is in. */
export const groupOf = (file: DialectFile, option: string): keyof DialectFile | undefined =>
  groups.findLast((group) => Object.hasOwn(file[group], option));

/** The same choices are always the same bytes. */
export function dialectFileText(file: DialectFile): string {
  const { reviewed, declared, observed, default: standard } = file;
  const sorted = Object.entries({ reviewed, declared, observed, default: standard }).map(
    ([group, choices]) =>
      [group, Object.fromEntries(Object.entries(choices).sort(([a], [b]) => (a < b ? -1 : 1)))] as const,
  );
  return `${JSON.stringify({ about, ...Object.fromEntries(sorted) }, null, 2)}\n`;
}
