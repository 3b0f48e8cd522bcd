import { Log } from '../streaming/log.ts';
import { Feed } from '../streaming/mended-feed.ts';
import { pump, type TaskNews } from '../streaming/mended-stream.ts';

const unread = 1024;

/** The events of runs. A listener that fails, or takes its time, holds up neither the run nor the others. */
export class RunEvents {
  readonly log = new Log();
  readonly #feed = new Feed(unread);

  emit(type: string, run: string, data?: unknown): void {
    this.#feed.send(this.#feed.compose(type, run, data, false));
  }

  subscribe(listener: (news: TaskNews) => unknown): () => void {
    const stream = this.#feed.open();
    pump(stream, listener, (error) => this.log.write({ level: 'error', text: 'A listener failed', error }));
    return () => stream.close();
  }
}
