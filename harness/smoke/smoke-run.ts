import type { Target } from '../adapter/target.ts';
import { describe } from '../describe.ts';
import type { HostSettings, SmokeReport } from '../host/frames.ts';
import { Bench } from '../lab/bench.ts';
import { withPace } from '../lab/paces.ts';
import { Reads } from '../lab/reads.ts';
import { dispose, windDown } from '../lab/wind-down.ts';
import { dialectOf } from '../dialect/layers.ts';
import type { HostDoor } from '../host-door.ts';
import { cancelQueued, cancelRunning, cancelUnknown } from './cancelling.ts';
import { cleanupError } from './cleanup-error.ts';
import { clients, events, listening } from './delivery.ts';
import { lent } from './lent.ts';
import { twoAtLimitOne, wishes } from './limits.ts';
import { component, components } from './components.ts';
import { facets } from './facets.ts';
import { Offering } from './offering.ts';
import { plainJob } from './plain-job.ts';
import { policies } from './policies.ts';
import { releasedTwice, resources } from './resources.ts';
import { isServer, server } from './server.ts';
import { shutdownMember } from './shutdown.ts';
import { tokens, waves } from './tokens.ts';
import { unobserved } from './unobserved.ts';

type Probe = (bench: Bench, offering: Offering) => Promise<void>;

/** Of a target that takes no tasks, this is all there is to try. */
const withoutTasks: readonly Probe[] = [resources, releasedTwice, policies, tokens, waves, component, components];

/** After the plain job. */
const probes: readonly Probe[] = [
  twoAtLimitOne,
  cancelRunning,
  cleanupError,
  cancelQueued,
  cancelUnknown,
  listening,
  clients,
  lent,
  ...withoutTasks,
];

/**
 * The short first run: what a target offers, each capability with its evidence. Throws an adapter error where the
 * adapter cannot be used.
 */
export async function smokeRun(target: Target, settings: HostSettings, door: HostDoor): Promise<SmokeReport> {
  const offering = new Offering();
  const reads = new Reads();
  const benches: Bench[] = [];
  // Stray errors of the smoke run are the standing invariants' matter, in the cases that show them again.
  let strays = 0;
  const unlisten = door.listen(() => void (strays += 1));
  try {
    const run = async (probe: Probe): Promise<void> => {
      const bench = await probing(target, settings, reads, offering, probe);
      benches.push(bench);
    };
    if (isServer(target)) {
      await run(server);
      return offering.report;
    }
    await run(plainJob);
    const takesTasks = offering.has('submit');
    for (const probe of takesTasks ? probes : withoutTasks) await run(probe);
    if (takesTasks) await run((bench, into) => unobserved(bench, into, () => strays));
    for (const member of Object.keys(benches[0]?.current.shutdown ?? {})) {
      await run((bench, into) => shutdownMember(bench, into, member));
    }
    const last = benches.at(-1);
    if (last) wishes(last, offering);
    events(benches, offering);
    facets(target, benches[0], offering);
    return offering.report;
  } finally {
    unlisten();
  }
}

async function probing(
  target: Target,
  settings: HostSettings,
  reads: Reads,
  offering: Offering,
  probe: Probe,
): Promise<Bench> {
  return withPace(target.pace === undefined ? 'virtual' : 'real', target, async (pace) => {
    const bench = new Bench({ target, dialect: dialectOf(target, settings, {}), pace, watched: true, reads });
    try {
      await probe(bench, offering);
      await windDown(bench);
    } finally {
      await dispose(bench);
      const foreign = bench.history.find(({ kind, value }) => kind === 'idle' && value !== undefined)?.value;
      if (foreign !== undefined) offering.foreign ??= describe(foreign);
    }
    return bench;
  });
}
