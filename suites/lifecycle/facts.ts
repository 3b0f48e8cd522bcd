import type { Call, Conduct, Event, History, Lab } from '../../harness/index.ts';

/** Cases of one theme, by name. */
export type Cases = Readonly<Record<string, Conduct>>;

type Stub =
  | 'port.turn'
  | 'port.beat'
  | 'port.connect'
  | 'port.close'
  | 'port.send'
  | 'port.handle'
  | 'part.start'
  | 'part.stop';

/** Time between two beats, where a case says nothing else. */
export const interval = 10;
export const hour = 3_600_000;
/** Beats that are not in the way of letting hours pass; still within what a timer takes. */
export const calm = { every: 500 * hour } as const;

/** Long enough for whatever is still to come; in real time as long as one can wait for nothing. */
export const longAfter = (lab: Lab): Promise<void> => lab.advance(lab.mode === 'virtual' ? hour : 1_000);

/** Calls of a stub in order; of one of them, if a name is given. */
export const begun = (history: History, what: Stub, who?: string): readonly Event[] =>
  history.all(what).filter((event) => who === undefined || event.who === who);

/** The end of that call; nothing while it lasts. */
export const over = (history: History, call: Event | undefined): Event | undefined =>
  call && history.find((event) => event.call === call.seq && event.what === `${call.what}.over`);

/** Calls that last at the end of a part of a history. */
export const lasting = (history: History, what: Stub, who?: string): readonly Event[] =>
  begun(history, what, who).filter((call) => !over(history, call));

/** Any sign of life. */
export const alive = (history: History): Event | undefined =>
  begun(history, 'port.turn')[0] ?? begun(history, 'port.beat')[0] ?? begun(history, 'port.connect')[0];

/** Attempts that gave a connection. */
export const connected = (history: History): readonly Event[] =>
  history.all('port.connect.over').filter(({ kind }) => kind === 'saw');

/** A moment with more than one call of that kind at once. */
export function crowd(history: History, what: Stub): Event | undefined {
  return begun(history, what).find((call) => lasting(history.before(call), what).length > 0);
}

/** The moment at which a second connection was open beside another. */
export function crowdOfConnections(history: History): Event | undefined {
  return connected(history).find((one) =>
    connected(history.before(one)).some(({ who }) => begun(history.before(one), 'port.close', who).length === 0),
  );
}

export const calls = (
  history: History,
  operation: 'start' | 'stop' | 'send' | 'receive' | 'dispose',
  service = 'S',
): readonly Call[] => history.calls(`service.${operation}`, service);

export const call = (
  history: History,
  operation: 'start' | 'stop' | 'send' | 'receive' | 'dispose',
  service = 'S',
  index = 0,
): Call | undefined => calls(history, operation, service)[index];

/** The call had settled at that rest. */
export const settledBy = (history: History, mark: string, settled: Call | undefined): Event | undefined =>
  settled?.answer && settled.answer.seq < (history.mark(mark)?.seq ?? 0) ? settled.answer : undefined;

/** What the service showed at that moment. */
export const shown = (history: History, service: string, mark: string): Event | undefined =>
  history.all('service.state', service).find(({ who }) => who === mark);

/** Opens the gate of every turn that waits, so that a loop can see that it is to stop. */
export function openTurns(lab: Lab): void {
  lab.open(...lasting(lab.history, 'port.turn').map(({ who }) => `turn ${who}`));
}

/** A component in a fresh coordinator, started, at rest. */
export async function started(
  lab: Lab,
  ...script: Parameters<Lab['services']['component']> extends [string, ...infer Rest] ? Rest : never
): Promise<void> {
  await lab.coordinator();
  lab.services.component('S', ...script);
  lab.services.start('S');
  await lab.quiesce();
}

/** Lets time pass until that attempt to connect has begun, or there is no hope of it. */
export async function untilAttempt(lab: Lab, number: number): Promise<void> {
  for (let round = 0; round < 60 && begun(lab.history, 'port.connect').length < number; round++)
    await lab.advance(lab.mode === 'virtual' ? hour / 60 : 20);
}

/** The gate that keeps something of the component under way while it is stopped: a turn, or else the close. */
export const held = { close: () => ({ gate: 'close' }) } as const;

/** What the stop found under way, and what was held then. */
export function underWay(history: History, place: Event | undefined): Event | undefined {
  const before = history.before(place);
  return lasting(before, 'port.turn')[0] ?? begun(history, 'port.close')[0];
}
