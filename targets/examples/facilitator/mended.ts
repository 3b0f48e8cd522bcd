import type { Json, Ports } from '../../../harness/index.ts';
import { Log } from '../streaming/log.ts';
import { until } from './background.ts';
import { KeptConnection } from './mended-connection.ts';
import { Heartbeat } from './mended-heartbeat.ts';
import { Inbox } from './mended-inbox.ts';
import { Outbox } from './mended-outbox.ts';

/** What the end of a client leaves over: messages that were accepted, and neither handled nor sent. */
export interface Leftover {
  readonly left: readonly Json[];
}

/**
 * The facilitator client, mended. Its state is what has become of it, not what was asked for last. It is stopped once,
 * from the outside in, and whoever asks for that waits for the same end; a caller who is cancelled leaves, and the end
 * goes on without it.
 */
export class FacilitatorClient {
  readonly #ports: Ports;
  readonly #log: Log;
  readonly #stopping = new AbortController();
  readonly #connection: KeptConnection;
  readonly #inbox: Inbox;
  readonly #outbox: Outbox;
  readonly #heartbeat: Heartbeat;
  #state: 'new' | 'running' | 'failed' | 'stopping' | 'stopped' = 'new';
  #work: Promise<void> | undefined;
  #end: Promise<Leftover> | undefined;

  constructor(ports: Ports, log: Log) {
    const { signal } = this.#stopping;
    this.#ports = ports;
    this.#log = log;
    this.#inbox = new Inbox(ports.handle, signal, log);
    this.#connection = new KeptConnection(ports.connect, this.#inbox.arrive, signal, log);
    this.#outbox = new Outbox(this.#connection, signal);
    this.#heartbeat = new Heartbeat(ports.every, ports.beat, log);
  }

  get state(): string {
    return this.#state;
  }

  /** Begins at once. A client that was started is left as it is; one that was stopped is not started again. */
  async start(): Promise<void> {
    if (this.#end) throw new Error('the client has been stopped');
    if (this.#work) return;
    this.#state = 'running';
    void this.#connection.keepUp();
    this.#heartbeat.start();
    this.#work = this.#workOn();
  }

  /** Rejects with the caller's own cancellation if that comes first. One that was never started may still be. */
  stop(caller?: AbortSignal): Promise<Leftover> {
    if (!this.#work) return Promise.resolve({ left: [] });
    this.#end ??= this.#endAll(this.#work);
    return until(this.#end, caller);
  }

  send(message: Json): Promise<void> {
    return this.#outbox.post(message);
  }

  /** From now on messages are no longer handled, but wait to be received. */
  receive(timeout: number | undefined, caller: AbortSignal | undefined): Promise<Json | undefined> {
    return this.#inbox.receive(timeout, caller);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** What ends the work is told when it happens: nobody may ever stop the client. */
  async #workOn(): Promise<void> {
    try {
      while (!this.#stopping.signal.aborted) await this.#ports.turn();
    } catch (error) {
      this.#log.write({ level: 'error', text: 'The work of the client failed', error });
      if (!this.#end) this.#state = 'failed';
    }
  }

  /** What is under way ends first; the peer hears of us until then, and the connection is closed last. */
  async #endAll(work: Promise<void>): Promise<Leftover> {
    this.#state = 'stopping';
    this.#stopping.abort();
    await work;
    const left = [...(await this.#inbox.drain()), ...(await this.#outbox.drain())];
    this.#heartbeat.stop();
    await this.#connection.hangUp();
    this.#state = 'stopped';
    return { left };
  }
}
