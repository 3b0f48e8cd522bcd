import { watcher } from '../checkers/views.ts';
import type { Client, Listener, TaskEvent, Unsubscribe } from '../adapter/events.ts';
import type { Coordinator } from '../adapter/target.ts';
import type { Event } from '../history.ts';
import type { Bench } from './bench.ts';
import { attempt, isThenable, observe } from './observe.ts';
import type { Delivery, Reaction } from './own.ts';
import type { Submitted } from './tasks.ts';

/** Where events come from: a coordinator, by the channel of one of its tasks or by that of all. */
interface Channel {
  readonly coordinator: Coordinator;
  readonly task: string | undefined;
}

interface Pulled extends Channel {
  readonly client: Client;
  /** Nobody gets its answer: there is no delivery that it could be the answer to. */
  readonly reaction?: Reaction | undefined;
  paused: boolean;
  reading: boolean;
  gone: boolean;
}

/** Listeners and pulling clients, and all that they receive. */
export class Clients {
  readonly #undo = new Map<string, Unsubscribe>();
  readonly #pulled = new Map<string, Pulled>();
  /** Connections of clients that wanted to listen, where all that the library has are connections. */
  readonly #joined = new Map<string, Pulled[]>();
  /** The coordinator that a client was last attached to by way of a task. */
  readonly #listens = new Map<string, Coordinator>();
  /** How many events each client has reacted to. */
  readonly #deliveries = new Map<string, number>();
  readonly #bench: Bench;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  /** Attaches the passive client to a coordinator that has just been opened. */
  watch(client: string): void {
    const { current } = this.#bench;
    if (current.subscribe) this.#listen(client, ofAll(current), (listener) => current.subscribe?.(listener));
  }

