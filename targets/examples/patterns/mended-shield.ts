import { type Part, Scope } from './scope.ts';

/** Runs a critical operation to its end. A cancel that comes meanwhile takes effect behind it. */
export async function shield<T>(above: AbortSignal, critical: Part<T>): Promise<T> {
  const scope = new Scope(above);
  try {
    const value = await critical(new AbortController().signal);
    if (scope.fromAbove) scope.signal.throwIfAborted();
    return value;
  } finally {
    scope.close();
  }
}
