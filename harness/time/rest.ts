import type { VirtualClock } from './clock.ts';
import { real } from './door.ts';

/** Timers of 0 or 1 ms that may fire in one quiescence. */
const timersOfOneRest = 10_000;
/** How long one rest waits for foreign work, in real ms; a kind that outlasts it is not waited for again. */
const patience = 200;
/**
 * Immediates queued together. Node drains ticks and microtasks after each of them, so each is a full turn, but only
 * the first pays for a round of the event loop: 0.3 µs a turn instead of 1.5 (a MessageChannel: 1.1 to 2.5, and it
 * shows up as foreign work). A round comes at the latest after so many turns, so input and output go on.
 */
const ahead = 16;

interface Step {
  step(): void;
}

let queued = 0;
let waiting: Step | undefined;

/** Has it step in a turn of its own, when every tick and microtask of this one has run. */
function nextTurn(rest: Step): void {
  if (waiting !== undefined) {
    real.setImmediate(() => rest.step());
    return;
  }
  waiting = rest;
  if (queued > 0) return;
  for (; queued < ahead; queued++) real.setImmediate(pass);
}

function pass(): void {
  queued -= 1;
  const rest = waiting;
  waiting = undefined;
  rest?.step();
}

function tally(kinds: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

/** What is active beside the turns that are queued here: Node lists immediates last. */
function activeNow(): string[] {
  const kinds = real.activeResources();
  kinds.length -= queued;
  return kinds;
}

let base: readonly string[] = activeNow();
const outwaited = new Set<string>();

/**
 * Takes what is active now as the host's own: sockets, timers, threads. Call it before a case opens its coordinator
 * and after the host has set its own timers. What an earlier case left behind is then no longer foreign.
 */
export function baseline(): void {
  base = activeNow();
}

/**
 * A kind of work that the virtual clock does not own and the baseline does not have; one that is still worth waiting
 * for before one that is not. Blind to what Node does not list: unref'd handles and jobs of `node:crypto`.
 */
function foreignWork(): string | undefined {
  const kinds = activeNow();
  if (kinds.length === base.length && kinds.every((kind, index) => kind === base[index])) return undefined;
  const known = tally(base);
  let tiresome: string | undefined;
  for (const [kind, count] of tally(kinds)) {
    if (count <= (known.get(kind) ?? 0)) continue;
    if (!outwaited.has(kind)) return kind;
    tiresome ??= kind;
  }
  return tiresome;
}

/**
 * One rest. Lets everything happen that needs neither time nor a next call. Each turn runs at most one immediate or
 * one due timer, so that microtasks come between them as they do in Node. An object and no closures, of which every
 * rest would make two and name them.
 */
class Rest implements Step {
  readonly promise: Promise<string | undefined>;
  readonly #clock: VirtualClock;
  readonly #looks: boolean;
  #resolve!: (foreign: string | undefined) => void;
  #reject!: (error: unknown) => void;
  #fired = 0;
  #waitsSince: number | undefined;

  /** `looks`: for foreign work too. */
  constructor(clock: VirtualClock, looks: boolean) {
    this.#clock = clock;
    this.#looks = looks;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    nextTurn(this);
  }

  step(): void {
    const clock = this.#clock;
    clock.turned();
    try {
      if (clock.runImmediate()) return nextTurn(this);
      const foreign = this.#looks ? foreignWork() : undefined;
      if (foreign !== undefined && this.#waitsFor(foreign)) return nextTurn(this);
      if (!clock.due || clock.exhausted) return this.#resolve(foreign);
      this.#fired += 1;
      if (this.#fired <= timersOfOneRest) clock.fireNext();
      else clock.exceed('timers of 0 or 1 ms have fired at one instant', timersOfOneRest);
      nextTurn(this);
    } catch (error) {
      this.#reject(error);
    }
  }

  #waitsFor(kind: string): boolean {
    if (outwaited.has(kind)) return false;
    this.#waitsSince ??= real.now();
    if (real.now() - this.#waitsSince < patience) return true;
    outwaited.add(kind);
    return false;
  }
}

/**
 * Rests: returns when only time or a next call can change anything. Never moves the clock: timers of 0 and 1 ms are
 * due at the present instant and fire, those of 2 ms and more wait for `advance`. Foreign work is waited for, up to
 * 200 ms once a kind; as long as such work is there that would not end, its kind is returned.
 *
 * The look at foreign work costs a quarter of a microsecond a turn (more with many handles), which is affordable
 * everywhere but in exploration: see `restBare`.
 */
export function quiesce(clock: VirtualClock): Promise<string | undefined> {
  return new Rest(clock, true).promise;
}

/** Rests without a look at foreign work, for exploration: a workload that has some is found out by its dressed run. */
export function restBare(clock: VirtualClock): Promise<string | undefined> {
  return new Rest(clock, false).promise;
}

/**
 * Lets so many ms pass, firing one timer after the other as it falls due, those set on the way included, with rest
 * between them, of the given kind; lands on the very millisecond. Returns as `quiesce` does.
 */
export async function advance(clock: VirtualClock, ms: number, rest = quiesce): Promise<string | undefined> {
  const end = clock.now + ms;
  for (;;) {
    const foreign = await rest(clock);
    const next = clock.nextAt();
    if (clock.exhausted || next === undefined || next > end) {
      clock.moveTo(end);
      return foreign;
    }
    clock.fireNext();
  }
}
