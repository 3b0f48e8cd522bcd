import { createHash } from 'node:crypto';
import type { Case } from './suite.ts';

const digests = new WeakMap<Case, string>();

/** Twelve hex digits over words and conduct of a case: two outcomes compare only if it is equal. */
export function digestOf(tested: Case): string {
  const found = digests.get(tested) ?? made(tested);
  digests.set(tested, found);
  return found;
}

function made({ text, workload, race, premise, covers, claims }: Case): string {
  const code = [
    workload,
    race?.variants,
    race?.setup,
    race?.actors,
    race?.finish,
    premise,
    ...Object.values(covers ?? {}),
  ];
  const words = claims.flatMap(({ expected, contradiction }) => [String(expected), String(contradiction)]);
  return createHash('sha256')
    .update(JSON.stringify([text, code.map(String), words]))
    .digest('hex')
    .slice(0, 12);
}
