import { type Claim, claim, type Dialect, type Event, type History, refuted, seen } from '../../harness/index.ts';

/** How soon a server has to do what it can do at once, ms. */
export const bound = 1_000;
/** A grace period and an allowance that no case waits for. */
export const ample = { grace: 10_000, force: 10_000 } as const;

/** A signal, by its place among those that were sent. */
export const signalAt = (history: History, index = 0): Event | undefined =>
  history.all('server.signal', undefined, 'invoke')[index];

/** It was sent to a process that lived. */
export const sentAlive = (history: History, index = 0): Event | undefined => {
  const sent = signalAt(history, index);
  return sent?.value === true ? sent : undefined;
};

/** The end of a server, by its place among those that were started. */
export const endOf = (history: History, index = 0): Event | undefined => history.all('server.end')[index];

interface Status {
  readonly code: number | null;
  readonly signal: string | null;
}

export const statusOf = (end: Event | undefined): Status | undefined => end?.value as Status | undefined;

/** `with code 0`, `by SIGTERM`. */
export function endText(end: Event | undefined): string {
  const status = statusOf(end);
  if (!status) return 'the process lived on';
  return status.signal === null
    ? `the process ended with code ${status.code}`
    : `the process ended by ${status.signal}`;
}

/** It ended by itself: with a code. */
export const byItself = (end: Event | undefined): boolean => statusOf(end)?.signal === null;

export const ranAtSignal = (history: History, task: string): Event | undefined =>
  history.before(signalAt(history)).ended(task) ? undefined : history.before(signalAt(history)).started(task);

/** The signal showed: work or a fresh connection was refused, or a body was told, and the process lived. */
export const seenAlive = (history: History): Event | undefined =>
  history.all('server.seen').find(({ value, seq }) => value === true && (endOf(history)?.seq ?? Infinity) > seq);

export interface Response {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

export const responseOn = (history: History, connection: string): Event | undefined =>
  history.all('server.response').find(({ who }) => who === connection);

/** The whole response that was meant. */
export function answeredFully(history: History, connection: string, body: string): Event | undefined {
  const response = responseOn(history, connection);
  const { status, body: said } = (response?.value ?? {}) as Partial<Response>;
  return status === 200 && said === body ? response : undefined;
}

export const closedOn = (history: History, connection: string): Event | undefined =>
  history.all('server.closed').find(({ who }) => who === connection);

/** The request waits at its gate. */
export const heldAtSignal = (history: History, gate: string): Event | undefined =>
  ranAtSignal(history, `GET /gate/${gate}`);

/** Answers of fresh connections to one path, in order. */
export const probesOf = (history: History, path: string): readonly Event[] =>
  history.all('server.probe', undefined, 'ok').filter(({ who }) => who === path);

export const isGood = ({ value }: Event): boolean => typeof value === 'number' && value >= 200 && value < 300;

/** The process has ended by itself within so many ms after the place. */
export const endsWithin = (ms: number, after: string, place: (history: History) => Event | undefined): Claim =>
  claim(`the process ends by itself within ${ms} ms after ${after}`, (history) => {
    const from = place(history);
    const end = endOf(history);
    if (!end || !byItself(end)) return seen(endText(end), from, end);
    const took = end.at - (from?.at ?? 0);
    return took > ms ? seen(`it ended ${took} ms after ${after}`, from, end) : undefined;
  });

/** That gate was opened. */
export const opened =
  (gate: string) =>
  (history: History): Event | undefined =>
    history.all('open').find(({ who }) => who === gate);

/** No such line before that moment. */
export const notBefore = (
  expected: string,
  line: (history: History) => Event | undefined,
  place: (history: History) => Event | undefined,
): Claim =>
  claim(expected, (history) => {
    const [found, limit] = [line(history), place(history)];
    return found && limit && found.seq < limit.seq
      ? refuted(found, `${found.task ?? 'it'} was ${found.what} before`)
      : undefined;
  });

/** What is declared of a signal, `TERM` or `INT`; that of all signals where it has nothing of its own. */
export function declaredOf(dialect: Dialect, option: 'signal.map' | 'signal.second', signal: string): string {
  const own = dialect.entries().find(([name]) => name === `${option}.${signal}`)?.[1];
  return typeof own === 'string' ? own : dialect.value(option);
}
