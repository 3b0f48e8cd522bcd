import {
  type Contradiction,
  type Event,
  type History,
  type Lab,
  type Part,
  type Play,
  seen,
} from '../../harness/index.ts';
import { begun, over } from './facts.ts';

/** A; B, which needs A; C, which needs B; and D, which needs nobody. */
export const names = ['A', 'B', 'C', 'D'] as const;
const needs: Readonly<Record<string, readonly string[]>> = { B: ['A'], C: ['B'] };

export interface Scripts {
  readonly start?: Readonly<Record<string, Play | ((n: number) => Play)>>;
  readonly stop?: Readonly<Record<string, Play | ((n: number) => Play)>>;
  /** D needs C. */
  readonly chained?: true;
}

/** Four components, in that order of the list. */
export function parts(
  { start = {}, stop = {}, chained }: Scripts = {},
  list: readonly string[] = names,
): readonly Part[] {
  return list.map((name) => ({
    name,
    after: needs[name] ?? (chained && name === 'D' ? ['C'] : []),
    start: played(start[name]),
    stop: played(stop[name]),
  }));
}

const played = (play: Play | ((n: number) => Play) | undefined) =>
  typeof play === 'function' ? play : (): Play => play ?? {};

export async function managed(lab: Lab, scripts: Scripts = {}, list: readonly string[] = names): Promise<void> {
  await lab.coordinator();
  lab.services.manager('M', parts(scripts, list));
  lab.services.start('M');
  await lab.quiesce();
}

/** The component has been started, and its start has ended well. */
export const ready = (history: History, name: string): Event | undefined =>
  history.all('part.start.over').find(({ who, kind }) => who === name && kind === 'saw');

export const allReady = (history: History, list: readonly string[] = names): Event | undefined =>
  list.every((name) => ready(history, name)) ? ready(history, list.at(-1) ?? '') : undefined;

/** A start that ended well and no stop that was called later. */
export const stillUp = (history: History, name: string): Event | undefined => {
  const up = history.all('part.start.over').findLast(({ who, kind }) => who === name && kind === 'saw');
  return up && begun(history.after(up), 'part.stop', name).length === 0 ? up : undefined;
};

/** Each of them was stopped so many times. */
export function stops(history: History, list: readonly string[], times = 1): Contradiction | undefined {
  const odd = list.find((name) => begun(history, 'part.stop', name).length !== times);
  return odd === undefined
    ? undefined
    : seen(
        `${odd} was stopped ${begun(history, 'part.stop', odd).length} times`,
        ...begun(history, 'part.stop', odd),
        history.last,
      );
}

export const startsOf = (history: History, name: string): readonly Event[] => begun(history, 'part.start', name);
export const stopOf = (history: History, name: string): Event | undefined => begun(history, 'part.stop', name)[0];

/** The stop was at its gate at that rest. */
export const stopHeld = (history: History, mark: string, name: string): Event | undefined => {
  const event = stopOf(history.before(mark), name);
  return event && !over(history.before(mark), event) ? event : undefined;
};
export const startHeld = (history: History, mark: string, name: string): Event | undefined => {
  const event = startsOf(history.before(mark), name).at(-1);
  return event && !over(history.before(mark), event) ? event : undefined;
};

/** The manager read what a component needs. */
export const readsNeeds = (history: History): boolean => history.all('part.after').length > 0;
