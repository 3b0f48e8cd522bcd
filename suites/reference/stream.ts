import type { Client } from '../../harness/index.ts';
import { TooSlow } from './errors.ts';
import type { Told } from './core.ts';
import type { Deferred } from './deferred.ts';
import { deferred } from './deferred.ts';
import type { Settings } from './settings.ts';

/** What a client pulls from: a bounded buffer, and an end. */
export class Stream implements Client {
  paused = false;
  /** Events put aside for it, the oldest first. */
  readonly buffer: (Told | Gap)[] = [];
  readonly #settings: Pick<Settings, 'slow' | 'buffer'>;
  readonly #onLeave: (how: 'closed' | 'dropped') => void;
  #reader: Deferred<Told | Gap | undefined> | undefined;
  /** Those who wait until fewer than so many events are kept. */
  #waiting: (readonly [below: number, done: () => void])[] = [];
  #ended = false;
  #cause: Error | undefined;

  constructor(settings: Pick<Settings, 'slow' | 'buffer'>, onLeave: (how: 'closed' | 'dropped') => void) {
    this.#settings = settings;
    this.#onLeave = onLeave;
  }

  next(): Promise<Told | Gap | undefined> {
    this.#reader = deferred();
    const { promise } = this.#reader;
    this.#serve();
    return promise;
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.#serve();
  }

  close(): void {
    this.#onLeave('closed');
    this.end();
  }

  drop(): void {
    this.#onLeave('dropped');
    this.end();
  }

  /** One event for this client. A buffer that is full makes room as was declared; a terminal event is never lost. */
  push(event: Told): void {
    if (this.#ended) return;
    if (this.buffer.length >= this.#settings.buffer && !this.#makeRoom(event)) return;
    this.buffer.push(event);
    this.#serve();
  }

  /** Settles when fewer than so many events are kept, or nothing is kept any more. */
  room(below: number): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push([below, resolve]);
      this.#letIn();
    });
  }

  /** No more events will come; what is buffered can still be read. */
  end(cause?: Error): void {
    this.#ended = true;
    this.#cause = cause;
    this.#serve();
    this.#letIn();
  }

  /** False: the event is not to be kept. */
  #makeRoom(event: Told): boolean {
    const { slow, buffer } = this.#settings;
    if (slow === 'block') return true;
    if (slow === 'disconnect') {
      this.#onLeave('closed');
      this.end(new TooSlow(buffer));
      return false;
    }
    if (slow === 'drop-newest') {
      if (this.buffer.at(-1)?.type !== 'gap') this.buffer.push(gap(event.task));
      return event.terminal;
    }
    this.buffer.splice(0, this.buffer[0]?.type === 'gap' ? 2 : 1, gap(event.task));
    return true;
  }

  #letIn(): void {
    const free = ([below]: readonly [number, unknown]) => this.#ended || this.buffer.length < below;
    const ready = this.#waiting.filter(free);
    this.#waiting = this.#waiting.filter((entry) => !free(entry));
    for (const [, done] of ready) done();
  }

  #serve(): void {
    const reader = this.#reader;
    if (!reader || this.paused) return;
    const event = this.buffer.shift();
    if (!event && !this.#ended) return;
    this.#reader = undefined;
    if (this.#waiting.length > 0) this.#letIn();
    if (event || !this.#cause) reader.resolve(event);
    else reader.reject(this.#cause);
  }
}

/** Stands where events were left out. */
export interface Gap {
  readonly type: 'gap';
  readonly task?: string | undefined;
  readonly terminal: false;
}

const gap = (task: string | undefined): Gap => ({ type: 'gap', task, terminal: false });
