import {
  answerOf,
  answerText,
  type Call,
  type Contradiction,
  type Dialect,
  describe,
  type History,
  seen,
} from '../../harness/index.ts';
import { isOwnOutcome } from './facts.ts';

/** What an answer must read as. `any`: nothing is promised, but that the call is not thrown at. */
export type Wanted = 'positive' | 'negative' | 'error' | 'any';

const table: Readonly<Record<string, Wanted>> = {
  negative: 'negative',
  error: 'error',
  ignore: 'any',
  tombstone: 'any',
  'noop-true': 'positive',
  'noop-false': 'negative',
  escalate: 'any',
};

/** The answer that the dialect declares for an unknown, an ended or a second time cancelled task. */
export const wanted = (dialect: Dialect, option: 'cancel.unknown' | 'cancel.terminal' | 'cancel.second'): Wanted =>
  table[dialect.value(option)] ?? 'any';

const words: Readonly<Record<Wanted, string>> = {
  positive: 'a positive answer',
  negative: 'a negative answer',
  error: 'a declared error',
  any: 'no error',
};

/** `a negative answer (cancel.unknown=negative)`. */
export const wantedText = (dialect: Dialect, option: 'cancel.unknown' | 'cancel.terminal' | 'cancel.second'): string =>
  `${words[wanted(dialect, option)]} (${option}=${dialect.value(option)})`;

/** True if a call was answered so. Where nothing is answered at all (`cancel.return=void`), nothing is read. */
export function gives(history: History, call: Call | undefined, want: Wanted, dialect: Dialect): boolean {
  const answer = answerOf(call);
  if (want === 'error') return answer === 'error';
  const given = call?.answer;
  if (given?.kind === 'fail') return want === 'positive' && isOwnOutcome(history, given);
  return want === 'any' || answer === want || (answer === 'void' && dialect.is('cancel.return', 'void'));
}

/** The call was answered in another way than the declared one. */
export const otherAnswer = (
  history: History,
  call: Call | undefined,
  dialect: Dialect,
  ...wants: readonly Wanted[]
): Contradiction | undefined =>
  wants.some((want) => gives(history, call, want, dialect))
    ? undefined
    : seen(`the cancel of ${call?.invoke.task} ${answerText(call, describe)}`, call?.answer ?? call?.invoke);

/** Nothing is promised about the difference between the answers for a live task and for this one. */
export const isMute = (dialect: Dialect, option: 'cancel.unknown' | 'cancel.terminal'): boolean =>
  dialect.is('cancel.return', 'void') || dialect.is(option, 'ignore');

/** Both calls were answered alike, so that the caller cannot tell the two apart. */
export const sameAnswer = (one: Call | undefined, other: Call | undefined): Contradiction | undefined =>
  answerOf(one) === answerOf(other)
    ? seen(
        `the cancel of ${one?.invoke.task} ${answerText(one, describe)}, that of the live ${other?.invoke.task} too`,
        one?.answer,
        other?.answer,
      )
    : undefined;
