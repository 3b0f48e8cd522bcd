import type { Json } from './wish.ts';

/** The kit's stub. Any call may fail or never settle. */
export interface Store {
  /** `undefined`: no such key. */
  read(key: string): Promise<Json | undefined>;
  /** All of it or nothing; `null` deletes. */
  write(changes: Readonly<Record<string, Json>>): Promise<void>;
}
