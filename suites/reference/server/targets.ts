import { type ProcessTarget, QuiesceError } from '../../../harness/index.ts';
import { serverMutants } from '../../mutants/servers/index.ts';
import { serverReference } from './target.ts';

/** The reference server, or one with a fault, by the id of that. */
export function targetNamed(name: string): ProcessTarget {
  if (name === 'reference') return serverReference();
  const mutant = serverMutants.find(({ id }) => id === name);
  if (mutant) return serverReference(mutant.id, mutant.dialect);
  throw new QuiesceError(
    'usage',
    'SERVER_UNKNOWN',
    `There is no server "${name}".`,
    `There are: reference, ${serverMutants.map(({ id }) => id).join(', ')}.`,
  );
}
