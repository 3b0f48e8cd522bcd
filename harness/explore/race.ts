import type { Context } from '../context.ts';
import type { Lab } from '../lab/lab.ts';

/**
 * A workload whose interleavings are searched. Several cases may share one: each history is then judged by all of
 * them.
 */
export interface Race {
  /** Unique among races: what is tried depends on it, and on nothing else. */
  readonly name: string;
  /**
   * Ways in which the workload is run, as one for each kind of stop that is offered; each is searched by itself. Left
   * out: there is one. A schedule says by its first step which it is (`v2`), and is of the first without it.
   */
  readonly variants?: (context: Context) => readonly string[];
  /** Everything up to the moment from which on order matters. */
  readonly setup: (lab: Lab, variant: string) => Promise<void>;
  /**
   * What is interleaved. Each inner list is one actor, whose actions keep their order; the list as a whole, read from
   * the first actor to the last, is the ordinary course, in which every action rests first.
   */
  readonly actors: (context: Context, variant: string) => readonly (readonly Action[])[];
  /**
   * Its schedules are made up by fast-check, any of the actions in any order, instead of being gone through: for races
   * with very many actions. As many are made up as the budget has for each kind of schedule together.
   */
  readonly generated?: true;
  /** After the last action and a rest: reads views, lets time pass. */
  readonly finish?: (lab: Lab, context: Context, variant: string) => Promise<void>;
}

/** One thing that somebody does. */
export interface Action {
  /** A letter and a number: `s` submit, `c` cancel, `g` open a gate, `x` shutdown, … ; unique in its race. */
  readonly name: string;
  readonly act: (lab: Lab) => void;
  /** Left out: always possible. What is not possible when its turn comes is passed over. */
  readonly possible?: (lab: Lab) => boolean;
}

/** The next due timer fires; `t2` the second of a tie. Not an actor's: it is there whenever a timer is. */
export const timerAction = /^t(\d*)$/;
/** So many ms pass, where time is real: hops mean nothing to a body in another thread or process. */
export const pauseAction = /^w(\d+)$/;
