import type { Coordinator } from '../adapter/target.ts';
import type { ShutdownWish } from '../adapter/shutdown.ts';
import type { Operation, WireOffer } from '../adapter/wire.ts';
import { reachedBy } from '../lab/remote.ts';
import { connectClient, diagnose, listen } from './far-clients.ts';
import { FarTasks, given, said } from './far-tasks.ts';
import type { Link } from './link.ts';

/** Presents the coordinator of a far process as one of this process: it has the members that the far side's table has. */
export function farCoordinator(link: Link, offer: WireOffer): Coordinator {
  const tasks = new FarTasks(link, offer);
  const all = members(link, offer);
  const offered = Object.entries(all).filter(([name]) => offer.operations.includes(name as Operation));
  const coordinator: Coordinator = {
    ...(Object.fromEntries(offered) as Partial<Coordinator>),
    submit: (job) => tasks.submit(job),
    dispose: () => link.peer.close(),
  };
  return reachedBy(coordinator, {
    lent: offer.lent,
    get fault() {
      return link.fault;
    },
    open: (names) => link.peer.notify('gate', { names }),
    flush: () => link.flush(),
  });
}

function members(link: Link, offer: WireOffer): Omit<Coordinator, 'submit'> {
  const { peer } = link;
  return {
    cancel: (id: string, ...reason: readonly unknown[]) => peer.ask('cancel', { id, ...given(reason) }).then(said),
    cancelAll: (...reason: readonly unknown[]) => peer.ask('cancelAll', given(reason)).then(said),
    idle: () => peer.ask('idle', {}).then(said),
    query: (id) => peer.ask('query', id === undefined ? {} : { id }),
    result: (id) => peer.ask('result', { id }),
    subscribe: (listener) => listen(link, listener, (ref) => peer.ask('subscribe', { ref })),
    connect: (wish) => connectClient(link, offer, wish),
    diagnostics: (sink) => diagnose(link, sink),
    shutdown: Object.fromEntries((offer.shutdown ?? []).map((mode) => [mode, shutdownBy(link, offer, mode)])),
    onShutdown(hook) {
      const ref = link.ref('hook');
      link.functions.set(ref, hook);
      return peer.ask('onShutdown', { hook: ref }).then(said);
    },
  };
}

/** Reads only the wishes that the far side reads. */
const shutdownBy =
  (link: Link, { wishes }: WireOffer, mode: string) =>
  (wish: ShutdownWish): Promise<unknown> => {
    const grace = wishes.includes('shutdown.grace') ? wish.grace : undefined;
    const force = wishes.includes('shutdown.force') ? wish.force : undefined;
    const times = { ...(grace === undefined ? {} : { grace }), ...(force === undefined ? {} : { force }) };
    return link.peer.ask('shutdown', { mode, ...times }).then(said);
  };
