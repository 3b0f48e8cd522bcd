import type { Lab } from '../../harness/index.ts';
import { settled } from './facts.ts';

/** Steps in which real time is let pass, ms. */
const step = 100;
/** How long an absence is looked at in real time, ms. */
const absence = 500;

/** Lets time pass until these calls have settled: on the virtual clock all of it, in real time no more than it takes. */
export async function untilSettled(lab: Lab, calls: readonly string[], most: number): Promise<void> {
  if (lab.mode === 'virtual') return lab.advance(most);
  const pending = (): boolean => calls.some((call) => !settled(lab.history, call));
  for (let passed = 0; passed < most && pending(); passed += step) await lab.advance(step);
}

/** Lets time pass in which nothing may happen: on the virtual clock much of it, for it costs nothing. */
export const meanwhile = (lab: Lab, ms: number): Promise<void> => lab.advance(lab.mode === 'virtual' ? ms : absence);
