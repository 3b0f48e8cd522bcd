import type { Surveyed } from './survey.ts';

/** How one requirement came out on one target; `pending`: no suite has it yet. */
export type Word = 'fails' | 'blocked' | 'passes' | 'passes in part' | 'undecided' | 'not offered' | 'pending';
export type Words = ReadonlyMap<string, Word>;

export const wordOf = (id: string, words: Words | undefined): Word => words?.get(id) ?? 'pending';

/** Each requirement with its word; one word if they agree. */
export function seen(requirements: readonly string[], words: Words | undefined): string {
  const each = requirements.map((id) => wordOf(id, words));
  if (new Set(each).size <= 1) return each[0] ?? '–';
  return requirements.map((id, index) => `${id} ${each[index]}`).join(', ');
}

/** An inconclusive requirement whose prerequisite failed waits for that: it is blocked. */
export function wordsOf({ requirements, outcomes }: Surveyed): Words {
  const passed = new Set(outcomes.filter(({ verdict }) => verdict === 'pass').map(({ requirement }) => requirement));
  return new Map(
    requirements.map(({ id, verdict, reason, blockedBy }): [string, Word] => {
      if (verdict === 'fail') return [id, 'fails'];
      if (verdict === 'pass') return [id, 'passes'];
      if (reason === 'blocked' || blockedBy.length > 0) return [id, 'blocked'];
      if (verdict !== 'skip') return [id, 'undecided'];
      // A case of it has passed, and another cannot be run here.
      return [id, passed.has(id) ? 'passes in part' : 'not offered'];
    }),
  );
}

const strongest: readonly Word[] = [
  'fails',
  'blocked',
  'passes',
  'passes in part',
  'undecided',
  'not offered',
  'pending',
];

/** One system that is looked at in two ways: what was judged in either. */
export function joined(one: Words | undefined, other: Words | undefined): Words {
  const ids = new Set([...(one?.keys() ?? []), ...(other?.keys() ?? [])]);
  return new Map(
    [...ids].map((id) => {
      const both = [wordOf(id, one), wordOf(id, other)];
      return [id, strongest.find((word) => both.includes(word)) ?? 'pending'];
    }),
  );
}

/** Whether what was recorded is what is seen; a dash where the record leaves it open. */
export function reproduced(recorded: string, requirements: readonly string[], words: Words | undefined): string {
  const each = requirements.map((id) => wordOf(id, words));
  const fails = each.some((word) => word === 'fails' || word === 'blocked');
  if (each.every((word) => word === 'pending')) return 'pending';
  if (recorded === 'FAILS') return fails ? 'yes' : 'no';
  if (recorded === 'PASSES') return fails ? 'no' : 'yes';
  return '–';
}
