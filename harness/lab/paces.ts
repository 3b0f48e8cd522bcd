import type { Target } from '../adapter/target.ts';
import type { Mode } from '../outcome.ts';
import { VirtualClock } from '../time/clock.ts';
import { activate, deactivate } from '../time/forward.ts';
import { baseline } from '../time/rest.ts';
import type { Pace } from './pace.ts';
import { RealPace } from './real-pace.ts';
import { VirtualPace } from './virtual-pace.ts';

/** One clock serves all runs of a host: making one is not free, and a case never sees an earlier one's timers. */
const clock = new VirtualClock();

/** Lets something run with time passing in that mode; the virtual clock is in force only meanwhile. */
export async function withPace<T>(mode: Mode, target: Target, run: (pace: Pace) => Promise<T>): Promise<T> {
  if (mode !== 'virtual') return run(new RealPace(target.pace ?? 1));
  clock.reset();
  clock.bindContext = true;
  activate(clock);
  baseline();
  try {
    return await run(new VirtualPace(clock));
  } finally {
    deactivate();
  }
}

/**
 * For exploration: without stacks (they are half the cost of an abort) and without a look at foreign work; `reset` puts the
 * clock back. `context`: timers keep their async context, which a race, run so much more often, goes without.
 */
export async function withBarePace<T>(run: (pace: Pace, reset: () => void) => Promise<T>, context = false): Promise<T> {
  clock.reset();
  clock.bindContext = context;
  activate(clock);
  const depth = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return await run(new VirtualPace(clock, true), () => clock.reset());
  } finally {
    Error.stackTraceLimit = depth;
    deactivate();
  }
}
