import type { Level, Outcome, SkipReason, Verdict } from '../harness/outcome.ts';
import type { RequirementSummary, Result, Stray } from './result.ts';
import { UnreadableResult } from './unreadable.ts';

export type Tally = Readonly<Record<Verdict | 'total', number>>;

/** Counts of everything. Redundant on purpose: a file whose sums do not add up is refused. */
export interface Sums {
  readonly cases: Readonly<Record<Level | 'all', Tally>>;
  readonly requirements: Readonly<Record<Level | 'all', Tally>>;
  readonly skips: Readonly<Record<SkipReason, number>>;
  /** Findings of standing invariants. */
  readonly invariants: number;
  readonly strays: number;
}

export function sumUp(
  requirements: readonly RequirementSummary[],
  outcomes: readonly Outcome[],
  strays: readonly Stray[],
): Sums {
  const skipped = (reason: SkipReason): number => outcomes.filter(({ skip }) => skip?.reason === reason).length;
  return {
    cases: byLevel(outcomes),
    requirements: byLevel(requirements),
    skips: {
      'not-offered': skipped('not-offered'),
      blocked: skipped('blocked'),
      deviation: skipped('deviation'),
      mode: skipped('mode'),
      filtered: skipped('filtered'),
    },
    invariants: outcomes.reduce((sum, { invariants }) => sum + (invariants?.length ?? 0), 0),
    strays: strays.length,
  };
}

interface Judged {
  readonly level: Level;
  readonly verdict: Verdict;
}

const byLevel = (judged: readonly Judged[]): Readonly<Record<Level | 'all', Tally>> => ({
  MUST: tally(judged.filter(({ level }) => level === 'MUST')),
  SHOULD: tally(judged.filter(({ level }) => level === 'SHOULD')),
  all: tally(judged),
});

export function tally(judged: readonly { readonly verdict: Verdict }[]): Tally {
  const count = (verdict: Verdict): number => judged.filter((one) => one.verdict === verdict).length;
  return {
    pass: count('pass'),
    fail: count('fail'),
    inconclusive: count('inconclusive'),
    skip: count('skip'),
    error: count('error'),
    total: judged.length,
  };
}

/** Throws unless every sum follows from the outcomes. Called before a result is written, and after it is read. */
export function assertSums(result: Result, path = 'the result'): void {
  const counted = sumUp(result.requirements, result.outcomes, result.strays);
  const wrong = differences(counted, result.sums, 'sums')[0];
  if (wrong !== undefined) {
    throw new UnreadableResult(
      'RESULT_SUMS_DIFFER',
      `The sums in ${path} do not follow from its outcomes: ${wrong}.`,
      'The file was edited or damaged. Run quiesce again; a result is never corrected by hand.',
    );
  }
}

function differences(counted: unknown, stated: unknown, at: string): readonly string[] {
  if (typeof counted === 'number')
    return counted === stated ? [] : [`${at} says ${JSON.stringify(stated)}, ${counted} counted`];
  return Object.entries(counted as Record<string, unknown>).flatMap(([key, value]) =>
    differences(value, (stated as Record<string, unknown> | undefined)?.[key], `${at}.${key}`),
  );
}
