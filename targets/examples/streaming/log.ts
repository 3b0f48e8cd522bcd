/** One line of a log. */
export interface LogRecord {
  readonly level: 'info' | 'warn' | 'error';
  readonly text: string;
  /** The task that it is about. */
  readonly key?: string;
  /** What was thrown. */
  readonly error?: unknown;
}

/** A sink may fail or never answer: the one who logs neither learns of it nor waits. */
export type Sink = (record: LogRecord) => unknown;

/** Hands records to whoever listens. */
export class Log {
  readonly #sinks = new Set<Sink>();

  listen(sink: Sink): () => void {
    this.#sinks.add(sink);
    return () => this.#sinks.delete(sink);
  }

  write(record: LogRecord): void {
    for (const sink of this.#sinks) {
      void (async () => sink(record))().catch(() => undefined);
    }
  }
}
