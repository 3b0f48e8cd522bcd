import type { Profile } from '../harness/adapter/target.ts';
import type { Json } from '../harness/adapter/wish.ts';
import type { Origin } from '../harness/dialect/dialect.ts';
import type { Depth, SmokeReport, TargetFacts } from '../harness/host/frames.ts';
import type { Finding, Level, Outcome, Severity, SkipReason, Trouble, Verdict } from '../harness/outcome.ts';
import type { Requirement } from '../harness/suite.ts';
import { chargeInvariants, summarise } from './fold.ts';
import { withoutRoot } from './relative.ts';
import { type Sums, sumUp } from './sums.ts';

export const resultFormat = 'quiesce-result/1';

/** A whole run as plain data: the only thing that reports are made from. The same run gives the same bytes. */
export interface Result {
  readonly format: typeof resultFormat;
  /** Version of the kit. */
  readonly kit: string;
  /** False: the run ended before every planned case had its outcome. */
  readonly complete: boolean;
  /** True: somebody stopped it. */
  readonly interrupted: boolean;
  readonly target: TargetSummary;
  readonly settings: Settings;
  readonly dialect: readonly DialectEntry[];
  /** What the target was seen to have: capability to evidence. */
  readonly offer: Readonly<Record<string, string>>;
  /** Present, and nothing seen to change: capability to what was done. */
  readonly withoutEffect: Readonly<Record<string, string>>;
  /** Expected by the profile, and absent. */
  readonly absent: readonly string[];
  /** Members of `shutdown` by what each was seen to be. */
  readonly shutdown: Readonly<Record<string, 'mode' | 'idle' | 'flush'>>;
  /** In the order of the catalogue. */
  readonly requirements: readonly RequirementSummary[];
  /** In the order of the cases. */
  readonly outcomes: readonly Outcome[];
  /** Standing invariants that did not hold, by rule; the findings stand in the outcomes. */
  readonly invariants: readonly Charged[];
  /** Errors that surfaced after the outcome of the case that caused them. */
  readonly strays: readonly Stray[];
  /** What stopped the kit outside any case. */
  readonly troubles: readonly Trouble[];
  readonly sums: Sums;
}

export type TargetSummary = Omit<TargetFacts, 'dialect' | 'profile'>;

export interface Settings {
  /** The target as it was named on the command line; commands to reproduce repeat it. */
  readonly target: string;
  readonly suites: readonly string[];
  /** The profile in force: that of the command line, else the adapter's. */
  readonly profile?: Profile;
  readonly depth: Depth;
  readonly strict: boolean;
  /** What restricted the run to some cases; empty for a whole run. */
  readonly filters: readonly string[];
}

export interface DialectEntry {
  readonly option: string;
  readonly choice: Json;
  readonly origin: Origin;
  /** The choice is permitted so that the rest can run, and is reported. */
  readonly deviation?: true;
}

export interface RequirementSummary {
  readonly id: string;
  readonly suite: string;
  readonly title: string;
  readonly level: Level;
  readonly severity: Severity;
  /** Folded over its cases and over the standing findings charged to it. */
  readonly verdict: Verdict;
  /** For `fail`: SHOULD if only its SHOULD cases failed. */
  readonly failed?: Level;
  /** For `skip` and `inconclusive`. */
  readonly because?: string;
  /** For `skip`. */
  readonly reason?: SkipReason;
  /** Failed prerequisites at the root of it. The verdict is kept as it came. */
  readonly blockedBy: readonly string[];
}

export interface Charged {
  readonly rule: string;
  /** The requirement that it is charged to; none where that is unknown or not part of the run. */
  readonly owner?: string;
  /** Cases in whose history it was found. */
  readonly cases: readonly string[];
}

export interface Stray {
  readonly case: string | null;
  readonly finding: Finding;
}

/** What a run has gathered. */
export interface ResultInput {
  readonly kit: string;
  readonly target: TargetFacts;
  readonly settings: Settings;
  readonly dialect: readonly DialectEntry[];
  /** Left out: the smoke run did not pass. */
  readonly smoke?: SmokeReport;
  readonly absent: readonly string[];
  /** Those of the suites that were run, in the order of the catalogue. */
  readonly requirements: readonly Requirement[];
  readonly outcomes: readonly Outcome[];
  readonly strays: readonly Stray[];
  readonly troubles: readonly Trouble[];
  readonly complete: boolean;
  readonly interrupted: boolean;
  /** Working directory; paths below it become relative. */
  readonly root: string;
}

/** Puts a run into its lasting form. Pure: the same input gives the same result. */
export function buildResult(input: ResultInput): Result {
  const { requirements } = input;
  const outcomes = inCaseOrder(input);
  const invariants = chargeInvariants(requirements, outcomes);
  const summaries = summarise(requirements, outcomes, invariants, input.strays);
  const { dialect: _declared, profile: _profile, ...target } = input.target;
  const result: Result = {
    format: resultFormat,
    kit: input.kit,
    complete: input.complete,
    interrupted: input.interrupted,
    target,
    settings: input.settings,
    dialect: byName(input.dialect, ({ option }) => option),
    offer: sorted(input.smoke?.offer ?? {}),
    withoutEffect: sorted(input.smoke?.withoutEffect ?? {}),
    absent: [...input.absent].sort(),
    shutdown: sorted(input.smoke?.shutdown ?? {}),
    requirements: summaries,
    outcomes,
    invariants,
    strays: byName(input.strays, (stray) => stray.case ?? ''),
    troubles: input.troubles,
    sums: sumUp(summaries, outcomes, input.strays),
  };
  return withoutRoot(result, input.root);
}

/** Hosts answer in any order; the file has the order of the catalogue, and unknown cases last, by name. */
function inCaseOrder({ requirements, outcomes }: ResultInput): readonly Outcome[] {
  const place = new Map<string, number>();
  for (const { id, cases } of requirements) {
    for (const { name } of cases) place.set(`${id}/${name}`, place.size);
  }
  const at = ({ requirement, case: name }: Outcome): number =>
    place.get(`${requirement}/${name.replace(/^[^/]*\/|@.*$/g, '')}`) ?? place.size;
  return [...outcomes].sort((one, other) => at(one) - at(other) || compare(one.case, other.case));
}

/** By code unit: the order must not depend on a locale. */
export const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const byName = <T>(items: readonly T[], name: (item: T) => string): readonly T[] =>
  [...items].sort((one, other) => compare(name(one), name(other)));

const sorted = <T>(record: Readonly<Record<string, T | undefined>>): Readonly<Record<string, T>> =>
  Object.fromEntries(
    Object.entries(record)
      .filter((entry): entry is [string, T] => entry[1] !== undefined)
      .sort(([one], [other]) => compare(one, other)),
  );
