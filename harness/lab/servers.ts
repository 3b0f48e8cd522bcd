import type { ProcessTarget } from '../adapter/process.ts';
import type { Program } from '../adapter/program.ts';
import { type Probe, probe, RawClient } from '../process/raw-client.ts';
import { ServerProcess, type ServerWish } from '../process/server.ts';
import { real } from '../time/door.ts';
import type { Bench } from './bench.ts';

/** How soon a server has to do what it can do at once, ms. */
export const promptly = 1_000;
/** As long as a timer can be: for what is watched to the end of the case. */
const never = 2 ** 31 - 1;
/** How often it is asked whether it has changed, ms. */
const often = 10;
/** How long after its last socket a process that ends is there, at most, ms. */
const dying = 100;

export type Signal = 'SIGTERM' | 'SIGINT';

/**
 * A server of the target's, and connections to it over raw sockets, which never hang up by themselves. What comes of
 * anything is in the history, as `server.<operation>` under the name of the connection or the path. Every wait
 * returns as soon as what it waits for is there. Process targets only.
 */
export interface ServerLab {
  /** The path that tells whether it is ready; undefined: the target names none. */
  readonly readiness: string | undefined;
  /** Starts one and waits until it listens; all later calls go to it. One that an earlier call started is left alone. */
  start(wish: ServerWish): Promise<void>;
  /** Sends a signal to the process. */
  signal(name: Signal): void;
  /** Hands it a body for its background work; `ok` or `fail` of `submit` is in the history when this settles. */
  submit(task: string, program: Program): Promise<void>;
  /** Connects, and sends nothing. */
  connect(connection: string): Promise<void>;
  /** Sends a request over it; its response comes as `server.response`, its end as `server.closed`. */
  get(connection: string, path: string, close?: 'close'): void;
  /** One request on a connection of its own, to the end of its response: its status, or what kept it from having one. */
  probe(path: string): Promise<Probe>;
  /** Probes every 10 ms until the answer is not 2xx, or so many ms are over. */
  probeUntilChanged(path: string, ms: number): Promise<void>;
  /** What has come over a connection and is no part of a whole response. */
  received(connection: string): string;
  /**
   * Writes down what has come of an event stream since the last call, as `event`s of which the connection is the
   * client: each data line that is a JSON object with a `type`.
   */
  read(connection: string): void;
  /** Waits until the signal shows: a body is told, or cleans up, or a fresh connection is refused; or it has ended. */
  seen(ms: number): Promise<void>;
  /** Waits for its end; `server.end` has how it ended. */
  end(ms: number): Promise<void>;
}

/** Starts servers and talks to them; ends them with the case. */
export class Servers implements ServerLab {
  readonly #bench: Bench;
  readonly #started: ServerProcess[] = [];
  readonly #clients = new Map<string, RawClient>();
  /** Events of each stream that are in the history. */
  readonly #read = new Map<string, number>();

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  get readiness(): string | undefined {
    return this.#target.readiness;
  }

