import { knowledge } from '../bin/knowledge.ts';
import type { Issue } from '../reports/issue.ts';
import type { Result } from '../reports/result.ts';
import { triage } from '../reports/triage.ts';
import type { Mutant } from '../suites/mutants/index.ts';
import type { Seen } from '../suites/mutants/seen.ts';

/** How a report tells of one planted fault, and how it would if nobody had planted it. */
export async function triagedAs(
  mutant: Mutant,
  result: Result | undefined,
): Promise<Pick<Seen, 'issues' | 'named' | 'unlisted'>> {
  if (!result) return { issues: 0, named: 'no', unlisted: { issues: 0, said: 'another rule' } };
  const known = await knowledge(result);
  const issues = triage(result, known);
  const unlisted = triage(result, { ...known, faults: known.faults.filter(({ id }) => id !== mutant.id) });
  return {
    issues: issues.length,
    named: namedIn(issues[0], mutant),
    unlisted: { issues: unlisted.length, said: saidOf(unlisted[0], mutant) },
  };
}

function namedIn(first: Issue | undefined, { fault }: Mutant): Seen['named'] {
  if (!first?.likely.includes(fault)) return 'no';
  return first.likely.length === 1 ? 'alone' : 'among others';
}

function saidOf(first: Issue | undefined, { own }: Mutant): Seen['unlisted']['said'] {
  if (first?.id !== own) return 'another rule';
  return first.likely.length > 0 ? 'another fault' : 'its rule alone';
}
