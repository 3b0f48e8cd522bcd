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

/** For exploration: without stacks (they are half the cost of an abort), async context and without a look at foreign work; `reset` puts the clock back. */
export async function withBarePace<T>(run: (pace: Pace, reset: () => void) => Promise<T>): Promise<T> {
  clock.reset();
  clock.bindContext = false;
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
