import { batch, type Outcome } from './batch.ts';
import type { Part } from './scope.ts';

/**
 * The pattern of the document: the results are those that are a value and those that are an exception. A cancellation
 * is neither, so that a cancelled operation is in neither list.
 */
export async function isolated<T>(
  above: AbortSignal,
  operations: readonly Part<T>[],
  limit?: number,
): Promise<readonly Outcome<T>[]> {
  const outcomes = await batch(above, operations, limit);
  return outcomes.filter((outcome) => 'value' in outcome || 'error' in outcome || outcome.missing === 'timeout');
}
