import { door } from './door.ts';

/**
 * Replaces `Math.random`. While a clock is active its numbers come from the clock's own seed, so that what a target
 * draws, as the jitter of a back-off, is the same in every run and in every replay; without one it is the platform's.
 */
export function forwardRandom(): void {
  const platform = Math.random;
  Math.random = () => (door.clock ? door.clock.random() : platform());
}
