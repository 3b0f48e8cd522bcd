/** What clients are told about a task. */
export interface StreamEvent {
  readonly type: string;
  /** The key of the task. */
  readonly task: string;
  readonly data: unknown;
}

/** Somebody who is sent events. */
export interface Client {
  deliver(event: StreamEvent): unknown;
}

const lastTypes: ReadonlySet<string> = new Set(['complete', 'error', 'cancelled']);

/** The near end of one open stream: a queue that the connection is written from, until an event says that it is the last. */
export class QueueClient implements Client {
  readonly #buffer: StreamEvent[] = [];
  #waiting: ((event: StreamEvent | undefined) => void) | undefined;
  #ended = false;

  deliver(event: StreamEvent): void {
    this.#buffer.push(event);
    this.#flush();
  }

  /** The next event; undefined once the last one was read or the client has gone. */
  next(): Promise<StreamEvent | undefined> {
    return new Promise((resolve) => {
      this.#waiting = resolve;
      this.#flush();
    });
  }

  end(): void {
    this.#ended = true;
    this.#flush();
  }

  #flush(): void {
    const waiting = this.#waiting;
    if (!waiting || (this.#buffer.length === 0 && !this.#ended)) return;
    this.#waiting = undefined;
    const event = this.#ended ? undefined : this.#buffer.shift();
    if (event && lastTypes.has(event.type)) this.#ended = true;
    waiting(event);
  }
}

/** Who is connected to what. */
export class ClientRegistry {
  readonly #ofTask = new Map<string, Set<Client>>();
  readonly #ofAll = new Set<Client>();

  /** Connects a client to one task, or to all. */
  connect(client: Client, key?: string): void {
    if (key === undefined) this.#ofAll.add(client);
    else this.#ofTask.set(key, (this.#ofTask.get(key) ?? new Set()).add(client));
  }

  disconnect(client: Client): void {
    this.#ofAll.delete(client);
    for (const [key, clients] of this.#ofTask) {
      clients.delete(client);
      if (clients.size === 0) this.#ofTask.delete(key);
    }
  }

  /** Lets go of the clients of a task that has ended. */
  release(key: string): void {
    this.#ofTask.delete(key);
  }

  of(key: string): readonly Client[] {
    return [...this.#ofAll, ...(this.#ofTask.get(key) ?? [])];
  }

  get size(): number {
    return [...this.#ofTask.values()].reduce((sum, clients) => sum + clients.size, this.#ofAll.size);
  }
}
