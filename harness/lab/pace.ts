import type { History } from '../history.ts';

/** How a lab lets time pass: on the virtual clock, or in real time with budgets. */
export interface Pace {
  /** Milliseconds since the lab began. */
  readonly now: number;
  /** Rests; tells the kind of foreign work that would not end, if any. */
  quiesce(): Promise<string | undefined>;
  /** Lets so many ms pass and rests. */
  advance(ms: number): Promise<string | undefined>;
  /** Waits until it holds, as long as this pace allows. */
  until(holds: () => boolean): Promise<void>;
}

/** A history as it grows; read again at each question. */
export type Growing = () => History;
