import { defineSuite, readCatalogue } from '../../harness/index.ts';
import { callbacks } from './callbacks.ts';
import { chain } from './chain.ts';
import { childCancel } from './child-cancel.ts';
import { contained } from './contained.ts';
import { contest } from './contest.ts';
import { disarm } from './disarm.ts';
import { dispose, disposeErrors } from './dispose.ts';
import { failFast, groupEnd } from './fail-fast.ts';
import { foreign } from './foreign.ts';
import { groupErrors } from './group-errors.ts';
import { lateSpawn } from './late-spawn.ts';
import { limitEnd } from './limit-end.ts';
import { long } from './long.ts';
import { move } from './move.ts';
import { downstream, inherited, nested } from './nested.ts';
import { owner } from './owner.ts';
import { scopes } from './scopes.ts';
import { settle } from './settle.ts';
import { shield, shieldBounds } from './shield.ts';
import { source } from './source.ts';
import { supervise } from './supervise.ts';
import { timeLimit } from './time-limit.ts';
import { zero } from './zero.ts';

const cases = {
  ...settle,
  ...failFast,
  ...groupEnd,
  ...groupErrors,
  ...owner,
  ...childCancel,
  ...supervise,
  ...lateSpawn,
  ...contest,
  ...shield,
  ...shieldBounds,
  ...timeLimit,
  ...limitEnd,
  ...disarm,
  ...nested,
  ...contained,
  ...inherited,
  ...downstream,
  ...zero,
  ...move,
  ...foreign,
  ...scopes,
  ...chain,
  ...dispose,
  ...disposeErrors,
  ...callbacks,
  ...long,
  ...source,
};

/** What groups, limits, scopes, shields and resources owe the task that uses them. */
export const suite = defineSuite(readCatalogue(import.meta.url), cases);
