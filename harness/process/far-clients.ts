import type { Client, Diagnostic, Listener, TaskEvent, Unsubscribe } from '../adapter/events.ts';
import type { Ref, WireClient, WireOffer } from '../adapter/wire.ts';
import type { Wish } from '../adapter/wish.ts';
import type { Link } from './link.ts';

/** Gives a listener a name for the far side, which is asked by it; what it says to that is nobody's but a fault's. */
export function listen(link: Link, listener: Listener, ask: (ref: Ref) => Promise<unknown>): Unsubscribe {
  const ref = link.ref('listener');
  link.listeners.set(ref, listener);
  ask(ref).catch((error: unknown) => link.refused('subscribe', error));
  return () => link.peer.ask('unsubscribe', { ref });
}

/** The library's log. */
export function diagnose(link: Link, sink: (record: Diagnostic) => unknown): Unsubscribe {
  const ref = link.ref('sink');
  link.sinks.set(ref, sink);
  link.peer.ask('diagnostics', { ref }).catch((error: unknown) => link.refused('diagnostics', error));
  return () => link.peer.ask('unsubscribe', { ref });
}

/** A client that pulls. */
export async function connectClient(
  { peer }: Link,
  offer: WireOffer,
  wish: { readonly task: Wish<string>; readonly after: Wish<string> },
): Promise<Client> {
  const { task } = wish;
  const after = offer.wishes.includes('connect.after') ? wish.after : undefined;
  const { ref, members = [] }: WireClient = await peer.ask('connect', {
    ...(task === undefined ? {} : { task }),
    ...(after === undefined ? {} : { after }),
  });
  const has = (member: (typeof members)[number]): boolean => members.includes(member);
  return {
    next: () => peer.ask('client.next', { ref }).then((event): TaskEvent | undefined => event ?? undefined),
    close: () => peer.ask('client.close', { ref }),
    ...(has('pause') ? { pause: () => peer.ask('client.pause', { ref }) } : {}),
    ...(has('resume') ? { resume: () => peer.ask('client.resume', { ref }) } : {}),
    ...(has('drop') ? { drop: () => peer.ask('client.drop', { ref }) } : {}),
  };
}
