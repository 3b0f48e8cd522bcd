import { CancelledError } from '../streaming/mended-errors.ts';
import { type Part, Scope } from './scope.ts';

/**
 * Runs children beside each other. The first failure cancels the others, a cancel of the parent all of them; in each
 * case the parent goes on when the last has ended. What is thrown because of a cancel is not a failure.
 */
export async function all<T>(above: AbortSignal, parts: readonly Part<T>[]): Promise<readonly T[]> {
  const scope = new Scope(above);
  const { signal } = scope;
  const values: T[] = [];
  const errors: unknown[] = [];
  const child = async (part: Part<T>, index: number): Promise<void> => {
    try {
      values[index] = await part(signal);
    } catch (error) {
      if (signal.aborted && Object.is(error, signal.reason)) return;
      errors.push(error);
      scope.cancel(new CancelledError('another child has failed'));
    }
  };
  await Promise.all(parts.map(child));
  scope.close();
  if (errors.length > 1) throw new AggregateError(errors, `${errors.length} children failed`);
  if (errors.length === 1) throw errors[0];
  if (scope.fromAbove) signal.throwIfAborted();
  return values;
}
