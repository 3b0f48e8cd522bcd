import type { Context } from '../context.ts';
import type { Event, History } from '../history.ts';
import type { Contradiction } from '../suite.ts';

/**
 * A claim that holds in every history, whatever the case. What it finds is charged to its owner, never to the case
 * that happened to run.
 */
export interface Invariant {
  /** Its findings have the rule `invariant/<name>`. */
  readonly name: string;
  /** The requirement that owns it; it may depend on the case. */
  readonly owner: string | ((conduct: Waivers) => string);
  readonly expected: string;
  readonly contradiction: (history: History, context: Context, conduct: Waivers) => Contradiction | undefined;
}

/** What a case declares about its own history. */
export interface Waivers {
  readonly unfinished?: readonly string[];
  readonly loud?: true;
  /** The requirement that the case belongs to. */
  readonly requirement?: { readonly id: string };
}

/** Parts and children of a task have names of their own, `<task>/<part>`; a slot belongs to the whole. */
export const isPart = (task: string): boolean => task.includes('/');

/** Time and turn of an event, as findings say it. */
export const when = (event: Event): string => `at ${event.at} ms`;
