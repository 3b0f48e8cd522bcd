import type { Json, Policy } from '../../harness/index.ts';

/** What a fallback is asked for. */
export interface FallbackWish {
  readonly value: () => Json;
  readonly used: () => void;
}

/** What a fallback is made of. */
export interface FallbackParts {
  /** True: this end of the primary is answered by the fallback. */
  covers(error: unknown, signal: AbortSignal | undefined): boolean;
  /** Tells that the fallback is used. */
  tell(used: () => void): void;
}

export const fallbackParts: FallbackParts = {
  /** Whoever has cancelled wants no other answer. */
  covers: (_error, signal) => !signal?.aborted,
  tell: (used) => used(),
};

/** Answers for a call that failed or timed out. */
export function fallback({ value, used }: FallbackWish, parts: FallbackParts = fallbackParts): Policy {
  return async (call, { signal }) => {
    try {
      return await call(signal);
    } catch (error) {
      if (!parts.covers(error, signal)) throw error;
      parts.tell(used);
      return value();
    }
  };
}
