import { Dialect } from '../dialect/dialect.ts';
import { classifier } from '../ending.ts';
import type { Section } from './section.ts';

/** By the names and codes that the kit knows; made when first needed, since it reads the dialect's defaults. */
let byName: ReturnType<typeof classifier> | undefined;

/** Which `catch` an error is for. What the signal in force was aborted with is a cancel, whatever it looks like. */
export function endingOf(section: Section, error: unknown): 'timeout' | 'cancelled' | 'failed' {
  const { kit } = section.run.home;
  byName ??= classifier({}, new Dialect([]), new Set());
  const named = kit.ending?.(error) ?? byName(error, 'result', true);
  if (named === 'timeout' || named === 'cancelled') return named;
  const hearings = [section.around.hearing, section.run.hearing];
  const raised = hearings.some((hearing) => hearing?.signal.aborted && Object.is(hearing.signal.reason, error));
  return raised || section.run.endedBy(error) === 'cancelled' ? 'cancelled' : 'failed';
}
