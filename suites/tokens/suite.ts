import { defineSuite, readCatalogue } from '../../harness/index.ts';
import { announced } from './announced.ts';
import { boundaries } from './boundaries.ts';
import { check } from './check.ts';
import { control } from './control.ts';
import { failures } from './failures.ts';
import { flag } from './flag.ts';
import { independent } from './independent.ts';
import { keys } from './keys.ts';
import { late } from './late.ts';
import { limits } from './limits.ts';
import { linked } from './linked.ts';
import { partial } from './partial.ts';
import { released } from './released.ts';
import { reasonOf, relinked } from './reasons.ts';
import { reset } from './reset.ts';
import { threads } from './threads.ts';
import { wholeWaves } from './whole-waves.ts';

const cases = {
  ...flag,
  ...threads,
  ...check,
  ...reasonOf,
  ...reset,
  ...boundaries,
  ...wholeWaves,
  ...partial,
  ...announced,
  ...control,
  ...late,
  ...independent,
  ...linked,
  ...relinked,
  ...released,
  ...limits,
  ...keys,
  ...failures,
};

/** Tokens, the runs of waves that they cancel, and what such a run hands over. */
export const suite = defineSuite(readCatalogue(import.meta.url), cases);
