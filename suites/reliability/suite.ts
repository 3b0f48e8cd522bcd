import { defineSuite, readCatalogue } from '../../harness/index.ts';
import { backoff } from './backoff.ts';
import { breakerRecord } from './breaker-record.ts';
import { breaker } from './breaker.ts';
import { endedAcquires, permitWaits } from './ended-waits.ts';
import { fallback } from './fallback.ts';
import { growth } from './growth.ts';
import { isolation } from './isolation.ts';
import { lanes } from './lanes.ts';
import { leases } from './leases.ts';
import { leftoverTimers } from './leftover-timers.ts';
import { leftovers } from './leftovers.ts';
import { heldSlots, leftSlot, limit } from './limit.ts';
import { locks } from './locks.ts';
import { order } from './order.ts';
import { overflow } from './overflow.ts';
import { partial } from './partial.ts';
import { permitCases } from './permits.ts';
import { poolClose } from './pool-close.ts';
import { poolWaits } from './pool-waits.ts';
import { pool } from './pool.ts';
import { rate } from './rate.ts';
import { retryCancel } from './retry-cancel.ts';
import { retry } from './retry.ts';
import { steps } from './steps.ts';
import { waiters } from './waiters.ts';
import { waysOfEnding } from './ways.ts';

const cases = {
  ...isolation,
  ...steps,
  ...fallback,
  ...partial,
  ...limit,
  ...heldSlots,
  ...waysOfEnding,
  ...leftSlot,
  ...waiters,
  ...permitWaits,
  ...overflow,
  ...locks,
  ...permitCases,
  ...order,
  ...pool,
  ...poolWaits,
  ...endedAcquires,
  ...poolClose,
  ...retryCancel,
  ...retry,
  ...backoff,
  ...breaker,
  ...breakerRecord,
  ...lanes,
  ...growth,
  ...leases,
  ...rate,
  ...leftovers,
  ...leftoverTimers,
};

/** What a coordinator owes its users under load and failure: limits that hold, slots that come back, and failures that stay alone. */
export const suite = defineSuite(readCatalogue(import.meta.url), cases);
