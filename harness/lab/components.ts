import type { Component, Connection, Ports, Service } from '../adapter/components.ts';
import type { Json } from '../adapter/wish.ts';
import { QuiesceError } from '../errors.ts';
import type { Event } from '../history.ts';
import type { Bench } from './bench.ts';
import { Peer } from './peer.ts';

/** What a stub of the kit's does when it is called: it waits at a gate, if one is named, then throws or returns. */
export interface Play {
  readonly gate?: string;
  /** The error that it rejects with. */
  readonly throws?: Error;
  /** It throws before it has returned a promise. */
  readonly sync?: true;
}

/**
 * What each port does at its call number n, from 1; left out: it returns. `id`: the number of the call among all of the
 * case, by which the history knows it.
 */
export interface PortScript {
  /** Time between two beats, in ms. */
  readonly every?: number;
  readonly beat?: (n: number, id: number) => Play;
  /** Left out: every turn waits at a gate of its own, `turn <id>`, so that a loop cannot spin. */
  readonly turn?: (n: number, id: number) => Play;
  readonly connect?: (n: number, id: number) => Play;
  readonly send?: (message: Json) => Play;
  readonly close?: (n: number) => Play;
  readonly handle?: (message: Json) => Play;
}

/** A component of the kit's, for a manager. */
export interface Part {
  readonly name: string;
  readonly after?: readonly string[];
  /** At its call number n, from 1. */
  readonly start?: (n: number) => Play;
  readonly stop?: (n: number) => Play;
}

/** What a case asks of a wait, and its signal by name. */
export interface StopSetting {
  readonly signal?: string;
  readonly timeout?: number;
}

/**
 * Components of the library over ports of the kit, and managers of the library over components of the kit. Calls return
 * at once and never throw; what comes of them is in the history under the name of the service, as `service.<operation>`.
 * Each call of a stub is `port.<name>` or `part.start`, `part.stop`, its end the same with `.over`; who it is is a number,
 * a message or a name.
 */
export interface ServiceLab {
  component(service: string, script?: PortScript): void;
  manager(service: string, parts: readonly Part[]): void;
  start(service: string): void;
  stop(service: string, setting?: StopSetting): void;
  send(service: string, message: Json): void;
  receive(service: string, name: string, setting?: StopSetting): void;
  /** Leaves the scope that the service is used in. */
  dispose(service: string): void;
  /** Writes down the state that the service shows, as `service.state`. */
  look(service: string, mark: string): void;
  has(service: string, member: keyof Service): boolean;
  /** The peer sends a message over the newest connection; after its close nothing arrives any more. */
  deliver(message: Json): void;
  /** The peer of the newest connection is gone; whoever asked to be told is told. */
  hangUp(): void;
}