  async start(wish: ServerWish): Promise<void> {
    const { recorder, programs } = this.#bench;
    const asked = recorder.record('invoke', 'server.start', undefined, undefined, wish);
    const server = await ServerProcess.start(this.#target, wish, programs.address);
    this.#started.push(server);
    recorder.record('ok', 'server.start', undefined, undefined, undefined, asked.seq);
    void server.ended.then((end) => recorder.record('saw', 'server.end', undefined, undefined, end));
  }

  signal(name: Signal): void {
    const server = this.#server;
    this.#bench.recorder.record('invoke', 'server.signal', undefined, name, server.end === undefined);
    server.signal(name);
  }

  async submit(task: string, program: Program): Promise<void> {
    const { recorder } = this.#bench;
    const asked = recorder.record('invoke', 'submit', task);
    const client = await RawClient.connect(this.#server.port);
    client?.post('/run', JSON.stringify({ id: task, program }));
    const status = (await client?.response(promptly))?.status ?? 0;
    client?.destroy();
    const kind = status >= 200 && status < 300 ? 'ok' : 'fail';
    recorder.record(kind, 'submit', task, undefined, status, asked.seq);
  }

  async connect(connection: string): Promise<void> {
    const { recorder } = this.#bench;
    const client = await RawClient.connect(this.#server.port);
    recorder.record(client ? 'ok' : 'fail', 'server.connect', undefined, connection);
    if (!client) return;
    this.#clients.set(connection, client);
    void client.close(never).then((ended) => {
      if (ended) recorder.record('saw', 'server.closed', undefined, connection, client.broken ? 'broken' : 'ended');
    });
  }

  get(connection: string, path: string, close?: 'close'): void {
    const { recorder } = this.#bench;
    const asked = recorder.record('invoke', 'server.get', undefined, connection, path);
    const client = this.#clients.get(connection);
    client?.get(path, close !== undefined);
    void client?.response(never).then((response) => {
      if (response) recorder.record('ok', 'server.response', undefined, connection, response, asked.seq);
    });
  }

  async probe(path: string): Promise<Probe> {
    const { recorder } = this.#bench;
    const asked = recorder.record('invoke', 'server.probe', undefined, path);
    const answer = await probe(this.#server.port, path, promptly);
    recorder.record('ok', 'server.probe', undefined, path, answer, asked.seq);
    return answer;
  }

  async probeUntilChanged(path: string, ms: number): Promise<void> {
    await this.#until(ms, async () => !isGood(await this.probe(path)));
  }

  received(connection: string): string {
    return this.#clients.get(connection)?.received ?? '';
  }

  read(connection: string): void {
    const { recorder } = this.#bench;
    const whole = recorder.events.find(({ what, who }) => what === 'server.response' && who === connection);
    const { body = this.received(connection) } = (whole?.value ?? {}) as { readonly body?: string };
    const news = newsIn(body);
    for (const one of news.slice(this.#read.get(connection) ?? 0)) {
      recorder.record('saw', 'event', one.task, connection, one);
    }
    this.#read.set(connection, news.length);
  }

  async seen(ms: number): Promise<void> {
    const { recorder } = this.#bench;
    const from = recorder.events.length;
    const shown = (): boolean =>
      recorder.events.slice(from).some(({ what }) => what === 'told' || what === 'cleanup' || what === 'server.end');
    // The probe comes last: it is the dearest of the signs, and a server without routes answers any path.
    await this.#until(ms, async () => shown() || !isGood(await this.probe('/ok')) || shown());
    // A process that dies refuses, too, and a moment before anybody can know that it is dead.
    if (!shown()) await this.#death();
    recorder.record('info', 'server.seen', undefined, undefined, shown() || this.#refusedSince(from));
  }

  async end(ms: number): Promise<void> {
    await this.#until(ms, async () => this.#server.end !== undefined);
  }

  /** Ends whatever is left. */
  close(): void {
    for (const client of this.#clients.values()) client.destroy();
    for (const server of this.#started) server.kill();
  }

  /** The last lines of all of them, for the report. */
  get output(): readonly string[] {
    return this.#started.flatMap((server) => server.output);
  }

  async #death(): Promise<void> {
    await this.#until(dying, async () => !this.#server.alive);
    if (!this.#server.alive) await this.#server.ended;
  }

  #refusedSince(from: number): boolean {
    return this.#bench.recorder.events
      .slice(from)
      .some(({ what, kind, value }) => what === 'server.probe' && kind === 'ok' && !isGood(value as Probe));
  }

  get #server(): ServerProcess {
    const last = this.#started.at(-1);
    if (!last) throw new Error('a workload called the server before it was started');
    return last;
  }

  get #target(): ProcessTarget {
    return this.#bench.target as unknown as ProcessTarget;
  }

  async #until(ms: number, holds: () => Promise<boolean>): Promise<void> {
    const end = real.now() + ms;
    while (!(await holds()) && real.now() < end) await new Promise((go) => void real.setTimeout(go, often));
  }
}

const isGood = (answer: Probe): boolean => typeof answer === 'number' && answer >= 200 && answer < 300;

interface News {
  readonly type: string;
  readonly task?: string;
}

/** The events among the lines of a stream, also of one whose end has not come. */
function newsIn(text: string): readonly News[] {
  return [...text.matchAll(/^data: ?(\{.*\})\r?$/gm)].flatMap(([, line = '']) => {
    try {
      const said = JSON.parse(line) as Partial<News>;
      return typeof said.type === 'string' ? [said as News] : [];
    } catch {
      return [];
    }
  });
}
