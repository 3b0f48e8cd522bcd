/** Waits for something that goes on by itself: a signal ends the wait, with its reason, and nothing else. */
export function orAborted<T>(end: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return end;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort);
    end.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
