import type { History, Lab } from '../../harness/index.ts';
import { answeredFully, bound, heldAtSignal, responseOn, sentAlive, signalAt } from './server-facts.ts';

/** Limits that a case waits for to the end. */
export const brief = { grace: 500, force: 500 } as const;
export const whole = brief.grace + brief.force + bound;

/** A request that waits at its gate. */
export async function held(lab: Lab, connection: string, gate: string, close?: 'close'): Promise<void> {
  await lab.server.connect(connection);
  lab.server.get(connection, `/gate/${gate}`, close);
  await lab.until(`the request waits at ${gate}`, (history) => history.started(`GET /gate/${gate}`) !== undefined);
}

export const answered = (lab: Lab, connection: string): Promise<void> =>
  lab.until(`${connection} is answered`, (history) => responseOn(history, connection) !== undefined);

export const justSignal = (history: History) => signalAt(history);

/** Requests of SHU-18: each with a request on b, so that a server that simply dies does not pass. */
export const lastOn = (connection: string, gate: string) => (history: History) => ({
  [`the request on ${connection} waited at the signal`]: heldAtSignal(history, gate),
  'the signal was sent to a living process': sentAlive(history),
  [`the response on ${connection} is complete`]: answeredFully(history, connection, `done ${gate}`),
});
