/** How a lab lets time pass: on the virtual clock, or in real time with budgets. */
export interface Pace {
  readonly mode: 'virtual' | 'real';
  /** Milliseconds since the lab began. */
  readonly now: number;
  /** Timers that wait; 0 where that cannot be known. */
  readonly timers: number;
  /** Those of them that would keep a process alive. */
  readonly holding: number;
  /** How many timers are due at the next instant. Virtual time only. */
  readonly ties?: number;
  /** Fires the timer of that index among those due next. Virtual time only. */
  fireNext?(index: number): void;
  /**
   * Rests; tells the kind of foreign work that would not end, if any. In real time silence is no rest as long as
   * `expects` says that something is under way.
   */
  quiesce(expects?: () => boolean): Promise<string | undefined>;
  /** Lets so many ms pass and rests. */
  advance(ms: number): Promise<string | undefined>;
  /** Lets so many ms pass, and rests only where time does not move by itself. */
  pass(ms: number): Promise<unknown>;
  /** Waits until it holds, as long as this pace allows. */
  until(holds: () => boolean): Promise<void>;
  /** Sets the wall clock back by so many ms. Virtual time only. */
  setBack?(ms: number): void;
  /** Told of every event, where rest is a stretch without any. */
  disturbed?(): void;
  /**
   * Set by the lab where rest is a stretch without any event: has those elsewhere say all they have to. True: they say
   * that they are at rest.
   */
  flush?: (() => Promise<boolean>) | undefined;
}
