import type { Call, Event } from '../history.ts';

/** How an answer reads: there was none yet, it was a throw or rejection, or a value that says yes, no or nothing. */
export type Answer = 'pending' | 'error' | 'positive' | 'negative' | 'void';

/** Reads the answer of a cancel or of another request. 0, false, null and "not found" in words are negative. */
export function answerOf(call: Call | undefined): Answer {
  const answer = call?.answer;
  if (!answer) return 'pending';
  if (answer.kind === 'fail') return 'error';
  if (answer.value === undefined) return 'void';
  return isNegative(answer.value) ? 'negative' : 'positive';
}

const isNegative = (value: unknown): boolean =>
  value === false ||
  value === null ||
  value === 0 ||
  (typeof value === 'string' && /^(?:not.?found|no|none|false)$/i.test(value));

/** `answered true`, `threw Error: …`, `had not answered`. */
export function answerText(call: Call | undefined, describe: (value: unknown) => string): string {
  const answer: Event | undefined = call?.answer;
  if (!answer) return 'had not answered';
  return answer.kind === 'fail' ? `failed with ${describe(answer.value)}` : `answered ${describe(answer.value)}`;
}
