import type { Target } from './adapter/target.ts';
import type { HostSettings, RunRequest, SmokeReport } from './host/frames.ts';
import type { Outcome } from './outcome.ts';
import type { Case } from './suite.ts';

/** An error that nobody caught, and what the platform calls it. */
export interface Stray {
  readonly kind: 'unhandledRejection' | 'uncaughtException';
  readonly error: unknown;
}

/** What the runner needs from the host it runs in. */
export interface HostDoor {
  /** Has strays go to the listener until the returned function is called. */
  listen(listener: (stray: Stray) => void): () => void;
  /** Tells how many schedules of the case have been explored. */
  progress(schedules: number): void;
}

/** One case on one target to its outcome. `dirty`: something was left behind, and the host should be replaced. */
export declare function runCase(
  tested: Case,
  target: Target,
  request: RunRequest,
  settings: HostSettings,
  door: HostDoor,
): Promise<{ readonly outcome: Outcome; readonly dirty: boolean }>;

/** The seven probes of the smoke run. Throws an adapter error where the adapter cannot be used. */
export declare function smokeRun(target: Target, settings: HostSettings, door: HostDoor): Promise<SmokeReport>;
