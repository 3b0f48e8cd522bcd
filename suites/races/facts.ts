import { type Call, type Context, emissionOf, type Event, type History, type TaskEvent } from '../../harness/index.ts';

/** The one event stands before the other; also if the other never came. */
export const precedes = (one: Event | undefined, other: Event | undefined): boolean =>
  one !== undefined && (other === undefined || one.seq < other.seq);

/** The moment at which the gate was opened. */
export const opened = (history: History, gate: string): Event | undefined =>
  history.find(({ what, who, kind }) => what === 'open' && who === gate && kind === 'invoke');

/** The call was made and did not throw; what it answered is not looked at. */
export const madeCall = (call: Call | undefined): Event | undefined =>
  call?.answer?.kind === 'fail' && call.answer.hop === call.invoke.hop && call.answer.seq === call.invoke.seq + 1
    ? undefined
    : call?.invoke;

/** Who was attached before the run had anything to say: its clients, the passive one among them. */
export const clientsOf = (history: History, task: string): readonly string[] =>
  [...new Set(history.delivered(task).map(({ who }) => who ?? ''))].filter((who) => !who.startsWith('late '));

/** Numbers that a client received as events of a body's own, in order. */
export const numbersTo = (history: History, task: string, client: string): readonly unknown[] =>
  history
    .delivered(task, client)
    .filter((event) => history.endingOf(event, 'events') == null)
    .map(({ value }) => value && emissionOf(value as TaskEvent).data)
    .filter((data) => typeof data === 'number');

/** Calls of `emit` by a body, in order. */
export const emits = (history: History, task: string, phase: 'call' | 'ok' | 'fail' = 'call'): readonly Event[] =>
  history.journal(task, 'lent').filter(({ value }) => {
    const line = value as { readonly step?: unknown; readonly phase?: unknown };
    return line.step === 'emit' && line.phase === phase;
  });

/** The call of a primitive by a body had an answer, yes or no. */
export const emitAnswered = (history: History, task: string, index = 0): Event | undefined =>
  [...emits(history, task, 'ok'), ...emits(history, task, 'fail')].sort((a, b) => a.seq - b.seq)[index];

/** How a client was attached: it subscribed, or it connected. */
export const joined = (history: History, client: string): Call | undefined => {
  const calls = [...history.calls('subscribe'), ...history.calls('connect')];
  return calls.find(({ invoke }) => invoke.who === client);
};

/** An end told to a client, live or late. */
export const endsTold = (history: History, task: string, client: string): readonly Event[] =>
  history
    .delivered(task, client)
    .filter((event) => history.endingOf(event, 'events') != null || history.endingOf(event, 'lateSubscribe') != null);

/** Members of `shutdown` that take no more work, or end what runs. */
export const modesOf = ({ shutdown }: Pick<Context, 'shutdown'>): readonly string[] =>
  Object.keys(shutdown).filter((member) => shutdown[member] === 'mode');

/** The body was killed: its wire tells that when it closes, in no order with what others tell. */
export const isKilled = (history: History, task: string): boolean => history.ended(task)?.value === 'killed';

/** The client was attached by a connection that it reads from, at its own speed: the library calls nothing of it. */
export const pulls = (history: History, client: string): boolean =>
  history
    .all('subscribe', undefined, 'ok')
    .some(({ who, value }) => who === client && (value as { readonly pulls?: true } | undefined)?.pulls === true);

/** Why it is no matter how the client fails. */
export const failsAlone = (client: string) => (history: History) =>
  pulls(history, client) ? 'its clients pull: what one throws or returns reaches nobody' : undefined;
