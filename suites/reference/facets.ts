import type { Coordinator } from '../../harness/index.ts';
import { keyParts, type KeyParts } from './keys.ts';
import { breaker, type BreakerParts, breakerParts } from './breaker.ts';
import { type DaemonParts, daemonParts } from './daemon.ts';
import { type ManagerParts, managerParts } from './manager.ts';
import { fallback, type FallbackParts, fallbackParts } from './fallback.ts';
import { Pool, type PoolParts, poolParts, poolResource } from './pool.ts';
import { rate, type RateParts, rateParts } from './rate.ts';
import { retry, type RetryParts, retryParts } from './retry.ts';
import { Semaphore, type SemaphoreParts, semaphoreParts, semaphoreResource } from './semaphore.ts';
import type { Settings } from './settings.ts';
import { type TokenParts, tokenParts } from './tokens.ts';
import { type WaveParts, waveParts } from './waves.ts';

/** What the facets beside tasks are made of, each on its own. */
export interface FacetParts {
  readonly semaphore: SemaphoreParts;
  readonly pool: PoolParts;
  readonly retry: RetryParts;
  readonly breaker: BreakerParts;
  readonly fallback: FallbackParts;
  readonly rate: RateParts;
  readonly tokens: TokenParts;
  readonly waves: WaveParts;
  readonly keys: KeyParts;
  readonly daemon: DaemonParts;
  readonly manager: ManagerParts;
}

export const facetParts: FacetParts = {
  semaphore: semaphoreParts,
  pool: poolParts,
  retry: retryParts,
  breaker: breakerParts,
  fallback: fallbackParts,
  rate: rateParts,
  tokens: tokenParts,
  waves: waveParts,
  keys: keyParts,
  daemon: daemonParts,
  manager: managerParts,
};

/** Locks, pools and policies of a coordinator with these settings. */
export function facets(settings: Settings, parts: FacetParts): Pick<Coordinator, 'resources' | 'policies'> {
  const { secondRelease: second, servesWaiters: serves, retriesCancelled: cancelledToo } = settings;
  return {
    resources: {
      semaphore: ({ limit }) => semaphoreResource(new Semaphore(limit, parts.semaphore, second)),
      pool: (wish) => poolResource(new Pool(wish, parts.pool, { second, serves })),
    },
    policies: {
      retry: ({ attempts, delay, cap, timeout, permanent }) =>
        retry({ attempts, delay, cap, timeout, permanent, cancelledToo }, parts.retry),
      breaker: (wish) => breaker(wish, parts.breaker),
      fallback: (wish) => fallback(wish, parts.fallback),
      rate: ({ calls, per }) => rate(calls, per, parts.rate),
    },
  };
}
