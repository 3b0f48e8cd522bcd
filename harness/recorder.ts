import type { Event, Kind, What } from './history.ts';

/** Tells the time of a history. */
export interface Now {
  readonly now: number;
}

/** Writes a history down: numbers events on arrival and stamps them with time, turn and hop. */
export class Recorder {
  readonly events: Event[] = [];
  /** Set for a dressed run: called for each event, while the stack that caused it still stands. */
  onEvent: ((event: Event) => void) | undefined;
  /** Set in real time: called for each event but rests, which it puts off, and heartbeats, which never end. */
  onRecord: (() => void) | undefined;
  /** Called at every hundredth rest, or at each where rests cost time: a run that gets there is long, and not stuck. */
  onTurns: (() => void) | undefined;
  turnsBetween = 100;
  /** Caller's hops since the turn began; the one who hops counts them. */
  hop = 0;
  /** Events so far, also those that were not kept. */
  count = 0;
  /** Nothing is kept: for thousands of tasks that are to be forgotten. */
  muted = false;
  #turn = 0;
  readonly #clock: Now;

  constructor(clock: Now) {
    this.#clock = clock;
  }

  record(kind: Kind, what: What, task?: string, who?: string, value?: unknown, call?: number): Event {
    const event: Event = {
      seq: this.events.length + 1,
      at: this.#clock.now,
      turn: this.#turn,
      hop: this.hop,
      kind,
      what,
      task,
      who,
      value,
      call,
    };
    this.count += 1;
    if (!this.muted) {
      this.events.push(event);
      this.onEvent?.(event);
    }
    if (kind !== 'idle' && !what.startsWith('port.beat')) this.onRecord?.();
    return event;
  }

  /** Nothing has happened since the last rest. */
  get resting(): boolean {
    return this.hop === 0 && this.events.at(-1)?.kind === 'idle';
  }

  /** The coordinator has come to rest: closes the turn, and says so. */
  rested(mark?: string, foreign?: string): Event {
    const event = this.record('idle', 'rest', undefined, mark, foreign);
    this.#turn += 1;
    this.hop = 0;
    if (this.#turn % this.turnsBetween === 0) this.onTurns?.();
    return event;
  }
}
