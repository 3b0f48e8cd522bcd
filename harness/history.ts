import type { Mark } from './adapter/program.ts';
import type { Ending, View } from './adapter/target.ts';

/**
 * `invoke`: the workload made a call. `ok`, `fail`: its answer came, by value or by throw or rejection; or a
 * result settled. `saw`: the kit saw something that nobody asked for: a journal line, an event, a stray error.
 * `info`: a note of the kit about the run. `idle`: the coordinator had come to rest.
 */
export type Kind = 'invoke' | 'ok' | 'fail' | 'saw' | 'info' | 'idle';

/** What can be called, settle, or be seen. */
export type What =
  | 'coordinator'
  | 'submit'
  | 'cancel'
  | 'cancelById'
  | 'cancelAll'
  | 'abort'
  | 'open'
  | 'subscribe'
  | 'unsubscribe'
  | 'connect'
  | 'pause'
  | 'resume'
  | 'drop'
  | 'close'
  | 'read'
  | 'query'
  | 'idle'
  | 'shutdown'
  | 'onShutdown'
  | 'reopen'
  | 'wait'
  | 'result'
  | 'ended'
  | 'event'
  | 'delivered'
  | 'stream'
  | 'diagnostic'
  | 'stray'
  | 'left'
  | 'barrier'
  | 'advance'
  | 'rest'
  // Hops in the place of a rest.
  | 'hops'
  | Mark
  // Operations of facets that a suite adds; always `<facet>.<operation>`.
  | `${string}.${string}`;

/** One thing that happened. Numbered on arrival; the order of two origins is claimed only through a gate. */
export interface Event {
  /** Counts the events of one history, from 1. */
  readonly seq: number;
  /** Milliseconds since the history began, on the clock in force. */
  readonly at: number;
  /** Rises at each quiescence. */
  readonly turn: number;
  /** Microtask hops that the caller waited since the turn began. */
  readonly hop: number;
  readonly kind: Kind;
  readonly what: What;
  /** The kit's name of the task that it is about. */
  readonly task: string | undefined;
  /** The client, waiter, signal, gate, mode or mark concerned. */
  readonly who: string | undefined;
  /** The answer, payload, reason or detail, as it came: judged by identity where that matters. */
  readonly value: unknown;
  /** For an answer: the `seq` of the call that it answers. */
  readonly call: number | undefined;
}

/** A call of the workload and what came of it. */
export interface Call {
  readonly invoke: Event;
  /** `ok` or `fail`; undefined while it is pending. */
  readonly answer: Event | undefined;
}

/** What a thing that was said means; `undefined`: nothing was said, or nothing is known about it. */
export type Classify = (said: unknown, view: View, rejected: boolean) => Ending | null | undefined;

type Place = Event | string | undefined;

/**
 * The ordered events of one run, and the questions that checkers ask. Every question is answered from the events
 * alone. `before`, `after` and `upTo` give the part of a history on one side of an event or of a mark, and answer
 * the same questions about it.
 */
export class History {
  readonly events: readonly Event[];
  readonly #classify: Classify;

  constructor(events: readonly Event[], classify: Classify) {
    this.events = events;
    this.#classify = classify;
  }

