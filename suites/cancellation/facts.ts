import { answerOf, type Call, type Event, type History, type Stock } from '../../harness/index.ts';

type Place = Event | string | undefined;

/** The call that cancelled the task first, or again. */
export const cancelOf = (history: History, task: string, index = 0): Event | undefined =>
  history.call('cancel', task, index)?.invoke;

/** Where the kit counted what is there, by its mark. */
export const countOf = (history: History, mark: string): Event | undefined =>
  history.all('kit.count').find(({ who }) => who === mark);

/** What it counted there. */
export const stockOf = (history: History, mark: string): Stock | undefined =>
  countOf(history, mark)?.value as Stock | undefined;

/** The body stood at its gate when the task was cancelled, or at that other moment. */
export const stood = (history: History, task: string, gate: string, place?: Place): Event | undefined =>
  history.before(place ?? cancelOf(history, task)).standsAt(task, gate);

/** The task had no line in its journal at that moment. */
export const unstarted = (history: History, task: string, place: Event | undefined): Event | undefined =>
  history.before(place).journal(task).length === 0 ? place : undefined;

/** The cancel arrived at the body after that moment: it was told, or it has ended. */
export function reached(history: History, task: string, place: Place = cancelOf(history, task)): Event | undefined {
  const later = history.after(place);
  return later.told(task) ?? later.ended(task);
}

/** The kit opened that gate: whoever goes on after this may have done so without being told anything. */
export const openingOf = (history: History, gate: string): Event | undefined =>
  history.all('open').find(({ who }) => who === gate);

/** The call returned; the promise that it answered may be pending, or reject with what the task itself ended with. */
export function returned(history: History, call: Call | undefined): Event | undefined {
  const { invoke, answer } = call ?? {};
  return answer?.kind === 'fail' && !isOwnOutcome(history, answer) ? undefined : invoke;
}

/** The call has an answer, whatever it says. */
export const answered = (call: Call | undefined): Event | undefined => call?.answer;

/** The call has an answer that says yes. */
export const affirmed = (call: Call | undefined): Event | undefined =>
  answerOf(call) === 'positive' ? call?.answer : undefined;

/** The call was accepted: it did not say no. */
export function accepted(history: History, call: Call | undefined): Event | undefined {
  return answerOf(call) === 'negative' ? undefined : returned(history, call);
}

/** A rejection of a cancel call by which it tells how the task ended. */
export function isOwnOutcome(history: History, answer: Event): boolean {
  const result = answer.task === undefined ? undefined : history.result(answer.task);
  return (
    result?.kind === 'fail' &&
    (Object.is(result.value, answer.value) || history.endingOf(result, 'result') === history.endingOf(answer, 'result'))
  );
}

/** The result of the task was fulfilled with that value, by a body that returned. */
export const completed = (history: History, task: string, value: unknown): Event | undefined =>
  history.ended(task)?.value === 'returned' && history.result(task)?.value === value ? history.result(task) : undefined;

/** The body ended in that way: it returned, raised the cancellation, or threw. */
export function endedAs(history: History, task: string, how: 'returned' | 'cancelled' | 'threw'): Event | undefined {
  const end = history.ended(task);
  return end?.value === how ? end : undefined;
}

/** The body has raised the cancellation, or was killed. */
export const endedByCancel = (history: History, task: string): Event | undefined =>
  ['cancelled', 'killed'].includes(String(history.ended(task)?.value)) ? history.ended(task) : undefined;

/** The body called the lent primitive and had no answer before that moment. */
export function waitsIn(history: History, task: string, step: string, place: Place): Event | undefined {
  const lines = history
    .before(place)
    .journal(task, 'lent')
    .filter(({ value }) => stepOf(value).step === step);
  return lines.at(-1) && stepOf(lines.at(-1)?.value).phase === 'call' ? lines.at(-1) : undefined;
}

/** The first line about a call of the lent primitive, of one phase. */
export const lentLine = (
  history: History,
  task: string,
  step: string,
  phase: 'call' | 'ok' | 'fail',
): Event | undefined =>
  history.journal(task, 'lent').find(({ value }) => stepOf(value).step === step && stepOf(value).phase === phase);

const stepOf = (detail: unknown): { readonly step?: unknown; readonly phase?: unknown } =>
  detail !== null && typeof detail === 'object' ? detail : {};

/** A note of the task, or of a part of its body that a primitive ran. */
export const notedWithin = (history: History, task: string, text: string): Event | undefined =>
  history.find(
    (event) =>
      event.kind === 'saw' &&
      event.what === 'note' &&
      event.value === text &&
      (event.task === task || event.task?.startsWith(`${task}/`) === true),
  );