/** Builds the services of one run, plays their ports, and is the peer of their connections. */
export class Services implements ServiceLab {
  readonly #services = new Map<string, Service>();
  readonly #ids = new Counts();
  readonly #peers: Peer[] = [];
  readonly #bench: Bench;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  component(service: string, script: PortScript = {}): void {
    const { current, reads } = this.#bench;
    this.#made(service, () => current.component?.(reads.wish('ports', this.#ports(script))));
  }

  manager(service: string, parts: readonly Part[]): void {
    const { current } = this.#bench;
    this.#made(service, () => current.components?.(parts.map((part) => this.#part(part))));
  }

  start(service: string): void {
    this.#call('start', service, undefined, (it) => it.start());
  }

  stop(service: string, setting: StopSetting = {}): void {
    const it = this.#services.get(service);
    const stop = (): unknown => it?.stop(this.#wait('stop', setting));
    try {
      if (it)
        void this.#bench.ask('service.stop', service, undefined, setting, stop, (settled) =>
          this.#left(service, settled),
        );
    } catch {
      // It is in the history.
    }
  }

  send(service: string, message: Json): void {
    this.#call('send', service, nameOf(message), (it) => it.send?.(message));
  }

  receive(service: string, name: string, setting: StopSetting = {}): void {
    this.#call('receive', service, name, (it) => it.receive?.(this.#wait('receive', setting)));
  }

  dispose(service: string): void {
    this.#call('dispose', service, undefined, (it) => it[Symbol.asyncDispose]?.());
  }

  look(service: string, mark: string): void {
    const state = this.#services.get(service)?.state;
    this.#bench.recorder.record('saw', 'service.state', service, mark, state);
  }

  has(service: string, member: keyof Service): boolean {
    return this.#services.get(service)?.[member] !== undefined;
  }

  deliver(message: Json): void {
    const arrived = this.#peers.at(-1)?.say(message) === true;
    this.#bench.recorder.record('saw', 'peer.says', undefined, nameOf(message), arrived);
  }

  hangUp(): void {
    const peer = this.#peers.at(-1);
    this.#bench.recorder.record('saw', 'peer.leaves', undefined, undefined, peer?.missed === true);
    peer?.leave();
  }

  /** Messages that the target names as left over, by what a stop settled with. */
  #left(service: string, settled: unknown): void {
    const { target, recorder } = this.#bench;
    try {
      const left = target.report?.(settled).left;
      if (left) recorder.record('saw', 'service.left', service, undefined, left);
    } catch (error) {
      this.#bench.fault(error);
    }
  }

  #ports(script: PortScript): Ports {
    const counts = new Counts();
    const port = (name: string, play?: (n: number, id: number) => Play) => (): Promise<unknown> => {
      const id = this.#ids.next(name);
      return this.#play(`port.${name}`, String(id), play?.(counts.next(name), id) ?? {});
    };
    return {
      every: script.every ?? 10,
      beat: port('beat', script.beat),
      turn: port('turn', script.turn ?? ((_n, id) => ({ gate: `turn ${id}` }))),
      connect: () => this.#connect(script, counts.next('connect')),
      handle: (message) => this.#play('port.handle', nameOf(message), script.handle?.(message) ?? {}),
    };
  }

  async #connect(script: PortScript, n: number): Promise<Connection> {
    const id = this.#ids.next('connect');
    await this.#play('port.connect', String(id), script.connect?.(n, id) ?? {});
    const peer = new Peer();
    this.#peers.push(peer);
    return peer.connection({
      send: (message) => this.#play('port.send', nameOf(message), script.send?.(message) ?? {}),
      close: () => this.#play('port.close', String(id), script.close?.(id) ?? {}),
    });
  }

  #part({ name, after = [], start, stop }: Part): Component {
    const { recorder } = this.#bench;
    const counts = new Counts();
    const call = (operation: 'part.start' | 'part.stop', play: ((n: number) => Play) | undefined) => () =>
      this.#play(operation, name, play?.(counts.next(operation)) ?? {});
    return {
      name,
      get after() {
        recorder.record('info', 'part.after', undefined, name);
        return after;
      },
      start: call('part.start', start),
      stop: call('part.stop', stop),
    };
  }

  /** Writes down the call and its end, also where it throws at once. */
  #play(what: `${string}.${string}`, who: string, { gate, throws, sync }: Play): Promise<unknown> {
    const { recorder, gates } = this.#bench;
    const begun = recorder.record('saw', what, undefined, who);
    const over = (): void => this.#over(begun, throws);
    if (throws && sync) {
      over();
      throw throws;
    }
    if (gate === undefined) return throws ? this.#rejected(over, throws) : this.#returned(over);
    return new Promise((resolve, reject) => {
      gates.wait(gate, () => {
        over();
        if (throws) reject(throws);
        else resolve(undefined);
      });
    });
  }

  async #returned(over: () => void): Promise<void> {
    over();
  }

  async #rejected(over: () => void, error: Error): Promise<never> {
    over();
    throw error;
  }

  #over({ what, who, seq }: Event, error: Error | undefined): void {
    this.#bench.recorder.record(
      error ? 'fail' : 'saw',
      `${what}.over` as `${string}.${string}`,
      undefined,
      who,
      error,
      seq,
    );
  }

  #wait(owner: string, { signal, timeout }: StopSetting) {
    const { reads, tasks } = this.#bench;
    return reads.wish(owner, { signal: signal === undefined ? undefined : tasks.controller(signal).signal, timeout });
  }

  #made(service: string, make: () => Service | undefined): void {
    const { recorder } = this.#bench;
    const asked = recorder.record('invoke', 'service.make', service, undefined);
    try {
      const made = make();
      if (typeof made?.start !== 'function' || typeof made.stop !== 'function') throw malformed(made);
      this.#services.set(service, made);
      recorder.record('ok', 'service.make', service, undefined, undefined, asked.seq);
    } catch (error) {
      recorder.record('fail', 'service.make', service, undefined, error, asked.seq);
    }
  }

  #call(operation: string, service: string, who: string | undefined, act: (it: Service) => unknown): void {
    const it = this.#services.get(service);
    // A service that could not be made is in the history: nothing can be asked of it.
    if (it) this.#bench.call(`service.${operation}`, service, who, undefined, () => act(it));
  }
}

/** A text is known by itself, another message by its JSON. */
const nameOf = (message: Json): string => (typeof message === 'string' ? message : JSON.stringify(message));

/** Counts by name, from 1. */
class Counts {
  readonly #counts = new Map<string, number>();

  next(name: string): number {
    const number = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, number);
    return number;
  }
}

const malformed = (value: unknown): QuiesceError =>
  new QuiesceError(
    'adapter',
    'ADAPTER_SERVICE_MALFORMED',
    `\`component\` or \`components\` of the adapter returned ${value === null ? 'null' : typeof value}, not a service.`,
    'Return `{ start, stop }`, with what else the service of the library has.',
  );