  /** The same up to now, for keeping: a run that is over may still write to its own. */
  copy(): History {
    return new History([...this.events], this.#classify);
  }

  // Parts

  /** Everything strictly before the place. A place that does not exist leaves nothing. */
  before(place: Place): History {
    const seq = this.#seq(place);
    return this.#part((event) => event.seq < seq);
  }

  /** Everything strictly after the place. A place that does not exist leaves nothing. */
  after(place: Place): History {
    const seq = this.#seq(place);
    return this.#part((event) => seq > 0 && event.seq > seq);
  }

  /** The quiescence with that mark, or the end of the hops that came in its place. */
  mark(label: string): Event | undefined {
    return this.events.find((event) => (event.kind === 'idle' || event.what === 'hops') && event.who === label);
  }

  /** The last event. */
  get last(): Event | undefined {
    return this.events.at(-1);
  }

  /** The first event that fits, of all of them. */
  find(fits: (event: Event) => boolean): Event | undefined {
    return this.events.find(fits);
  }

  /** All events that fit. */
  all(what: What, task?: string, kind?: Kind): readonly Event[] {
    return this.events.filter(
      (event) =>
        event.what === what &&
        (task === undefined || event.task === task) &&
        (kind === undefined || event.kind === kind),
    );
  }

  // The journal of a body

  /** Journal lines of a task, in order; of one mark, if given. */
  journal(task: string, mark?: Mark): readonly Event[] {
    return this.events.filter(
      (event) => event.kind === 'saw' && event.task === task && (mark ? event.what === mark : marks.has(event.what)),
    );
  }

  started(task: string): Event | undefined {
    return this.journal(task, 'start')[0];
  }

  /** The first delivery of a cancel to the body: a `told` line, or the beginning of its cleanup. */
  told(task: string): Event | undefined {
    return this.journal(task).find((event) => event.what === 'told' || event.what === 'cleanup');
  }

  /** The line in which the body ended. */
  ended(task: string): Event | undefined {
    return this.journal(task, 'end')[0];
  }

  noted(task: string, text: string): Event | undefined {
    return this.journal(task, 'note').find((event) => event.value === text);
  }

  /** The start line of a body that has begun and neither ended nor passed the gate, which nobody has opened yet. */
  standsAt(task: string, gate: string): Event | undefined {
    const passed = this.ended(task) ?? this.find((event) => event.what === 'open' && event.who === gate);
    return passed ? undefined : this.started(task);
  }

  // Calls and results

  /** Calls of that kind in order of being made, each with its answer, whenever that came. */
  calls(what: What, task?: string): readonly Call[] {
    return this.all(what, task, 'invoke').map((invoke) => ({
      invoke,
      answer: this.events.find((event) => event.call === invoke.seq && (event.kind === 'ok' || event.kind === 'fail')),
    }));
  }

  call(what: What, task?: string, index = 0): Call | undefined {
    return this.calls(what, task)[index];
  }

  /** The event in which the result of the task settled first. */
  result(task: string): Event | undefined {
    return this.all('result', task)[0];
  }

  /** How the result of the task says that it ended; `undefined` while it is pending. */
  ending(task: string): Ending | null | undefined {
    const result = this.result(task);
    return result && this.endingOf(result, 'result');
  }

  /** What an event says about an ending, read as one view. */
  endingOf(event: Event, view: View): Ending | null | undefined {
    return this.#classify(event.value, view, event.kind === 'fail');
  }

  // Events that clients received

  /** Events delivered about a task, to one client or to all. */
  delivered(task: string, client?: string): readonly Event[] {
    return this.all('event', task).filter((event) => client === undefined || event.who === client);
  }

  /** Those of them that announce an ending. */
  terminal(task: string, client?: string): readonly Event[] {
    return this.delivered(task, client).filter((event) => this.endingOf(event, 'events') != null);
  }

  /** The events about each task, apart: for questions about all of many tasks. */
  byTask(): ReadonlyMap<string, History> {
    const groups = new Map<string, Event[]>();
    for (const event of this.events) {
      if (event.task === undefined) continue;
      const group = groups.get(event.task);
      if (group) group.push(event);
      else groups.set(event.task, [event]);
    }
    return new Map([...groups].map(([task, events]) => [task, new History(events, this.#classify)]));
  }

  #part(keeps: (event: Event) => boolean): History {
    return new History(this.events.filter(keeps), this.#classify);
  }

  #seq(place: Place): number {
    const event = typeof place === 'string' ? this.mark(place) : place;
    return event?.seq ?? 0;
  }
}

const marks: ReadonlySet<What> = new Set([
  'start',
  'told',
  'note',
  'lent',
  'caught',
  'cleanup',
  'cleaned',
  'unsupported',
  'end',
] satisfies Mark[]);
