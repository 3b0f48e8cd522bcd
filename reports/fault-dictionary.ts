import type { Verdict } from '../harness/outcome.ts';
import { type Group, type Groups, rootOf } from './group.ts';
import type { FaultRow } from './knowledge.ts';
import type { Result } from './result.ts';

/** Up to so many causes are named; where more fit equally, none of them is better than a guess. */
const most = 3;

interface Match {
  readonly fault: FaultRow;
  /** Unexplained failures that it predicts, its own among them. */
  readonly covers: readonly string[];
  /** What it predicts to fail, and was judged and passed. */
  readonly against: number;
  /** Failures that it predicts, those that are explained already among them. */
  readonly explains: number;
  /** Cases of its own requirement that it predicts to fail and that passed, and those that failed without it. */
  readonly odd: number;
  /** Claims of its own requirement that were found broken, and that it was not seen to break. */
  readonly strange: number;
  /** Cases of its own requirement that it predicts to fail, and that failed. */
  readonly alike: number;
}

/**
 * Joins the failures that nothing has explained yet under the planted fault that predicts most of them. A fault is a
 * suspect only if the requirement it was planted for has failed by a claim that it was seen to break, and if it predicts
 * more failures than passes.
 */
export function foldByFault(groups: Groups, result: Result, faults: readonly FaultRow[]): void {
  const possible = faults.filter((fault) => isFaultHere(fault, result));
  const having = (verdict: Verdict): ReadonlySet<string> =>
    new Set(result.requirements.filter((one) => one.verdict === verdict).map(({ id }) => id));
  const seen = { failed: having('fail'), passed: having('pass'), cases: casesIn(result), claims: claimsIn(result) };
  for (;;) {
    const open = openGroups(groups);
    const matches = possible.flatMap((fault) => match(fault, open, seen) ?? []).sort(better);
    const best = matches.find(({ covers }) => covers.length > 1);
    if (!best) return nameCauses(open, matches);
    join(groups, best, matches);
  }
}

const openGroups = (groups: Groups): ReadonlyMap<string, Group> =>
  new Map(
    [...groups].filter(
      ([rule, group]) => group.parent === undefined && group.likely.length === 0 && !rule.includes('/'),
    ),
  );

interface Seen {
  readonly failed: ReadonlySet<string>;
  readonly passed: ReadonlySet<string>;
  readonly cases: ReadonlyMap<string, { readonly requirement: string; readonly failed: boolean }>;
  /** By requirement. */
  readonly claims: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The cases that were judged; one that is run for each shutdown mode has failed if it did in one of them. */
function casesIn({ outcomes }: Result): Seen['cases'] {
  const cases = new Map<string, { requirement: string; failed: boolean }>();
  for (const { case: key, verdict, requirement } of outcomes) {
    if (verdict !== 'pass' && verdict !== 'fail') continue;
    const id = key.replace(/@.*/, '');
    cases.set(id, { requirement, failed: verdict === 'fail' || (cases.get(id)?.failed ?? false) });
  }
  return cases;
}

/** What was expected and not found, by requirement. */
function claimsIn({ outcomes }: Result): Seen['claims'] {
  const claims = new Map<string, Set<string>>();
  for (const { requirement, verdict, finding } of outcomes) {
    if (verdict !== 'fail' || !finding) continue;
    claims.set(requirement, (claims.get(requirement) ?? new Set()).add(finding.expected));
  }
  return claims;
}

/** Some claims name the choice that is in force: under another one the same claim has other words. */
const essence = (claim: string): string => claim.replaceAll(/=[\w-]+/g, '=');

/** A fault of which the claims are not known may have broken none of these. */
function strangeTo({ own, claims = [] }: FaultRow, seen: Seen): number {
  const known = new Set(claims.map(essence));
  return [...(seen.claims.get(own) ?? [])].filter((claim) => !known.has(essence(claim))).length;
}

/** It was seen to break what was found broken, or at least a part of that. */
const isKin = ({ own, claims }: FaultRow, strange: number, seen: Seen): boolean =>
  claims === undefined || strange < (seen.claims.get(own)?.size ?? 0);

/** How near the cases that failed are to those that the fault was seen to fail. */
function likeness({ own, cases }: FaultRow, seen: Seen): Pick<Match, 'odd' | 'alike'> {
  if (!cases) return { odd: 0, alike: 0 };
  const predicted = new Set(cases);
  const judged = [...seen.cases].filter(([, { requirement }]) => requirement === own);
  const odd = judged.filter(([id, { failed }]) => failed !== predicted.has(id)).length;
  return { odd, alike: judged.filter(([id, { failed }]) => failed && predicted.has(id)).length };
}

function match(fault: FaultRow, open: ReadonlyMap<string, Group>, seen: Seen): Match | undefined {
  if (!open.has(fault.own)) return undefined;
  const trips = [...new Set(fault.trips)].filter((rule) => rule !== fault.own);
  const covers = [fault.own, ...trips.filter((rule) => open.has(rule))];
  const against = trips.filter((rule) => seen.passed.has(rule)).length;
  const explains = trips.filter((rule) => seen.failed.has(rule)).length;
  const strange = strangeTo(fault, seen);
  return covers.length > against && isKin(fault, strange, seen)
    ? { fault, covers, against, explains, strange, ...likeness(fault, seen) }
    : undefined;
}

const better = (one: Match, other: Match): number =>
  other.covers.length - one.covers.length ||
  one.against - other.against ||
  other.explains - one.explains ||
  one.odd - other.odd ||
  one.strange - other.strange ||
  other.alike - one.alike ||
  (one.fault.id < other.fault.id ? -1 : 1);

const same = (one: Match, other: Match): boolean =>
  one.fault.own === other.fault.own &&
  one.covers.length === other.covers.length &&
  one.against === other.against &&
  one.explains === other.explains &&
  one.odd === other.odd &&
  one.strange === other.strange &&
  one.alike === other.alike;

function join(groups: Groups, best: Match, matches: readonly Match[]): void {
  const own = groups.get(best.fault.own);
  if (!own) return;
  const equal = matches.filter((other) => same(best, other)).map(({ fault }) => fault.fault);
  // A fault that explains several failures at once marks its group even when its name would be a guess.
  own.likely = equal.length <= most ? equal : [best.fault.fault];
  for (const rule of best.covers.slice(1)) {
    const group = groups.get(rule);
    if (group && rootOf(groups, own.rule) !== rule) group.parent = own.rule;
  }
}

/**
 * A failure that stands alone gets a suspect only from a fault that contradicts nothing, and is more alike than odd.
 */
function nameCauses(open: ReadonlyMap<string, Group>, matches: readonly Match[]): void {
  for (const [rule, group] of open) {
    const [best, ...others] = matches.filter(
      ({ fault, against, odd, alike }) => fault.own === rule && against === 0 && odd <= alike,
    );
    const fitting = best ? [best, ...others.filter((other) => same(best, other))] : [];
    if (fitting.length <= most) group.likely = fitting.map(({ fault }) => fault.fault);
  }
}

/** A fault is one in a dialect; where another choice is in force, the same behaviour is right. */
const isFaultHere = (fault: FaultRow, result: Result): boolean =>
  Object.entries(fault.dialect ?? {}).every(([option, value]) =>
    result.dialect.some((entry) => entry.option === option && wordOf(entry.choice) === value),
  );

/** The word of a choice, which may carry parameters. */
export function wordOf(choice: unknown): string {
  if (choice !== null && typeof choice === 'object' && 'value' in choice) return String(choice.value);
  return typeof choice === 'string' ? choice : JSON.stringify(choice);
}