  /** Attaches the passive client to one task, where events come by task only. */
  watchTask({ name, handle, coordinator }: Submitted): void {
    if (!this.#bench.watched || coordinator.subscribe) return;
    if (handle?.subscribe)
      this.#listen(watcher, { coordinator, task: name }, (listener) => handle.subscribe?.(listener));
    else if (coordinator.connect) this.#join(watcher, { coordinator, task: name });
  }

  subscribe(client: string, task?: string, reaction?: Reaction): void {
    const bench = this.#bench;
    if (task === undefined) {
      const { current } = bench;
      if (!current.subscribe && current.connect) return this.#join(client, ofAll(current), reaction);
      this.#listen(client, ofAll(current), (listener) => current.subscribe?.(listener), reaction);
      return;
    }
    bench.tasks.withHandle(task, ({ handle, coordinator }) => {
      if (!handle?.subscribe && !coordinator.subscribe && coordinator.connect)
        return this.#join(client, { coordinator, task }, reaction);
      // Where there is one stream for all tasks, a second listener of the same client would hear everything twice.
      if (!handle?.subscribe && this.#listens.get(client) === coordinator) return;
      this.#listens.set(client, coordinator);
      const attach = (listener: Listener) =>
        handle?.subscribe ? handle.subscribe(listener) : coordinator.subscribe?.(listener);
      this.#listen(client, { coordinator, task: handle?.subscribe ? task : undefined }, attach, reaction);
    });
  }

  /** Reads a task late: through its handle, or through a connection; not through a listener for all tasks. */
  subscribeLate(client: string, task: string): void {
    const submitted = this.#bench.tasks.all.get(task);
    if (!submitted?.handle) return;
    const { handle, coordinator } = submitted;
    if (handle.subscribe) this.#listen(client, { coordinator, task }, (listener) => handle.subscribe?.(listener));
    else if (coordinator.connect) this.connect(client, task);
  }

  unsubscribe(client: string): void {
    const undo = this.#undo.get(client);
    if (undo) this.#bench.call('unsubscribe', undefined, client, undefined, () => undo());
    else if (this.#pulled.has(client)) this.close(client);
    const joined = this.#joined.get(client);
    this.#joined.delete(client);
    if (joined) this.#bench.call('unsubscribe', undefined, client, undefined, () => joined.map((one) => leaving(one)));
    this.#undo.delete(client);
    this.#listens.delete(client);
  }

  connect(client: string, task?: string, after?: string): void {
    const bench = this.#bench;
    const { current, reads, recorder } = bench;
    let resumes = false;
    const id = task === undefined ? undefined : bench.tasks.idOf(task);
    const wish = reads.wish('connect', { task: id, after }, (name) => (resumes ||= name === 'after'));
    const channel = { coordinator: current, task };
    const asked = recorder.record('invoke', 'connect', task, client, after);
    const connected = (value: unknown) => {
      recorder.record('ok', 'connect', task, client, { resumes }, asked.seq);
      const pulled: Pulled = { ...channel, client: value as Client, paused: false, reading: false, gone: false };
      this.#pulled.set(client, pulled);
      this.#read(client, pulled);
    };
    const refused = (error: unknown) => void recorder.record('fail', 'connect', task, client, error, asked.seq);
    attempt(() => current.connect?.(wish), connected, refused);
  }

  pause(client: string): void {
    this.#act('pause', client, (pulled) => {
      pulled.paused = true;
      return pulled.client.pause?.();
    });
  }

  resume(client: string): void {
    this.#act('resume', client, (pulled) => {
      pulled.paused = false;
      const answer = pulled.client.resume?.();
      this.#read(client, pulled);
      return answer;
    });
  }

  drop(client: string): void {
    this.#act('drop', client, (pulled) => {
      pulled.gone = true;
      return pulled.client.drop?.();
    });
  }

  close(client: string): void {
    this.#act('close', client, (pulled) => {
      pulled.gone = true;
      return pulled.client.close();
    });
  }

  /** The target's own client of that name. */
  pulled(client: string): Client | undefined {
    return this.#pulled.get(client)?.client;
  }

  #act(what: 'pause' | 'resume' | 'drop' | 'close', client: string, act: (pulled: Pulled) => unknown): void {
    const pulled = this.#pulled.get(client);
    if (pulled) this.#bench.call(what, pulled.task, client, undefined, () => act(pulled));
  }

  /** Asks for one event after the other, until the stream ends, the client has gone, or it is paused. */
  #read(client: string, pulled: Pulled): void {
    if (pulled.reading || pulled.paused || pulled.gone) return;
    pulled.reading = true;
    const ended = (kind: 'ok' | 'fail', value: unknown) => {
      pulled.gone = true;
      this.#bench.recorder.record(kind, 'stream', pulled.task, client, value);
    };
    const next = (event: unknown) => {
      pulled.reading = false;
      if (event === undefined) return ended('ok', undefined);
      const seen = this.#deliver(client, pulled, event as TaskEvent);
      if (pulled.reaction) this.#answer(pulled.reaction, seen);
      this.#read(client, pulled);
    };
    try {
      observe(pulled.client.next(), next, (error) => ended('fail', error));
    } catch (error) {
      ended('fail', error);
    }
  }

  /** Attaches a client that would listen by a connection of its own. */
  #join(client: string, channel: Channel, reaction?: Reaction): void {
    const { coordinator, task } = channel;
    const { recorder, tasks, reads } = this.#bench;
    const id = task === undefined ? undefined : tasks.idOf(task);
    const asked = recorder.record('invoke', 'subscribe', task, client);
    const connected = (value: unknown): void => {
      recorder.record('ok', 'subscribe', task, client, { pulls: true }, asked.seq);
      const pulled: Pulled = {
        ...channel,
        client: value as Client,
        reaction,
        paused: false,
        reading: false,
        gone: false,
      };
      this.#joined.set(client, [...(this.#joined.get(client) ?? []), pulled]);
      this.#read(client, pulled);
    };
    const refused = (error: unknown) => void recorder.record('fail', 'subscribe', task, client, error, asked.seq);
    const wish = reads.wish('connect', { task: id, after: undefined });
    attempt(() => coordinator.connect?.(wish), connected, refused);
  }

  /** What the client does with an event that it has pulled. */
  #answer(reaction: Reaction, seen: Event): void {
    const delivery = this.#delivery(seen);
    // What it throws is its own matter.
    void (async () => reaction(delivery))().catch(() => undefined);
  }

  /** An event as the reaction of its client is told of it, counted. */
  #delivery(seen: Event): Delivery {
    const { who: client = '', task, value } = seen;
    const number = (this.#deliveries.get(client) ?? 0) + 1;
    this.#deliveries.set(client, number);
    const terminal = this.#bench.growing.endingOf(seen, 'events') != null;
    return { event: value as TaskEvent, task, number, terminal };
  }

  #listen(
    client: string,
    channel: Channel,
    attach: (listener: Listener) => Unsubscribe | undefined,
    reaction?: Reaction,
  ): void {
    const { recorder } = this.#bench;
    const asked = recorder.record('invoke', 'subscribe', channel.task, client);
    try {
      const undo = attach((event) => {
        const seen = this.#deliver(client, channel, event);
        return reaction && this.#react(reaction, seen);
      });
      if (typeof undo === 'function') this.#undo.set(client, undo);
      recorder.record('ok', 'subscribe', channel.task, client, undefined, asked.seq);
    } catch (error) {
      recorder.record('fail', 'subscribe', channel.task, client, error, asked.seq);
    }
  }

  /** Records an event under the task that it names, or under the one whose own channel it came by. */
  #deliver(client: string, { coordinator, task }: Channel, event: TaskEvent): Event {
    const { recorder, tasks } = this.#bench;
    return recorder.record('saw', 'event', tasks.ofEvent(event?.task, task, coordinator), client, event);
  }

  /** Hands the reaction's answer to the coordinator, and writes down how the delivery ended. */
  #react(reaction: Reaction, seen: Event): unknown {
    const { recorder } = this.#bench;
    const { who: client, task } = seen;
    const delivery = this.#delivery(seen);
    const ended = (kind: 'ok' | 'fail') => (answer: unknown) =>
      void recorder.record(kind, 'delivered', task, client, answer, seen.seq);
    let answer: unknown;
    try {
      answer = reaction(delivery);
    } catch (error) {
      ended('fail')(error);
      throw error;
    }
    if (!isThenable(answer)) {
      ended('ok')(answer);
      return answer;
    }
    observe(answer, ended('ok'), ended('fail'));
    // A promise of its own: the kit's look at the first one must not count as the coordinator's handling of it.
    return Promise.resolve(answer).then((value) => value);
  }
}

function leaving(pulled: Pulled): unknown {
  pulled.gone = true;
  return pulled.client.close();
}

const ofAll = (coordinator: Coordinator): Channel => ({ coordinator, task: undefined });
