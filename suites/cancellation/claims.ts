import {
  type Claim,
  type Conduct,
  type Contradiction,
  claim,
  describe,
  type Event,
  forEach,
  type History,
  refuted,
  seen,
} from '../../harness/index.ts';

/** Cases of one theme, by name. */
export type Cases = Readonly<Record<string, Conduct>>;
export type Workload = NonNullable<Conduct['workload']>;

/** `was fulfilled with 7`, `was rejected with Error: stop`, `was still pending`. */
export function resultText(result: Event | undefined): string {
  if (!result) return 'was still pending';
  return `was ${result.kind === 'ok' ? 'fulfilled' : 'rejected'} with ${describe(result.value)}`;
}

/** `start, told, end cancelled`; `no line`. */
export function journalText(history: History, task: string): string {
  const lines = history.journal(task).map(({ what, value }) => {
    const shown = what === 'note' || what === 'end' ? ` ${describe(value)}` : '';
    return `${what}${shown}`;
  });
  return lines.join(', ') || 'no line';
}

/** The body does not get past its cancellation: it never notes that. */
export const never = (task: string, text: string): Claim =>
  claim(`no line "${text}" of ${task}`, (history) => wentOn(history, task, text));

/** The body noted what it must not. */
export const wentOn = (history: History, task: string, text: string): Contradiction | undefined =>
  refuted(history.noted(task, text), `${task} noted "${text}", with the journal ${journalText(history, task)}`);

/** The body never begins, and so writes nothing at all. */
export const neverRuns = (task: string): Claim =>
  claim(`no line in the journal of ${task}`, (history) =>
    refuted(history.journal(task)[0], `${task} ran: ${journalText(history, task)}`),
  );

/** Nobody is given a completion of a cancelled task; what else it says is not looked at, and pending is not judged. */
export const notCompleted = (task: string): Claim =>
  claim(`the result of ${task} is not a completion`, (history) => completion(history, task));

/** A settlement of the result that reads as a completion. */
export function completion(history: History, task: string): Contradiction | undefined {
  const result = history.all('result', task).find((event) => history.endingOf(event, 'result') === 'completed');
  return refuted(result, `the result of ${task} ${resultText(result)}`);
}

/** The result had settled by that rest. */
export const settledBy = (task: string, mark: string): Claim =>
  claim(`the result of ${task} has settled`, (history) => unsettled(history, task, mark));

/** The result was pending at that rest. */
export const unsettled = (history: History, task: string, mark: string): Contradiction | undefined =>
  history.before(mark).result(task)
    ? undefined
    : seen(`the result of ${task} was still pending at rest`, history.mark(mark));

/** No client gets more than one terminal event of the task. */
export const oneTerminalEvent = (...tasks: readonly string[]): Claim =>
  claim(`at most one terminal event of ${tasks.join(' and ')} for a client`, (history) =>
    forEach(tasks, (task) => secondTerminal(history, task)),
  );

/** A second terminal event of the task for one client. */
export function secondTerminal(history: History, task: string): Contradiction | undefined {
  const first = new Map<string | undefined, Event>();
  for (const event of history.terminal(task)) {
    const earlier = first.get(event.who);
    if (earlier) {
      const text = `${event.who} received ${describe(earlier.value)} and then ${describe(event.value)}`;
      return seen(`${text}, both terminal events of ${task}`, earlier, event);
    }
    first.set(event.who, event);
  }
  return undefined;
}

/** The task runs to its end as if nobody had been cancelled. */
export const runsUndisturbed = (task: string, value: unknown): Claim =>
  claim(`${task} is not told, returns, and its result is ${describe(value)}`, (history) =>
    disturbance(history, task, value),
  );

/** What kept a task that nobody cancelled from its own end. */
export function disturbance(history: History, task: string, value: unknown): Contradiction | undefined {
  const result = history.result(task);
  return (
    delivery(history, task) ??
    unreturned(history, task) ??
    (result?.kind === 'ok' && Object.is(result.value, value)
      ? undefined
      : seen(`the result of ${task} ${resultText(result)}`, result ?? history.ended(task)))
  );
}

/** A cancellation in the journal of a task that nobody cancelled. */
export function delivery(history: History, task: string): Contradiction | undefined {
  const sign = history
    .journal(task)
    .find(({ what, value }) => what === 'told' || (what === 'end' && (value === 'cancelled' || value === 'killed')));
  return refuted(sign, `the cancellation reached ${task}: ${journalText(history, task)}`);
}

/** The body has not come to its own return. */
export function unreturned(history: History, task: string): Contradiction | undefined {
  const end = history.ended(task);
  return end?.value === 'returned'
    ? undefined
    : seen(`the body of ${task} did not return: ${journalText(history, task)}`, end ?? history.started(task));
}

/** The times that something is journalled. */
export const tally = (count: number): string => (count === 1 ? 'once' : count === 0 ? 'never' : `${count} times`);

/** Lines of that mark, and notes of that text. */
export const linesNamed = (history: History, task: string, name: string): readonly Event[] =>
  history.journal(task).filter(({ what, value }) => (what === 'note' ? value === name : what === name));
