import { CancelledError, TimeoutError } from '../streaming/mended-errors.ts';
import { after } from '../streaming/timer.ts';
import { type Part, Scope } from './scope.ts';

/** What became of one operation of a batch. */
export type Outcome<T> =
  | { readonly value: T }
  | { readonly error: unknown }
  | { readonly missing: 'cancelled' | 'timeout' };

/**
 * Runs operations beside each other, each isolated from the failures of the others, and gives what became of each in
 * the order in which they were handed in. At the limit, in ms, the rest is told and waited for: its answers come too
 * late to count.
 */
export async function batch<T>(
  above: AbortSignal,
  operations: readonly Part<T>[],
  limit = Number.POSITIVE_INFINITY,
): Promise<readonly Outcome<T>[]> {
  const scope = new Scope(above);
  const outcomes: Outcome<T>[] = [];
  const callOff = after(limit, () => {
    for (const index of operations.keys()) outcomes[index] ??= { missing: 'timeout' };
    scope.cancel(new TimeoutError(limit));
  });
  const isolated = async (operation: Part<T>, index: number): Promise<void> => {
    const outcome = await outcomeOf(operation, scope.signal);
    outcomes[index] ??= outcome;
  };
  await Promise.all(operations.map(isolated));
  callOff();
  scope.close();
  if (scope.fromAbove) scope.signal.throwIfAborted();
  return outcomes;
}

async function outcomeOf<T>(operation: Part<T>, signal: AbortSignal): Promise<Outcome<T>> {
  try {
    return { value: await operation(signal) };
  } catch (error) {
    return error instanceof CancelledError ? { missing: 'cancelled' } : { error };
  }
}
