import type { Daemon } from './daemon.ts';
import { note } from './events.ts';

/** How long to wait after a crash before the loop is started again, ms. */
const rest = 1_000;

/** A loop in the background, and a heartbeat. */
export interface RhythmParts {
  /** Turn after turn. */
  run(daemon: Daemon): Promise<void>;
  /** A turn has failed. */
  crashed(daemon: Daemon, error: unknown): void;
  /** Sets the timer of the next beat. */
  arm(daemon: Daemon): void;
  beat(daemon: Daemon): void;
  /** No further beat begins. */
  hush(daemon: Daemon): void;
}

async function run(daemon: Daemon): Promise<void> {
  const { parts, ports, core } = daemon;
  while (!daemon.halting) {
    try {
      await ports.turn();
    } catch (error) {
      parts.crashed(daemon, error);
      if (!core.settings.loopRestarts) throw error;
      await parts.pause(daemon, rest);
    }
  }
}

/** Nobody may be there to ask for it: it is told at once. */
function crashed(daemon: Daemon, error: unknown): void {
  note(daemon.core, 'error', 'a turn of the loop failed', undefined, error);
  if (!daemon.core.settings.loopRestarts && !daemon.halting) daemon.state = 'failed';
}

function arm(daemon: Daemon): void {
  daemon.disarm = daemon.core.parts.after(daemon.ports.every, () => daemon.parts.beat(daemon));
}

/** The next one is set first: a beat that hangs does not stop the rhythm. */
function beat(daemon: Daemon): void {
  daemon.parts.arm(daemon);
  daemon.ports.beat().catch((error: unknown) => note(daemon.core, 'warn', 'a heartbeat failed', undefined, error));
}

const hush = (daemon: Daemon): void => daemon.disarm();

export const rhythmParts: RhythmParts = { run, crashed, arm, beat, hush };
