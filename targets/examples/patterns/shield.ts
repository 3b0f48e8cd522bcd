import type { Part } from './scope.ts';

/**
 * The pattern of the document: the critical operation is a task of its own, of which nobody keeps a reference. A cancel
 * ends the wait for it, and there is nothing left to wait for it with.
 */
export function shield<T>(above: AbortSignal, critical: Part<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancelled = (): void => reject(above.reason as Error);
    if (!above.aborted) above.addEventListener('abort', cancelled);
    void critical(new AbortController().signal)
      .then(resolve, reject)
      .finally(() => above.removeEventListener('abort', cancelled));
  });
}
