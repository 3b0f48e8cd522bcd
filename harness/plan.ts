import type { SkipReason } from './outcome.ts';

/** A case as the plan knows it. */
export interface CaseKey {
  /** `suite/case`. */
  readonly id: string;
  readonly requirement: string;
  readonly digest: string;
}

/** What is to be done with a case, and why. */
export type Planned =
  | { readonly case: CaseKey; readonly run: 'virtual' | 'real' | 'process' }
  | { readonly case: CaseKey; readonly skip: SkipReason; readonly because: string };
