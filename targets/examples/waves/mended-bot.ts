import { until } from '../facilitator/background.ts';
import { TaskCoordinator } from '../streaming/mended.ts';
import type { Run } from '../streaming/mended-run.ts';
import type { Body } from '../streaming/stream-task.ts';

interface Line {
  readonly newest: Run;
  /** Settles when it, and all before it, have ended. */
  readonly clear: Promise<unknown>;
}

/**
 * A new message supersedes the former one of the same writer, which is told, and waited for. One that is superseded
 * while it waits never starts; the next one waits for all before it all the same, not for the last of them alone.
 */
export class MessageBot {
  readonly tasks = new TaskCoordinator();
  readonly #lines = new Map<string, Line>();

  /** `limit`: ms that it may take, its wait included. */
  handleMessage(id: string, writer: string | undefined, body: Body, limit?: number): Run {
    if (writer === undefined) return this.tasks.submit(id, body, limit);
    const before = this.#lines.get(writer);
    before?.newest.stop({ ending: 'cancelled', reason: 'New message received' });
    const newest = this.tasks.submit(id, async (signal, emit) => this.#inTurn(before, signal, emit, body), limit);
    const line = { newest, clear: Promise.all([before?.clear, newest.ended]) };
    this.#lines.set(writer, line);
    void line.clear.then(() => {
      if (this.#lines.get(writer) === line) this.#lines.delete(writer);
    });
    return newest;
  }

  async #inTurn(
    before: Line | undefined,
    signal: AbortSignal,
    emit: Parameters<Body>[1],
    body: Body,
  ): Promise<unknown> {
    if (before) await until(before.clear, signal).catch(() => signal.throwIfAborted());
    return body(signal, emit);
  }
}
