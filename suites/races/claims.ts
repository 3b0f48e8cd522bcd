import {
  type Claim,
  claim,
  type Contradiction,
  describe,
  type Event,
  firstOf,
  forEach,
  type History,
  isCompletion,
  missing,
  refuted,
  seen,
  sights,
  sightText,
  type Snapshot,
} from '../../harness/index.ts';
import { completion, resultText, tally } from '../cancellation/claims.ts';
import { clientsOf, endsTold, numbersTo } from './facts.ts';

/** Every client that was told anything of the task, and the passive one, is told its end exactly once. */
export const oneEndEach = (...tasks: readonly string[]): Claim =>
  claim(`exactly one terminal event of ${tasks.join(' and of ')} for each client`, (history, { offer }) =>
    offer.events
      ? forEach(tasks, (task) => forEach(audience(history, task), (client) => notOneEnd(history, task, client)))
      : undefined,
  );

/** No client is told the end of the task twice; who is told nothing is not judged. */
export const atMostOneEnd = (...tasks: readonly string[]): Claim =>
  claim(`at most one terminal event of ${tasks.join(' and of ')} for each client`, (history) =>
    forEach(tasks, (task) => forEach(clientsOf(history, task), (client) => secondEnd(history, task, client))),
  );

/** These clients are each told the end of the task exactly once. */
export const told = (task: string, ...clients: readonly string[]): Claim =>
  claim(`${clients.join(' and ')} each receive exactly one terminal event of ${task}`, (history) =>
    forEach(clients, (client) => notOneEnd(history, task, client)),
  );

const audience = (history: History, task: string): readonly string[] => [
  ...new Set(['watcher', ...clientsOf(history, task)]),
];

/** The client was told the end of the task never, or more than once. */
export function notOneEnd(history: History, task: string, client: string): Contradiction | undefined {
  const ends = endsTold(history, task, client);
  return firstOf(
    secondEnd(history, task, client),
    missing(ends[0], `${client} received none of ${task}`, history.ended(task) ?? history.last),
  );
}

function secondEnd(history: History, task: string, client: string): Contradiction | undefined {
  const [first, second] = endsTold(history, task, client);
  return (
    second && seen(`${client} received ${describe(first?.value)} and then ${describe(second.value)}`, first, second)
  );
}

/** The result settles, and only once. */
export const settlesOnce = (task: string): Claim =>
  claim(`the result of ${task} settles exactly once`, (history) => {
    const all = history.all('result', task);
    return all.length === 1 ? undefined : seen(`it settled ${tally(all.length)}`, ...all, history.last);
  });

/** The task reaches an end in every view that is offered, and none calls it a completion. */
export const endsUncompleted = (task: string): Claim =>
  claim(`${task} has an end in every view, and it is not a completion`, (history, { offer }) =>
    firstOf(
      missing(history.result(task), `the result of ${task} is still pending`, history.last),
      completion(history, task),
      offer.events
        ? missing(endsTold(history, task, 'watcher')[0], 'the client was told no end', history.last)
        : undefined,
      forEach(sights(history, task), ({ view, ending, event }) =>
        isCompletion(ending) ? seen(`${view} says that ${task} is ${ending}`, event) : undefined,
      ),
    ),
  );

/** Completed or not is the same in every view; which other tag it has is not read. */
export const viewsAgree = (task: string): Claim =>
  claim(`every view of ${task} tells a completion, or none does`, (history) => disagreement(history, task));

export function disagreement(history: History, task: string): Contradiction | undefined {
  const list = sights(history, task);
  const odd = list.find(({ ending }) => isCompletion(ending) !== isCompletion(list[0]?.ending));
  return odd && seen(`the views of ${task} differ: ${sightText(list)}`, list[0]?.event, odd.event);
}

/** The task is shown as ended by the query, or not at all. */
export const notLive = (task: string): Claim =>
  claim(`no query shows ${task} as alive`, (history) => {
    const query = history.all('query', task, 'ok').at(-1);
    const { state, ids } = (query?.value ?? {}) as Snapshot;
    const live =
      ids?.includes(task) === true || (state !== undefined && query && history.endingOf(query, 'query') == null);
    return live
      ? seen(`the query says ${state === undefined ? 'that it lists it' : describe(state)}`, query)
      : undefined;
  });

/** The body returned, and the result is its value. */
export const completes = (task: string, value: unknown): Claim =>
  claim(`${task} is completed with ${describe(value)}`, (history) => uncompleted(history, task, value));

export function uncompleted(history: History, task: string, value: unknown): Contradiction | undefined {
  const result = history.result(task);
  return result?.kind === 'ok' && Object.is(result.value, value)
    ? undefined
    : seen(`the result of ${task} ${resultText(result)}`, result ?? history.ended(task) ?? history.last);
}

/** Nothing of the task reaches a client after its terminal event. */
export const silentAfterEnd = (task: string): Claim =>
  claim(`no event of ${task} reaches a client after its terminal event`, (history) =>
    forEach(clientsOf(history, task), (client) => {
      const end = endsTold(history, task, client)[0];
      const late = end && history.after(end).delivered(task, client)[0];
      return late && seen(`${client} received ${describe(late.value)} after it`, end, late);
    }),
  );

/** The client did not receive these numbers, each once and in this order. */
export function otherNumbers(
  history: History,
  task: string,
  client: string,
  wanted: readonly number[],
): Contradiction | undefined {
  const got = numbersTo(history, task, client);
  return got.length === wanted.length && got.every((number, index) => number === wanted[index])
    ? undefined
    : seen(`${client} received ${list(got)}`, ...history.delivered(task, client).slice(-4), history.last);
}

/** From one number to another. */
export const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** `1, 2, 3`; `nothing`. */
export const list = (values: readonly unknown[]): string =>
  values.map((value) => describe(value)).join(', ') || 'nothing';

/** The body ran to its own return. */
export const returned = (history: History, task: string): Event | undefined =>
  history.ended(task)?.value === 'returned' ? history.ended(task) : undefined;

/** The task never ran. */
export const neverStarts = (history: History, task: string): Contradiction | undefined =>
  refuted(history.started(task), `${task} started`);
