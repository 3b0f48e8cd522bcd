import type { ServerParts } from '../../reference/server/host.ts';
import { http } from './http.ts';
import { signals } from './signals.ts';

/** The reference server with one fault, in a dialect in which it is one. */
export interface ServerMutant {
  /** `SHU-13/<fault in a few words>`. */
  readonly id: string;
  /** The fault in a sentence. */
  readonly fault: string;
  /** The requirement that it must fail. */
  readonly own: string;
  /** Requirements that it may fail besides. */
  readonly trips: readonly string[];
  readonly dialect?: Readonly<Record<string, string>>;
  readonly parts: (p: ServerParts) => ServerParts;
}

export const serverMutants: readonly ServerMutant[] = [...signals, ...http];
