import type { Capability } from './adapter/capability.ts';
import type { Dialect } from './dialect/dialect.ts';
import type { Mode } from './outcome.ts';

/** What a target was seen to have: capability to evidence, in a sentence. */
export type Offer = Readonly<Partial<Record<Capability, string>>>;

/** What a checker may know beside the history. */
export interface Context {
  /** How many bodies may run at once, where the case asked for a number. */
  readonly limit: number | undefined;
  readonly dialect: Dialect;
  readonly offer: Offer;
  /** What each member of `shutdown` was seen to be. */
  readonly shutdown: Readonly<Record<string, 'mode' | 'idle' | 'flush'>>;
  readonly mode: Mode;
}
