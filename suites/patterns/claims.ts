import {
  type Claim,
  claim,
  describe,
  type Event,
  forEach,
  type History,
  missing,
  refuted,
  seen,
} from '../../harness/index.ts';
import { completion, journalText, resultText } from '../cancellation/claims.ts';
import { deliveredTo, endingOf } from './facts.ts';

export { journalText, type Cases, never, neverRuns, notCompleted, resultText } from '../cancellation/claims.ts';

/** At that moment the body has noted it. */
export const notedBy = (task: string, text: string, mark: string): Claim =>
  claim(`${task} has noted "${text}" ${mark}`, (history) => {
    const until = history.before(mark);
    return missing(until.noted(task, text), `it had not: ${journalText(until, task)}`, history.mark(mark));
  });

/** Up to that moment the body has not noted it. */
export const notYet = (task: string, text: string, mark: string): Claim =>
  claim(`${task} has not yet noted "${text}" ${mark}`, (history) => {
    const found = history.before(mark).noted(task, text);
    return refuted(found, `it noted "${text}" at ${found?.at} ms`);
  });

/** The body never notes any of these. */
export const noneOf = (...notes: readonly (readonly [task: string, text: string])[]): Claim =>
  claim(`there is never a line ${notes.map(([task, text]) => `"${text}" of ${task}`).join(' or ')}`, (history) =>
    forEach(notes, ([task, text]) =>
      refuted(history.noted(task, text), `${task} noted "${text}": ${journalText(history, task)}`),
    ),
  );

/** Both notes are there, the first before the second. */
export const inOrder = (
  first: readonly [task: string, text: string],
  then: readonly [task: string, text: string],
): Claim =>
  claim(`"${first[1]}" of ${first[0]} comes before "${then[1]}" of ${then[0]}`, (history) => {
    const [one, two] = [history.noted(...first), history.noted(...then)];
    if (one && two && one.seq < two.seq) return undefined;
    if (!one || !two)
      return seen(
        `"${one ? then[1] : first[1]}" was never noted: ${journalText(history, (one ? then : first)[0])}`,
        one ?? two ?? history.last,
      );
    return seen(`"${then[1]}" was noted at ${two.at} ms, before "${first[1]}"`, two, one);
  });

/** At that moment the cancellation has reached each of these bodies. */
export const toldBy = (mark: string, ...tasks: readonly string[]): Claim =>
  claim(`${list(tasks)} told ${mark}`, (history) => {
    const until = history.before(mark);
    return forEach(tasks, (task) =>
      deliveredTo(until, task)
        ? undefined
        : seen(`${task} was not: ${journalText(until, task)}`, until.started(task), history.mark(mark)),
    );
  });

/** At that moment each of these bodies has ended. */
export const endedBy = (mark: string, ...tasks: readonly string[]): Claim =>
  claim(`${list(tasks)} ended ${mark}`, (history) => {
    const until = history.before(mark);
    return forEach(tasks, (task) =>
      until.ended(task)
        ? undefined
        : seen(`${task} had not ended: ${journalText(until, task)}`, until.started(task), history.mark(mark)),
    );
  });

const list = (tasks: readonly string[]): string => `${tasks.join(', ')} ${tasks.length > 1 ? 'have' : 'has'}`;

/** Up to that moment no cancellation has reached any of these bodies. */
export const untold = (mark: string, ...tasks: readonly string[]): Claim =>
  claim(`no cancellation has reached ${tasks.join(', ')} ${mark}`, (history) => {
    const until = history.before(mark);
    return forEach(tasks, (task) =>
      refuted(deliveredTo(until, task), `one reached ${task}: ${journalText(until, task)}`),
    );
  });

/** The result is pending at that moment. */
export const pendingAt = (task: string, mark: string): Claim =>
  claim(`the result of ${task} is pending ${mark}`, (history) => {
    const result = history.before(mark).result(task);
    return refuted(result, `the result of ${task} ${resultText(result)} at ${result?.at} ms`);
  });

/** The result has settled at that moment, and not as a completion. */
export const stoppedBy = (task: string, mark: string): Claim =>
  claim(`the result of ${task} has settled ${mark}, and is not a completion`, (history) => {
    const until = history.before(mark);
    return completion(until, task) ?? missing(until.result(task), 'it was still pending', history.mark(mark));
  });

/** The result settles with that value; with nothing given: with any. */
export const completes = (task: string, ...value: readonly [unknown?]): Claim =>
  claim(`${task} completes${value.length > 0 ? ` with ${describe(value[0])}` : ''}`, (history) => {
    const result = history.result(task);
    const right = endingOf(history, task) === 'completed' && (value.length === 0 || Object.is(result?.value, value[0]));
    return right
      ? undefined
      : seen(`the result of ${task} ${resultText(result)}`, result ?? history.ended(task) ?? history.last);
  });

/** Of the same sentence, but judged in virtual time only: in real time a timer may be seen late. */
export const exactly = ({ expected, contradiction }: Claim): Claim => ({
  expected,
  contradiction: (history, context) => (context.mode === 'virtual' ? contradiction(history, context) : undefined),
});

/** The claim, where one of the choices is declared. */
export const where = (option: string, values: readonly string[], { expected, contradiction }: Claim): Claim => ({
  expected: (context) =>
    `${typeof expected === 'string' ? expected : expected(context)} (${option}=${context.dialect.value(option)})`,
  contradiction: (history, context) =>
    context.dialect.is(option, ...values) ? contradiction(history, context) : undefined,
});

/** The bodies have each one start and one end. */
export const eachEndsOnce = (...tasks: readonly string[]): Claim =>
  claim(`${tasks.join(', ')} each start once and end once`, (history) =>
    forEach(tasks, (task) => {
      const [starts, ends] = [history.journal(task, 'start'), history.journal(task, 'end')];
      return starts.length === 1 && ends.length === 1
        ? undefined
        : seen(`${task} has ${starts.length} starts and ${ends.length} ends`, ...starts, ...ends);
    }),
  );

/** What settled, as an event to show. */
export const resultOf = (history: History, task: string): Event | undefined => history.result(task) ?? history.last;
