import { TimeoutError } from '../streaming/mended-errors.ts';

/** The pattern of the document: for a timeout and nothing else, and nobody learns of it. */
export async function withFallback<T>(operation: () => Promise<T>, fallback: () => T): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    if (error instanceof TimeoutError) return fallback();
    throw error;
  }
}
