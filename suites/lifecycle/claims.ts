import {
  type Claim,
  claim,
  type Contradiction,
  describe,
  type Event,
  firstOf,
  forEach,
  type History,
  refuted,
  seen,
} from '../../harness/index.ts';
import { begun, call, connected, crowd, crowdOfConnections, interval, lasting } from './facts.ts';

/** One of everything at a time. */
export const oneOfEach = (): Claim =>
  claim('at any time at most one turn, one attempt to connect and one open connection', (history) =>
    firstOf(
      refuted(crowd(history, 'port.turn'), 'a second turn began while one was under way'),
      refuted(crowd(history, 'port.connect'), 'a second attempt to connect began while one was under way'),
      refuted(crowdOfConnections(history), 'a second connection was opened beside an open one'),
    ),
  );

export const settles = (operation: 'start' | 'stop' | 'dispose', service = 'S', index = 0): Claim =>
  claim(`the ${operation} ${index > 0 ? `number ${index + 1} ` : ''}of ${service} settles`, (history) =>
    unsettled(history, operation, service, index),
  );

/** The call had no answer at the end. */
export const unsettled = (
  history: History,
  operation: 'start' | 'stop' | 'dispose',
  service = 'S',
  index = 0,
): Contradiction | undefined =>
  call(history, operation, service, index)?.answer
    ? undefined
    : seen(`${operation} number ${index + 1} was pending at rest`, history.last);

/** A call of a port that began behind that event. */
export function beganAfter(
  history: History,
  place: Event | undefined,
  ...ports: readonly ('port.turn' | 'port.connect' | 'port.send' | 'port.handle' | 'port.beat')[]
): Contradiction | undefined {
  const later = history.after(place);
  return firstOf(
    ...ports.map((port) => {
      const event = begun(later, port)[0];
      return (
        event &&
        seen(
          `${port.slice(5)} ${describe(event.who)} began at ${event.at} ms, after the stop had settled`,
          place,
          event,
        )
      );
    }),
  );
}

/** One beat of slack: that a heartbeat ends to the beat is a matter of its own. */
export function beatsAfter(history: History, place: Event | undefined): Contradiction | undefined {
  const late = begun(history.after(place), 'port.beat').find(({ at }) => at > (place?.at ?? 0) + interval);
  return (
    late &&
    seen(`a beat began at ${late.at} ms, ${late.at - (place?.at ?? 0)} ms after the stop had settled`, place, late)
  );
}

/** Each connection that was made has been closed once. */
export const closedOnce = (history: History, place?: string): Contradiction | undefined =>
  forEach(connected(history), ({ who, seq }) => {
    const until = place === undefined ? history : history.before(place);
    const closes = begun(until, 'port.close', who);
    return closes.length === 1
      ? undefined
      : seen(
          `connection ${who} was closed ${closes.length === 0 ? 'not at all' : `${closes.length} times`}`,
          history.find((event) => event.seq === seq),
          closes[1] ?? history.last,
        );
  });

/** No turn is under way or begins later. */
export const noTurns = (history: History, place: Event | undefined): Contradiction | undefined =>
  firstOf(
    refuted(lasting(history.before(place), 'port.turn')[0], 'a turn was under way when the stop settled'),
    beganAfter(history, place, 'port.turn'),
  );

/** The value or the error that a call settled with is that error, or leads to it. */
export function leadsTo(value: unknown, error: unknown, depth = 4): boolean {
  if (Object.is(value, error)) return true;
  if (value === null || typeof value !== 'object' || depth === 0) return false;
  const kept = value as Readonly<Record<string, unknown>>;
  return ['cause', 'errors', 'error', 'reason', 'suppressed', 'exceptions'].some((place) => {
    const held = kept[place];
    return Array.isArray(held)
      ? held.some((one) => leadsTo(one, error, depth - 1))
      : held !== undefined && leadsTo(held, error, depth - 1);
  });
}
