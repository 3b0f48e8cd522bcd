import { QuiesceError, type Target } from '../../harness/index.ts';
import { reference } from '../reference/reference.ts';
import { type Mutant, mutantById, mutants } from './index.ts';

/** A mutant as a target, by its id. */
export function targetNamed(id: string): Target {
  const mutant = mutantById(id);
  if (mutant) return targetOf(mutant);
  throw new QuiesceError(
    'usage',
    'MUTANT_UNKNOWN',
    `There is no mutant "${id}".`,
    `There are: ${mutants.map((known) => known.id).join(', ')}.`,
  );
}

export const targetOf = ({ id, dialect, parts }: Mutant): Target => ({ ...reference(dialect, parts), name: id });
