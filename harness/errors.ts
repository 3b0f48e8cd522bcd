import type { Trouble } from './outcome.ts';

/**
 * Usage: the kit was called wrongly. Adapter: it could not be loaded, or its coordinator not be built or talked to.
 * Suite: a plugged-in suite is ill-formed. Internal: the kit's own fault.
 */
export type TroubleKind = 'usage' | 'adapter' | 'suite' | 'internal';

/** An error that is meant to be read: what was expected, what was found, where, and what to do. */
export class QuiesceError extends Error {
  override readonly name = 'QuiesceError';
  readonly kind: TroubleKind;
  /** Stable, upper case; tested by code. */
  readonly code: string;
  readonly hint: string | undefined;

  constructor(kind: TroubleKind, code: string, message: string, hint?: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.code = code;
    this.hint = hint;
  }
}

/** Any thrown value as plain data. */
export function troubleOf(thrown: unknown, code = 'INTERNAL'): Trouble {
  if (thrown instanceof QuiesceError) {
    return {
      code: thrown.code,
      message: thrown.message,
      ...(thrown.hint === undefined ? {} : { hint: thrown.hint }),
      ...(thrown.stack === undefined ? {} : { stack: thrown.stack }),
    };
  }
  if (thrown instanceof Error) {
    const said = `${thrown.name}: ${thrown.message}`;
    return { code, message: said, ...(thrown.stack === undefined ? {} : { stack: thrown.stack }) };
  }
  return { code, message: `a value that is no Error was thrown: ${String(thrown)}` };
}
