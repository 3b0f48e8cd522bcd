import { QuiesceError, type Target } from '../../harness/index.ts';
import { type Effort, nullTarget } from './null-target.ts';
import { pretences } from './pretence.ts';

const efforts: readonly Effort[] = ['idle', 'runs-bodies'];

/** Targets that do none of the work, in every way that might pass for it; none may earn a pass. */
export const nulls: readonly Target[] = pretences.flatMap((pretence) =>
  efforts.map((effort) => nullTarget(pretence, effort)),
);

/** A null target by its name. */
export function targetNamed(name: string): Target {
  const found = nulls.find((target) => target.name === name);
  if (found) return found;
  throw new QuiesceError(
    'usage',
    'NULL_UNKNOWN',
    `There is no null target "${name}".`,
    `There are: ${nulls.map((target) => target.name).join(', ')}.`,
  );
}
