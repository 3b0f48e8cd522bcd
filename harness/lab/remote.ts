import type { Lent } from '../adapter/lent.ts';
import type { Coordinator } from '../adapter/target.ts';

/** The way to a coordinator that lives in a process of its own, beside what it can be asked as a coordinator. */
export interface Remote {
  /** What its bodies are lent. */
  readonly lent: readonly (keyof Lent)[];
  /** Why it can be talked to no more, if that was nobody's wish. */
  readonly fault: Error | undefined;
  /** Tells bodies that gates are open: at once, so that it comes before whatever is asked next. */
  open(gates: readonly string[]): void;
  /** Settles when it has come to rest and all that it has said is written down; at once if it is gone. */
  flush(): Promise<void>;
}

const remotes = new WeakMap<Coordinator, Remote>();

/** Remembers the way to a coordinator; it is no member, since no adapter has it. */
export const reachedBy = (coordinator: Coordinator, remote: Remote): Coordinator => {
  remotes.set(coordinator, remote);
  return coordinator;
};

/** The way to it, if it lives elsewhere. */
export const remoteOf = (coordinator: Coordinator): Remote | undefined => remotes.get(coordinator);
