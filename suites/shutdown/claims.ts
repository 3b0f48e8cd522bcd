import { type Claim, claim, type Contradiction, type Event, type History, refuted, seen } from '../../harness/index.ts';
import { journalText, resultText } from '../cancellation/claims.ts';
import { asked, reportOf, settled, settledText } from './facts.ts';

export {
  type Cases,
  completion,
  journalText,
  neverRuns,
  notCompleted,
  resultText,
  tally,
} from '../cancellation/claims.ts';

/** How late something may be in real time, in ms. */
const slack = 1_000;

/** The shutdown had not settled at that rest. */
export const pendingUntil = (mark: string, because: string): Claim =>
  claim(`shutdown is pending while ${because}`, (history) => early(history, history.mark(mark)));

/** It settled before the place. */
export function early(history: History, place: Event | undefined): Contradiction | undefined {
  const answer = settled(history);
  return answer && place && answer.seq < place.seq ? seen(settledText(history), answer, place) : undefined;
}

/** By the last rest the shutdown has succeeded. */
export const fulfils = (when: string): Claim =>
  claim(`shutdown is fulfilled ${when}`, (history) => unfulfilled(history));

export function unfulfilled(history: History, index = 0): Contradiction | undefined {
  const answer = settled(history, index);
  return answer?.kind === 'ok' ? undefined : seen(settledText(history, index), answer ?? history.last);
}

/** By that rest the shutdown has settled, in whatever way. */
export const settlesBy = (mark: string, when: string): Claim =>
  claim(`shutdown has settled ${when}`, (history) => unsettledAt(history, mark));

export const unsettledAt = (history: History, mark: string): Contradiction | undefined =>
  settled(history.before(mark)) ? undefined : seen('it was still pending', history.mark(mark));

/** So many ms after the call, no sooner and no later; in real time within the slack. */
export function notAt(
  history: History,
  event: Event | undefined,
  ms: number,
  real: boolean,
): Contradiction | undefined {
  const call = asked(history);
  if (!event || !call) return undefined;
  const passed = event.at - call.at;
  const fits = real ? passed >= ms - 1 && passed <= ms + slack : passed === ms;
  return fits ? undefined : seen(`it came ${passed} ms after the call`, call, event);
}

/** The body, with its cleanup, has ended before the shutdown settles. */
export const endsBefore = (...tasks: readonly string[]): Claim =>
  claim(`the bodies of ${tasks.join(' and ')} have ended before shutdown settles`, (history) => {
    const late = tasks.find((task) => !history.before(settled(history)).ended(task));
    return settled(history) && late !== undefined
      ? seen(`${settledText(history)}, ${lateText(history, late)}`, settled(history), history.ended(late))
      : undefined;
  });

const lateText = (history: History, task: string): string => {
  const end = history.ended(task);
  return end ? `and ${task} ended at ${end.at} ms` : `and ${task} had not ended: ${journalText(history, task)}`;
};

/** The body was left alone up to that rest. */
export const notToldBefore = (task: string, mark: string): Claim =>
  claim(`${task} is neither told nor ended before its time`, (history) => {
    const touched = history.before(mark).told(task) ?? history.before(mark).ended(task);
    return refuted(touched, `${task} had the journal ${journalText(history.before(mark), task)}`);
  });

/** The report names exactly these. */
export function misnamed(history: History, tasks: readonly string[]): Contradiction | undefined {
  const named = (reportOf(history)?.unfinished ?? []).map(({ id }) => id);
  const same = named.length === tasks.length && tasks.every((task) => named.includes(task));
  return same ? undefined : seen(`it names ${named.join(', ') || 'nobody'}`, history.all('shutdown.report').at(-1));
}

/** The result has settled by the last rest, and not as a completion. */
export const endsUncompleted = (...tasks: readonly string[]): Claim =>
  claim(`the result of ${tasks.join(' and ')} settles, and not as a completion`, (history) => {
    const odd = tasks.find((task) => {
      const ending = history.ending(task);
      return ending === undefined || ending === 'completed';
    });
    return odd === undefined
      ? undefined
      : seen(`the result of ${odd} ${resultText(history.result(odd))}`, history.result(odd) ?? history.last);
  });

/** The result of the task is a completion with that value. */
export const completesWith = (task: string, value: unknown): Claim =>
  claim(`${task} completes with ${String(value)}`, (history) => {
    const result = history.result(task);
    const right = result && history.ending(task) === 'completed' && Object.is(result.value, value);
    return right ? undefined : seen(`the result of ${task} ${resultText(result)}`, result ?? history.last);
  });
