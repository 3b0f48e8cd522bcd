import type { Profile } from './adapter/target.ts';
import type { Address, HostSettings } from './host/frames.ts';
import type { Mode } from './outcome.ts';

/** What a session is opened with. */
export interface SessionOptions {
  readonly target: Address;
  /** Modules that export `suite`. */
  readonly suites: readonly Address[];
  readonly settings: HostSettings;
  /** Hosts at once, at most; 1 if left out. */
  readonly concurrency?: number;
  /** Size of a host's heap at which the target is out of memory, in MB; 512 if left out. */
  readonly heapMb?: number;
  /** Wall clock that a case may take, in ms; 10,000 if left out, and 40,000 in real time. A spent budget is a hang, so be generous. */
  readonly budget?: number;
  /** Wall clock that loading may take, in ms; 30,000 if left out: an interpreter, or a compiler, on a busy machine has met 10 s. */
  readonly loadBudget?: number;
  /** Added to a budget before a host is asked what it does, and again before it is killed, in ms; 500 if left out. */
  readonly grace?: number;
  /** Calls everything off: hosts are killed, and what runs or waits is inconclusive. */
  readonly signal?: AbortSignal;
  /** In place of the profile that the target declares. */
  readonly profile?: Profile;
  /** Another main module for the hosts. For tests of the kit itself. */
  readonly hostEntry?: Address;
}

/** What to run. */
export interface Asked {
  readonly case: string;
  /** The shutdown mode, for a case that is run once for each. */
  readonly variant?: string;
  /** One interleaving, in its printed form. Left out: they are explored. */
  readonly schedule?: string;
  /** Left out: the first way of time that is valid for both the case and the target. */
  readonly mode?: Mode;
  /** Keep the history also of a pass. */
  readonly keepHistory?: boolean;
  /** Write down the calls that the case makes, for a script that shows the same without the suite. */
  readonly script?: true;
}
