import { answers } from './cancellation/answers.ts';
import { cleanup } from './cancellation/cleanup.ts';
import { clients } from './cancellation/clients.ts';
import { beginnings } from './cancellation/hops.ts';
import { delivery } from './cancellation/delivery.ts';
import { outcome } from './cancellation/outcome.ts';
import { queue } from './cancellation/queue.ts';
import { reasons } from './cancellation/reasons.ts';
import { scopes } from './cancellation/scopes.ts';
import { signals } from './cancellation/signals.ts';
import { threads } from './cancellation/threads.ts';
import { noise } from './diagnostics/noise.ts';
import { connections as componentConnections } from './lifecycle/connections.ts';
import { daemons } from './lifecycle/daemons.ts';
import { managers } from './lifecycle/managers.ts';
import { rhythm } from './lifecycle/rhythm.ts';
import { records } from './diagnostics/records.ts';
import { shown } from './diagnostics/shown.ts';
import { ends as runEnds } from './tokens/ends.ts';
import { keys } from './tokens/keys.ts';
import { links } from './tokens/links.ts';
import { reasons as tokenReasons } from './tokens/reasons.ts';
import { tokens } from './tokens/tokens.ts';
import { waves } from './tokens/waves.ts';
import type { Mutant } from './mutant.ts';
import { callbacks } from './patterns/callbacks.ts';
import { errors as groupErrors } from './patterns/errors.ts';
import { groups } from './patterns/groups.ts';
import { scopeLimits, taskLimits } from './patterns/limits.ts';
import { beginnings as ownBeginnings } from './patterns/hops.ts';
import { resources as ownResources } from './patterns/resources.ts';
import { scopes as cancelScopes } from './patterns/scopes.ts';
import { settle } from './patterns/settle.ts';
import { races } from './races/races.ts';
import { batches } from './reliability/batches.ts';
import { isolation } from './reliability/isolation.ts';
import { breakers } from './reliability/breakers.ts';
import { rates, retries } from './reliability/policies.ts';
import { pools } from './reliability/pools.ts';
import { waits } from './reliability/waits.ts';
import { waiting } from './reliability/queue.ts';
import { locks } from './reliability/resources.ts';
import { slots } from './reliability/slots.ts';
import { course } from './shutdown/course.ts';
import { dependencies } from './shutdown/dependencies.ts';
import { work } from './shutdown/work.ts';

/** Every mutant, in order of the requirements that they must fail. */
export const mutants: readonly Mutant[] = [
  ...delivery,
  ...outcome,
  ...reasons,
  ...answers,
  ...queue,
  ...signals,
  ...clients,
  ...cleanup,
  ...scopes,
  ...beginnings,
  ...threads,
  ...records,
  ...shown,
  ...noise,
  ...tokens,
  ...links,
  ...tokenReasons,
  ...waves,
  ...runEnds,
  ...daemons,
  ...componentConnections,
  ...rhythm,
  ...managers,
  ...keys,
  ...settle,
  ...groups,
  ...groupErrors,
  ...taskLimits,
  ...scopeLimits,
  ...cancelScopes,
  ...ownBeginnings,
  ...ownResources,
  ...callbacks,
  ...races,
  ...course,
  ...work,
  ...dependencies,
  ...isolation,
  ...batches,
  ...slots,
  ...waiting,
  ...locks,
  ...pools,
  ...waits,
  ...retries,
  ...breakers,
  ...rates,
].sort((a, b) => (a.own < b.own ? -1 : a.own > b.own ? 1 : 0));

const byId: ReadonlyMap<string, Mutant> = new Map(mutants.map((mutant) => [mutant.id, mutant]));

export const mutantById = (id: string): Mutant | undefined => byId.get(id);

export type { Mutant };
