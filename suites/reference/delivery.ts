import type { Listener, Unsubscribe } from '../../harness/index.ts';
import type { Core, Task, Told } from './core.ts';
import { type Departure, depart, held } from './clients.ts';
import { attach, note, post, unlist } from './events.ts';
import type { Recipient } from './recipient.ts';
import type { Stream } from './stream.ts';

/** How events come to the clients; see `Parts`. */
export interface DeliveryParts {
  /** Sends an event: at once, or after the one that is being sent. */
  post(core: Core, task: Task, event: Told): void;
  /** Hands an event to one client; a promise, if it takes its time. */
  hand(core: Core, client: Recipient, event: Told): unknown;
  attach(core: Core, task: Task, listener: Listener, after: string | undefined): Unsubscribe;
  /** The list without that one. */
  unlist(core: Core, list: readonly Listener[], entry: Listener): readonly Listener[];
  /** A client that pulls has gone. */
  depart(core: Core, task: Task | undefined, stream: Stream, how: Departure): void;
  /** What a body has to wait for that has emitted, if anything. */
  held(core: Core, task: Task): Promise<unknown> | undefined;
}

function hand(core: Core, client: Recipient, event: Told): unknown {
  if (client.gone && core.settings.sparesLeavers) return undefined;
  if (client.busy) {
    client.waiting.push(event);
    return client.busy;
  }
  const answer = client.listener(event);
  if (!(answer instanceof Promise)) return answer;
  const busy = work(core, client, event, answer);
  client.busy = busy;
  core.inHand.add(busy);
  void busy.then(() => core.inHand.delete(busy));
  return busy;
}

/** A delivery that fails is over like one that succeeds. */
async function work(core: Core, client: Recipient, first: Told, answer: Promise<unknown>): Promise<void> {
  let [event, pending]: [Told, unknown] = [first, answer];
  for (;;) {
    try {
      await pending;
    } catch (error) {
      note(core, 'warn', 'a listener failed', event.task, error);
    }
    const next = client.waiting.shift();
    if (!next) break;
    event = next;
    pending = attempt(client, event);
  }
  client.busy = undefined;
}

/** Called and not yet awaited: what it throws is awaited like what it rejects with. */
async function attempt({ listener }: Recipient, event: Told): Promise<unknown> {
  return listener(event);
}

export const delivering: DeliveryParts = { post, hand, attach, unlist, depart, held };
