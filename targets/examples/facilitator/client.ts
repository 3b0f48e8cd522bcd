import type { Json, Ports } from '../../../harness/index.ts';
import { Log } from '../streaming/log.ts';
import { BackgroundTask, CancelledError, sleep } from './background.ts';
import { ConnectionManager } from './connection-manager.ts';
import { HeartbeatManager } from './heartbeat-manager.ts';
import { MessageQueue } from './message-queue.ts';
import { receiveWithin } from './receive-within.ts';
import { stopTask } from './stop-task.ts';
import { Transport } from './transport.ts';

/** Ten times a second in the document. How often decides nothing: a message, or one to send, ends the wait. */
const poll = 10_000;
const pause = 10;
const penalty = 1_000;

/**
 * The facilitator client as its redesign describes it: each part has a flag and a task, and is stopped by cancelling
 * the task. Its main loop is two here, the client's own work and its mail: a turn of the work may last as long as it
 * likes.
 */
export class FacilitatorClient {
  readonly #log: Log;
  readonly #ports: Ports;
  readonly #transport: Transport;
  readonly #connections: ConnectionManager;
  readonly #heartbeat: HeartbeatManager;
  readonly #queue = new MessageQueue();
  #wake = new AbortController();
  #pulled = false;
  #running = false;
  #mainTask: BackgroundTask | undefined;
  #mailTask: BackgroundTask | undefined;

  constructor(ports: Ports, log: Log) {
    this.#log = log;
    this.#ports = ports;
    this.#transport = new Transport(ports.connect);
    this.#connections = new ConnectionManager(this.#transport, log);
    this.#heartbeat = new HeartbeatManager(ports.every, ports.beat, log);
  }

  /** What its flag says, whatever became of its tasks. */
  get state(): string {
    return this.#running ? 'running' : 'stopped';
  }

  async start(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    this.#connections.start();
    this.#heartbeat.start();
    this.#mainTask = new BackgroundTask((signal) => this.#mainLoop(signal));
    this.#mailTask = new BackgroundTask((signal) => this.#mailLoop(signal));
  }

  /** A second caller finds the flag down, and does not wait. An error of the main task keeps the others from being stopped. */
  async stop(caller?: AbortSignal): Promise<void> {
    if (!this.#running) return;
    this.#log.write({ level: 'info', text: 'Stopping FacilitatorClient' });
    this.#running = false;
    await stopTask(this.#mainTask, caller);
    await stopTask(this.#mailTask, caller);
    await this.#heartbeat.stop(caller);
    await this.#connections.stop(caller);
  }

  send(message: Json): void {
    this.#queue.enqueue(message);
    this.#wake.abort();
  }

  /** For one who polls: from now on messages are no longer handled, but wait to be received. */
  receive(timeout: number | undefined, caller: AbortSignal | undefined): Promise<Json | undefined> {
    this.#pulled = true;
    this.#wake.abort();
    return receiveWithin(this.#transport, timeout, caller);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #mainLoop(signal: AbortSignal): Promise<void> {
    try {
      while (this.#running) await this.#ports.turn();
    } catch (error) {
      this.#log.write({ level: 'error', text: 'Fatal error in main loop', error });
      throw error;
    } finally {
      if (signal.aborted) this.#log.write({ level: 'info', text: 'Main loop cancelled' });
    }
  }

  async #mailLoop(signal: AbortSignal): Promise<void> {
    while (this.#running) {
      try {
        this.#wake = new AbortController();
        if (this.#queue.size > 0) {
          if (await this.#connections.ensureConnected(signal)) await this.#queue.sendAllQueued(this.#transport, signal);
          else await sleep(penalty, signal);
        }
        await this.#processIncomingMessages(signal, this.#wake.signal);
        if (!this.#wake.signal.aborted) await sleep(pause, signal);
      } catch (error) {
        if (error instanceof CancelledError) break;
        this.#log.write({ level: 'error', text: 'Error in main loop', error });
        await sleep(penalty, signal);
      }
    }
  }

  /** A wait with a limit, which ends early if there is something to send. */
  async #processIncomingMessages(signal: AbortSignal, woken: AbortSignal): Promise<void> {
    if (this.#pulled) return;
    const either = AbortSignal.any([signal, woken]);
    const message = await receiveWithin(this.#transport, poll, either).catch((error: unknown) => {
      if (signal.aborted || !woken.aborted) throw error;
      return undefined;
    });
    if (message !== undefined) await this.#ports.handle(message);
  }
}
