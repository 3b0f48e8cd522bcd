import type { Profile } from '../adapter/target.ts';
import type { Json } from '../adapter/wish.ts';
import type { Offer } from '../context.ts';
import type { Finding, Level, Mode, Outcome, Severity, Trouble } from '../outcome.ts';
import type { CaseKey } from '../plan.ts';

/** Address of a module, and of one of its exports: `file:///…/adapter.ts#target`. Without `#`: `target`, else the default. */
export type Address = string;

/** How thoroughly schedules are explored; in counts, never in milliseconds. */
export type Depth = 'quick' | 'default' | 'deep';

/** What the supervisor sends, one JSON object a line. */
export type Command =
  | {
      readonly do: 'load';
      readonly target: Address;
      readonly suites: readonly Address[];
      readonly settings: HostSettings;
    }
  /** Runs the smoke run; answered by `offer` or `trouble`. */
  | { readonly do: 'smoke' }
  /** Runs one case; answered by `outcome`. */
  | { readonly do: 'run'; readonly run: RunRequest }
  /** Sent when the budget is spent; a host whose event loop still turns answers `stuck`. */
  | { readonly do: 'ask' }
  | { readonly do: 'bye' };

export interface HostSettings {
  /** Choices of the reviewed dialect file and of the command line; they beat the adapter's. */
  readonly dialect: Readonly<Record<string, Json>>;
  readonly depth: Depth;
}

export interface RunRequest {
  readonly case: string;
  /** The shutdown mode, for a case that is run once for each. */
  readonly variant?: string;
  readonly mode: Mode;
  /** What the smoke run found; a fresh host has not seen it. */
  readonly offer: Offer;
  /** What each member of `shutdown` was seen to be. */
  readonly shutdown: SmokeReport['shutdown'];
  /** Dialect choices that were observed. */
  readonly observed: Readonly<Record<string, Json>>;
  /** One interleaving to replay, in its printed form. */
  readonly schedule?: string;
  /** Wall clock in ms that the case may take; the supervisor adds its own grace to it. */
  readonly budget: number;
  /** Keep the history also of a pass. */
  readonly keepHistory?: boolean;
  /** Write down the calls that the case makes. */
  readonly script?: true;
}

/** What a target says about itself once it is loaded. */
export interface TargetFacts {
  readonly name: string;
  readonly version?: string;
  readonly profile?: Profile;
  readonly dialect: Readonly<Record<string, Json>>;
  /** Given: it runs in real time, stretched by it. */
  readonly pace?: number;
  readonly grain: number;
  readonly kind: 'in-process' | 'process';
  /** Path of the adapter's file. */
  readonly file: string;
}

/** What the smoke run found. */
export interface SmokeReport {
  readonly offer: Offer;
  /** Present, without effect: capability to what was done and not seen to change anything. */
  readonly withoutEffect: Readonly<Record<string, string>>;
  readonly observed: Readonly<Record<string, Json>>;
  /** Names of shutdown members by what each was seen to be. */
  readonly shutdown: Readonly<Record<string, 'mode' | 'idle' | 'flush'>>;
  /** Work that the virtual clock does not own, if any was met: the target then runs in real time. */
  readonly foreign?: string;
}

/** A case as the host knows it: its key, and what an outcome must say even if the host did not live to tell. */
export interface HostedCase extends CaseKey {
  readonly level: Level;
  readonly severity: Severity;
  /** Ways of time in which its claim is valid; never empty. */
  readonly modes: readonly Mode[];
  /** Name of the race that is explored for it. Cases of one race share what was explored, in one host. */
  readonly race?: string;
}

/**
 * How a host that still listens is stuck. `dry`: its event loop ran out of work, so that nothing can settle what it
 * waits for. `idle`: the budget passed and the loop sleeps. `busy`: the budget passed and the loop spins.
 */
export type Stuck = 'dry' | 'idle' | 'busy';

/** What the host sends, one JSON object a line, written synchronously. */
export type Frame =
  | { readonly is: 'ready'; readonly facts: TargetFacts; readonly cases: readonly HostedCase[] }
  | { readonly is: 'offer'; readonly report: SmokeReport }
  | { readonly is: 'outcome'; readonly outcome: Outcome; readonly wall: number; readonly dirty: boolean }
  /** An error that belongs to a case that has its outcome already. */
  | { readonly is: 'stray'; readonly case: string | null; readonly finding: Finding }
  | { readonly is: 'exit'; readonly code: number; readonly during: string | null; readonly stack: string }
  | { readonly is: 'progress'; readonly case: string; readonly schedules: number }
  /** What is in flight cannot end. `alive`: kinds of active resources that were not there when it began. */
  | { readonly is: 'stuck'; readonly how: Stuck; readonly alive: readonly string[] }
  | { readonly is: 'trouble'; readonly trouble: Trouble };
