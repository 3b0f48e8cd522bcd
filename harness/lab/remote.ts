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
  /**
   * Settles when it has nothing ready to go on and all that it has said is written down; at once if it is gone. False: it
   * cannot know of all its work.
   */
  flush(): Promise<boolean>;
}

const remotes = new WeakMap<Coordinator, Remote>();

/** Remembers the way to a coordinator; it is no member, since no adapter has it. */
export const reachedBy = (coordinator: Coordinator, remote: Remote): Coordinator => {
  remotes.set(coordinator, remote);
  return coordinator;
};

/** The way to it, if it lives elsewhere. */
export const remoteOf = (coordinator: Coordinator): Remote | undefined => remotes.get(coordinator);

interface Opened {
  readonly coordinator: Coordinator;
}

/** The ways to those of them that live elsewhere. */
export const remotesOf = (opened: readonly Opened[]): readonly Remote[] =>
  opened.flatMap(({ coordinator }) => remoteOf(coordinator) ?? []);

/** Has all of them say what they have to. True: each says that it is at rest, and none lives here. */
export async function flushAll(opened: readonly Opened[]): Promise<boolean> {
  const remotes = remotesOf(opened);
  const rest = await Promise.all(remotes.map((remote) => remote.flush()));
  return remotes.length > 0 && remotes.length === opened.length && rest.every(Boolean);
}
