import type { ClientRegistry } from './clients.ts';

/** Sends one event of a task to its clients. */
export type Emit = (type: string, data?: unknown) => Promise<void>;
/** What a task does. Told to end by the signal; may send events meanwhile. */
export type Body = (signal: AbortSignal, emit: Emit) => Promise<unknown>;

/** One streaming task: what it does, and whom it tells. */
export class StreamTask {
  readonly key: string;
  readonly #body: Body;
  readonly #clients: ClientRegistry;

  constructor(key: string, body: Body, clients: ClientRegistry) {
    this.key = key;
    this.#body = body;
    this.#clients = clients;
  }

  process(signal: AbortSignal): Promise<unknown> {
    return this.#body(signal, (type, data) => this.sendEvent(type, data));
  }

  /** Sends an event to one client after the other. A cancel of the sender gets in between two of them. */
  async sendEvent(type: string, data?: unknown, signal?: AbortSignal): Promise<void> {
    for (const client of this.#clients.of(this.key)) {
      signal?.throwIfAborted();
      await client.deliver({ type, task: this.key, data });
    }
  }

  markCompleted(value: unknown, signal: AbortSignal): Promise<void> {
    return this.sendEvent('complete', { value }, signal);
  }
}
