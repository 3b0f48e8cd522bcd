/** For an operation that failed or took too long, but not for one whose caller has gone. Tells when it is used. */
export async function withFallback<T>(
  operation: () => Promise<T>,
  fallback: () => T,
  used: () => void,
  caller: AbortSignal | undefined,
): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    if (caller?.aborted) throw error;
    used();
    return fallback();
  }
}
