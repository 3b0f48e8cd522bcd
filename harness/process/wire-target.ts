import type { ProcessTarget } from '../adapter/process.ts';
import type { ShutdownReport } from '../adapter/shutdown.ts';
import type { AnyTarget, Ending, OpenWish, Target } from '../adapter/target.ts';
import type { WireEnding, WireOffer, WireOpen } from '../adapter/wire.ts';
import { QuiesceError } from '../errors.ts';
import { farCoordinator } from './far-coordinator.ts';
import { Link } from './link.ts';

/** A target that can be opened here: one that speaks the wire protocol is met once, to hear what it offers. */
export async function reached(target: AnyTarget): Promise<AnyTarget> {
  if (!('command' in target)) return target;
  if (target.ready !== undefined) return { pace: 1, ...target, open: noCoordinator } satisfies ProcessTarget & Target;
  const link = new Link(target);
  const offer = await link.open({});
  link.peer.close();
  return wireTarget(target, offer);
}

/** A server is started and talked to, and has no coordinator to be opened. */
function noCoordinator(): never {
  throw new QuiesceError(
    'suite',
    'SUITE_SERVER_OPENED',
    'A case that is valid for servers opened a coordinator.',
    'It has `lab.server` in its place.',
  );
}

/**
 * A coordinator in another process as a target of this one, in real time. Each `open` starts a process of its own, so
 * that no two coordinators share anything.
 */
export function wireTarget(target: ProcessTarget, offer: WireOffer): Target {
  const { version = offer.version, profile = offer.profile, pace = 1 } = target;
  // Started while its predecessor is at work: what a language takes to start is most of what a short case takes.
  let spare: Link | undefined;
  return {
    name: target.name === '' ? offer.name : target.name,
    ...(version === undefined ? {} : { version }),
    ...(profile === undefined ? {} : { profile }),
    dialect: { ...offer.dialect, ...target.dialect },
    pace,
    ...(target.grain === undefined ? {} : { grain: target.grain }),
    async open(wish) {
      // One that ended while nobody needed it tells nothing about the next.
      const link = spare && !spare.peer.closed ? spare : new Link(target);
      const now = await link.open(wishesOf(wish, offer));
      spare = new Link(target);
      return farCoordinator(link, now);
    },
    classify: (said) => endingOf(said),
    ...(offer.wishes.includes('shutdown.report') ? { report: reportOf } : {}),
  };
}

function wishesOf(wish: OpenWish, { wishes }: WireOffer): Omit<WireOpen, 'protocol'> {
  const given: Record<string, number> = {};
  for (const name of ['concurrency', 'queueLimit', 'timeout'] as const) {
    const value = wishes.includes(`open.${name}`) ? wish[name] : undefined;
    if (value !== undefined) given[name] = value;
  }
  return given;
}

/** What the far side said of it beside the thing itself. */
const endingOf = (said: unknown): Ending | null | undefined =>
  said !== null && typeof said === 'object' ? (said as WireEnding).ending : undefined;

function reportOf(settled: unknown): ShutdownReport {
  const said = settled instanceof Error ? (settled as { report?: ShutdownReport }).report : settled;
  return said !== null && typeof said === 'object' ? said : {};
}
