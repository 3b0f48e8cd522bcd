import type { Capability } from './adapter/capability.ts';
import type { Profile } from './adapter/target.ts';

/** What a kind of coordinator is expected to offer: about three quarters or more of the surveyed libraries do. */
export const profiles: Readonly<Record<Profile, readonly Capability[]>> = {
  limiter: ['submit', 'result', 'limit', 'queue'],
  queue: ['submit', 'result', 'limit', 'queue', 'cancel.queued', 'query'],
  coordinator: ['submit', 'result', 'cancel.running', 'cancel.byId', 'events', 'timeout', 'shutdown', 'shutdown.grace'],
  service: ['process', 'http'],
  runtime: ['submit', 'result', 'cancel.running', 'spawn', 'all', 'race', 'shutdown'],
  orchestrator: ['submit', 'result', 'cancel.running', 'events'],
  component: ['component'],
  toolkit: [],
};

/** Either of these is enough where a profile expects the first. */
const alternatives: Readonly<Partial<Record<Capability, readonly Capability[]>>> = { component: ['components'] };

/**
 * Expected capabilities that are absent. `x.y` is expected only where `x` is offered: one missing operation, one
 * issue. Pure.
 */
export function expectedButAbsent(
  profile: Profile | undefined,
  offered: (capability: Capability) => boolean,
): readonly Capability[] {
  const expected = profile ? profiles[profile] : [];
  return expected.filter((capability) => {
    if (offered(capability) || alternatives[capability]?.some(offered)) return false;
    const parent = capability.slice(0, capability.lastIndexOf('.')) as Capability;
    return !expected.includes(parent) || offered(parent);
  });
}
