import {
  type Claim,
  type Conduct,
  type Context,
  type Contradiction,
  claim,
  describe,
  type Event,
  type History,
  missing,
  refuted,
  seen,
  type TaskEvent,
  type WavesResult,
} from '../../harness/index.ts';
import { answer, settled, wavesOf, whole } from './runs.ts';

/** Cases of one theme, by name. */
export type Cases = Readonly<Record<string, Conduct>>;

/** Of the items of a run, so many waves have begun, and no more. */
export const wavesStarted = (run: string, count: number): Claim =>
  claim(`${count === 0 ? 'no wave' : `${count} ${count === 1 ? 'wave' : 'waves'}`} of ${run} started`, (history) => {
    const waves = wavesOf(history, run);
    return waves.length === count
      ? undefined
      : seen(`items of ${waves.length} began: wave ${waves.join(', ') || 'none'}`, history.last);
  });

export const endsUncompleted = (run: string): Claim =>
  claim(`${run} settles, and is not completed`, (history) => completed(history, run));

/** The run is pending, or says that it has completed. */
export function completed(history: History, run: string): Contradiction | undefined {
  const event = settled(history, run);
  if (!event) return seen(`${run} was pending at rest, with every gate open`, history.last);
  return answer(history, run)?.ending === 'completed'
    ? seen(`${run} was answered with ${runText(history, run)}`, event)
    : undefined;
}

/** `cancelled, last 1, with 1.1, 1.2`. */
export function runText(history: History, run: string): string {
  const event = settled(history, run);
  const given = answer(history, run);
  if (!event) return 'nothing yet';
  if (!given) return describe(event.value);
  const marked = given.results.filter(({ partial }) => partial).length;
  const items = `${whole(run, given).join(', ') || 'no results'}${marked > 0 ? ` and ${marked} marked as partial` : ''}`;
  return `${given.ending}, last ${given.last}, with ${items}${given.reason === undefined ? '' : `, for the reason ${describe(given.reason)}`}`;
}

/** The run was answered with exactly that; a field that is left out is not looked at. */
export function answered(
  history: History,
  run: string,
  is: Partial<Pick<WavesResult, 'ending' | 'last' | 'reason'>> & { readonly items?: readonly string[] },
): Contradiction | undefined {
  const given = answer(history, run);
  const event = settled(history, run);
  const same =
    given &&
    (is.ending === undefined || given.ending === is.ending) &&
    (is.last === undefined || given.last === is.last) &&
    (!('reason' in is) || Object.is(given.reason, is.reason)) &&
    (is.items === undefined || whole(run, given).join() === [...is.items].sort().join());
  return same ? undefined : seen(`${run} was answered with ${runText(history, run)}`, event ?? history.last);
}

/** The run was pending at that rest. */
export const pendingAt = (history: History, run: string, mark: string): Contradiction | undefined =>
  refuted(settled(history.before(mark), run), `${run} had settled: ${runText(history.before(mark), run)}`);

/** The run settled at the end. */
export const settles = (run: string): Claim =>
  claim(`${run} settles`, (history) => missing(settled(history, run), `${run} was pending at rest`, history.last));

/** The names that the target gives to its announcements, and the fields that carry something. */
export interface Names {
  readonly cancelled?: string;
  readonly handled?: string;
  readonly wave?: string;
  readonly reason?: string;
}

export function names({ dialect }: Context): Names {
  const choice = dialect.choice('event.names');
  return choice !== null && typeof choice === 'object' ? (choice as Names) : {};
}

/** Events of that type that the passive client got, in a part of a history. */
export const eventsNamed = (history: History, type: string | undefined): readonly Event[] =>
  history
    .all('event')
    .filter(({ who, value }) => who === 'watcher' && type !== undefined && (value as TaskEvent).type === type);

/** What an event carries under that name, in its payload or beside it. */
export function fieldOf(event: Event, name: string): unknown {
  const { data, ...rest } = event.value as TaskEvent;
  const held = data !== null && typeof data === 'object' ? (data as Readonly<Record<string, unknown>>) : {};
  return name in held ? held[name] : (rest as Readonly<Record<string, unknown>>)[name];
}

/** The target announces nothing that could be looked for. */
export const unnamed = (context: Context): string | undefined =>
  names(context).cancelled === undefined ? '`event.names` names no announcement of a cancellation' : undefined;

/** A started wave runs to its end. */
export const finishesWaves = ({ dialect }: Context): boolean => dialect.is('token.checkpoint', 'wave', 'wave+final');

/** A reason, where tokens carry one. */
export const reasonIf = ({ offer }: Context, reason: unknown): { readonly reason?: unknown } =>
  offer['token.reason'] ? { reason } : {};
