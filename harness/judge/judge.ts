import type { Context } from '../context.ts';
import type { Event, History } from '../history.ts';
import type { Finding } from '../outcome.ts';
import type { Case, Claim, Contradiction } from '../suite.ts';

/** What a history says about a case: facts that were not reached, or what contradicts its claims, or neither. */
export interface Judgement {
  /** The facts of the premise with the `seq` that shows each. */
  readonly premise: Readonly<Record<string, number>>;
  /** Facts that did not come about. With any of these nothing else is judged. */
  readonly unreached: readonly string[];
  readonly finding: Finding | undefined;
}

/** Judges one history. A case's claims are read in order; the first that does not hold is the finding. */
export function judge(tested: Case, history: History, context: Context): Judgement {
  const facts = Object.entries(tested.premise(history, context));
  const unreached = facts.filter(([, fact]) => fact === undefined || fact === false).map(([name]) => name);
  const premise = Object.fromEntries(facts.map(([name, fact]) => [name, seqOf(fact, history)]));
  if (unreached.length > 0) return { premise, unreached, finding: undefined };
  return { premise, unreached, finding: firstFinding(tested, history, context) };
}

function firstFinding(tested: Case, history: History, context: Context): Finding | undefined {
  for (const claim of tested.claims) {
    const contradiction = claim.contradiction(history, context);
    if (contradiction) return findingOf(tested.requirement.id, claim, contradiction, context);
  }
  return undefined;
}

/** A contradiction as a finding under that rule. */
export function findingOf(rule: string, claim: Claim, contradiction: Contradiction, context: Context): Finding {
  return {
    rule,
    expected: typeof claim.expected === 'string' ? claim.expected : claim.expected(context),
    observed: contradiction.observed,
    ...(contradiction.hint === undefined ? {} : { hint: contradiction.hint }),
    witness: contradiction.witness.filter((event) => event !== undefined).map((event) => event.seq),
  };
}

/** A fact without an event of its own is shown by the whole history, so by its last event. */
const seqOf = (fact: Event | boolean | undefined, history: History): number =>
  typeof fact === 'object' ? fact.seq : fact ? (history.last?.seq ?? 0) : 0;
