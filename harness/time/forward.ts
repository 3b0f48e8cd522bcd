/**
 * Loaded before anything else (`--import`): puts functions that forward over the whole time API, for good. A target
 * that keeps `const later = setTimeout`, or imports timers by name, then has ours, and follows the virtual clock
 * while one is active. With none they go straight to the platform. Promise jobs, `queueMicrotask` and `nextTick`
 * are never touched: their order is what a race is made of.
 */
import { syncBuiltinESMExports } from 'node:module';
import { door } from './door.ts';
import { forwardDates } from './forward-dates.ts';
import { forwardPromises } from './forward-promises.ts';
import { forwardRandom } from './forward-random.ts';
import { forwardTimers } from './forward-timers.ts';

export { activate, activeClock, deactivate, real } from './door.ts';

if (!door.installed) {
  door.installed = true;
  forwardTimers();
  forwardPromises();
  forwardDates();
  forwardRandom();
  // What was imported by name, even before now, is brought up to date.
  syncBuiltinESMExports();
}
