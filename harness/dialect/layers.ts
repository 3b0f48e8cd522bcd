import type { Target } from '../adapter/target.ts';
import type { HostSettings, RunRequest } from '../host/frames.ts';
import { Dialect } from './dialect.ts';

/** What the target declares, with what the reviewed file says over it and what was observed under it. */
export const dialectOf = (target: Target, settings: HostSettings, observed: RunRequest['observed']): Dialect =>
  new Dialect([
    ['file', settings.dialect],
    ['adapter', target.dialect ?? {}],
    ['observed', observed],
  ]);
