import {
  carries,
  type Claim,
  type Context,
  claim,
  type Event,
  forEach,
  type History,
  seen,
} from '../../harness/index.ts';
import { resultText } from '../cancellation/claims.ts';

/** Where errors carry others. */
const places = ['error', 'errors', 'exceptions', 'exception', 'cause', 'suppressed', 'context', 'reason'] as const;

/** An error with this text, in the value or in what it carries; at most eight levels down. */
export function findError(value: unknown, text: string, depth = 8): unknown {
  if (value === null || typeof value !== 'object' || depth === 0) return undefined;
  if (Array.isArray(value)) return firstOf(value, (item) => findError(item, text, depth));
  const held = value as Readonly<Record<string, unknown>>;
  if (held['message'] === text) return value;
  return firstOf(
    places.filter((place) => place in held),
    (place) => findError(held[place], text, depth - 1),
  );
}

function firstOf<T>(list: readonly T[], find: (item: T) => unknown): unknown {
  for (const item of list) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The error can be reached from the result of one of these tasks. */
export const inResults = (history: History, text: string, ...tasks: readonly string[]): boolean =>
  tasks.some((task) => history.all('result', task, 'fail').some(({ value }) => findError(value, text) !== undefined));

export const inDiagnostics = (history: History, text: string): boolean =>
  history.all('diagnostic').some(({ value }) => findError(value, text) !== undefined);

/** Every error can be reached from the results of these tasks; with `group.errors=first` a diagnostic will do. */
export const keeps = (texts: readonly string[], ...tasks: readonly string[]): Claim =>
  claim(
    ({ dialect }) =>
      `${texts.join(', ')} can each be found in what ${tasks.join(' or ')} rejects with${dialect.is('group.errors', 'first') ? ' or in a diagnostic' : ''}`,
    (history, { dialect }) =>
      forEach(texts, (text) =>
        inResults(history, text, ...tasks) || (dialect.is('group.errors', 'first') && inDiagnostics(history, text))
          ? undefined
          : seen(
              `${text} is not there: the result of ${tasks[0]} ${resultText(history.result(tasks[0] ?? ''))}`,
              ended(history, tasks),
            ),
      ),
  );

const ended = (history: History, tasks: readonly string[]): Event | undefined =>
  history.result(tasks[0] ?? '') ?? history.ended(tasks[0] ?? '') ?? history.last;

/** Says that the others go to diagnostics, and has none. */
export const losesOthers = (_history: History, { dialect, offer }: Context): string | undefined =>
  dialect.is('group.errors', 'first') && !offer.diagnostics
    ? 'declares group.errors=first and has no diagnostics: a deviation'
    : undefined;

/** The reason, as it is or carried by an error. */
export const hasReason = (value: unknown, reason: unknown): boolean =>
  carries(value, reason) || (Array.isArray(value) && value.some((item) => carries(item, reason)));
