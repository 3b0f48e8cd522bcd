import { watcher } from '../checkers/views.ts';
import type { Bench } from '../lab/bench.ts';
import type { Offering } from './offering.ts';

/** A listener that returns a promise: does the library wait for it before it goes on, or before it tells it more? */
export async function listening(bench: Bench, offering: Offering): Promise<void> {
  await bench.coordinator();
  if (!bench.current.subscribe) return;
  let release: (() => void) | undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let told = 0;
  bench.current.subscribe(() => {
    told += 1;
    return held;
  });
  bench.submit('T', [{ gate: 'g' }, { return: 1 }]);
  bench.open('g');
  await bench.quiesce();
  const [waited, toldAtFirst] = [bench.history.result('T') === undefined, told];
  release?.();
  await bench.quiesce();
  const settled = bench.history.result('T') !== undefined;
  offering.giveIf(waited && settled, 'delivery.async', 'a result was held back until a listener had settled');
  const behind = toldAtFirst === 1 && told > 1;
  offering.giveIf(behind && settled, 'delivery.async', 'a listener was told nothing more until it had settled');
}

/** Pulling clients, and what the departure of the owner and of the last one does to a task. */
export async function clients(bench: Bench, offering: Offering): Promise<void> {
  await bench.coordinator();
  if (!bench.current.connect) return;
  bench.submit('T', [{ gate: 'g' }]);
  bench.connect('owner', 'T');
  bench.connect('guest', 'T');
  await bench.quiesce('connected');
  const client = bench.clients.pulled('owner');
  if (!client) return;
  offering.give('client', 'a client was connected');
  offering.give('subscribe.late', 'a client was connected to a task');
  offering.giveIf(client.pause && client.resume, 'client.pause', 'a client can be paused and resumed');
  if (!client.drop) return;
  offering.give('client.drop', 'a client can vanish');
  // Where all clients pull, the kit's own is one of them, and would be the last.
  if (!bench.current.subscribe) bench.clients.unsubscribe(watcher);
  bench.drop('owner');
  await bench.quiesce('dropped');
  const owner = bench.history.told('T') !== undefined;
  bench.drop('guest');
  await bench.quiesce();
  const last = bench.history.told('T') !== undefined;
  if (owner) offering.observe('client.disconnect', 'cancel-owner');
  else if (last) offering.observe('client.disconnect', 'cancel-last');
}

/**
 * Events count only if they name their task: one that cannot be told from another's says nothing. Where runs of waves
 * are told of, that may be all that the library tells.
 */
export function events(benches: readonly Bench[], offering: Offering): void {
  const first = benches.at(0);
  const delivered = benches.some((bench) =>
    bench.history.events.some(({ what, task }) => what === 'event' && task !== undefined),
  );
  if (delivered) offering.give('events', 'an event named its task');
  else if (first?.current.subscribe && !offering.has('waves.events')) {
    const nameless = benches.some((bench) => bench.history.events.some(({ what }) => what === 'event'));
    offering.withoutEffect(
      'events',
      nameless ? 'no event said which task it is about' : 'no event was delivered in the whole smoke run',
    );
  }
}
