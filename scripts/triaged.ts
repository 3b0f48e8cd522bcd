import { knowledge } from '../bin/knowledge.ts';
import type { Issue } from '../reports/issue.ts';
import type { Result } from '../reports/result.ts';
import { triage } from '../reports/triage.ts';
import type { Mutant } from '../suites/mutants/index.ts';

/** How a report tells of one planted fault. */
export interface Triaged {
  /** One root cause was planted: more than one issue is a report that repeats itself. */
  readonly issues: number;
  /** Whether the first issue names the fault: alone, among others that fit as well, or not at all. */
  readonly named: Named;
  /** The same with the fault's own row taken out of the dictionary: as for a fault that nobody has planted. */
  readonly unlisted: { readonly issues: number; readonly said: 'its rule alone' | 'another fault' | 'another rule' };
}

type Named = 'alone' | 'among others' | 'no';

export async function triagedAs(mutant: Mutant, result: Result): Promise<Triaged> {
  const known = await knowledge(result);
  const issues = triage(result, known);
  const faults = known.faults.filter(({ id }) => id !== mutant.id);
  const unlisted = triage(result, { ...known, faults });
  return {
    issues: issues.length,
    named: namedIn(issues[0], mutant),
    unlisted: { issues: unlisted.length, said: saidOf(unlisted[0], mutant) },
  };
}

function namedIn(first: Issue | undefined, { fault }: Mutant): Named {
  if (!first?.likely.includes(fault)) return 'no';
  return first.likely.length === 1 ? 'alone' : 'among others';
}

function saidOf(first: Issue | undefined, { own }: Mutant): Triaged['unlisted']['said'] {
  if (first?.id !== own) return 'another rule';
  return first.likely.length > 0 ? 'another fault' : 'its rule alone';
}

/** The figures of all mutants together. */
export function triageSummary(rows: readonly { readonly triaged: Triaged | undefined }[]): readonly string[] {
  const all = rows.flatMap(({ triaged }) => triaged ?? []);
  const count = (holds: (one: Triaged) => boolean): number => all.filter(holds).length;
  const one = count(({ issues }) => issues === 1);
  const alone = count(({ named }) => named === 'alone');
  const among = count(({ named }) => named === 'among others');
  const said = (words: Triaged['unlisted']['said']): number => count(({ unlisted }) => unlisted.said === words);
  return [
    `Told as one issue: ${one} of ${all.length}. The first issue names the fault: ${alone} alone, ${among} among at most three.`,
    `With a fault's own row taken out of the dictionary: ${count(({ unlisted }) => unlisted.issues === 1)} are one issue; the first issue is that of its requirement without a cause for ${said('its rule alone')}, with another cause for ${said('another fault')}, and another requirement's for ${said('another rule')}.`,
  ];
}
