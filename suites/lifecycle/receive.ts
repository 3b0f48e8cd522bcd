import { claim, type Contradiction, type Event, type History, type Lab, seen } from '../../harness/index.ts';
import { calls, type Cases, calm } from './facts.ts';

const limit = 5;
const numbers = Array.from({ length: 50 }, (_, index) => index + 1);
/** When the message comes: before the limit, at its instant in either order and hops from it, and after it. */
const moments = [
  'early',
  'first',
  'last',
  'hop -3',
  'hop -2',
  'hop -1',
  'hop 0',
  'hop 1',
  'hop 2',
  'hop 3',
  'late',
] as const;
const momentOf = (number: number) => moments[number % moments.length] ?? 'early';

/** LIF-13: a receive that ends without a message, or nearly. */
export const receive: Cases = {
  'ended-by-its-timeout': {
    workload: async (lab) => {
      await connected(lab);
      for (const number of numbers) await around(lab, number);
      await drain(lab);
    },
    premise: (history) => ({
      'a receive ended without a message': empty(history)[0],
      'a message came at the instant at which its receive ended, before it': together(history, -1),
      'and after it': together(history, 1),
    }),
    claims: [claim('each of the 50 messages is received, and received once', (history) => miscounted(history))],
  },

  'ended-by-its-signal': {
    atEveryHop: true,
    workload: async (lab) => {
      await connected(lab);
      for (const number of numbers) await aborted(lab, number);
      await drain(lab);
    },
    premise: (history) => ({
      'a receive ended without a message': empty(history)[0],
      'a message came before the abort': numbers.some((number) => said(history, number) < abortOf(history, number)),
      'and after it': numbers.some((number) => said(history, number) > abortOf(history, number)),
    }),
    claims: [claim('each of the 50 messages is received, and received once', (history) => miscounted(history))],
  },
};

/** A component with a connection, of which somebody polls. */
async function connected(lab: Lab): Promise<void> {
  await lab.coordinator();
  lab.services.component('S', calm);
  lab.services.start('S');
  await lab.quiesce();
  lab.services.receive('S', 'first', { timeout: limit });
  await lab.advance(limit);
}

/** One poll, and one message around its end. Timers of one instant fire in the order in which they are set. */
async function around(lab: Lab, number: number): Promise<void> {
  const moment = momentOf(number);
  const say = (): void => lab.services.deliver(number);
  const hops = moment.startsWith('hop') ? Number(moment.slice(4)) : undefined;
  if (moment === 'first' || (hops !== undefined && hops < 0))
    lab.own.later(limit, hops === undefined ? say : () => later(-hops, say));
  lab.services.receive('S', `poll ${number}`, { timeout: limit });
  if (moment === 'early') lab.own.later(limit - 1, say);
  if (moment === 'last' || (hops !== undefined && hops >= 0))
    lab.own.later(limit, hops === undefined ? say : () => later(hops, say));
  if (moment === 'late') lab.own.later(limit + 1, say);
  await lab.advance(2 * limit);
  await collect(lab, number);
}

/** Calls so many microtasks later. */
function later(hops: number, act: () => void): void {
  if (hops <= 0) act();
  else queueMicrotask(() => later(hops - 1, act));
}

/** One poll, whose signal is aborted so many hops before or after its message comes. */
async function aborted(lab: Lab, number: number): Promise<void> {
  const hops = (number % 7) - 3;
  const signal = `signal ${number}`;
  lab.services.receive('S', `poll ${number}`, { signal });
  await lab.quiesce();
  // At no distance at all both orders are tried.
  if (hops < 0 || (hops === 0 && number % 2 === 0)) {
    lab.services.deliver(number);
    if (hops < 0) await lab.hops(-hops);
    lab.abort(signal);
  } else {
    lab.abort(signal);
    if (hops > 0) await lab.hops(hops);
    lab.services.deliver(number);
  }
  await lab.advance(2 * limit);
  await collect(lab, number);
}

/** Takes what was kept, so that the next poll has to wait for its own message. */
async function collect(lab: Lab, number: number): Promise<void> {
  lab.services.receive('S', `after ${number}`, { timeout: limit });
  await lab.advance(limit);
}

/** Polls on until there is nothing more to have. */
async function drain(lab: Lab): Promise<void> {
  for (const number of numbers) {
    lab.services.receive('S', `rest ${number}`, { timeout: limit });
    await lab.advance(limit);
    const last = calls(lab.history, 'receive').at(-1);
    if (last?.answer?.value === undefined) return;
  }
}

const empty = (history: History): readonly Event[] =>
  calls(history, 'receive').flatMap(({ answer }) =>
    answer && answer.value === undefined ? [answer] : answer?.kind === 'fail' ? [answer] : [],
  );

const said = (history: History, number: number): number =>
  history.all('peer.says').find(({ who, value }) => who === String(number) && value === true)?.seq ?? 0;

const abortOf = (history: History, number: number): number =>
  history.all('abort', undefined, 'invoke').find(({ who }) => who === `signal ${number}`)?.seq ?? 0;

/** A poll that settled at the instant at which its message came: behind it (-1), or before it (1). */
function together(history: History, side: -1 | 1): Event | undefined {
  for (const number of numbers) {
    const answer = calls(history, 'receive').find(({ invoke }) => invoke.who === `poll ${number}`)?.answer;
    const message = history.all('peer.says').find(({ who }) => who === String(number));
    if (!answer || !message || answer.at !== message.at) continue;
    if (Math.sign(message.seq - answer.seq) === side) return message;
  }
  return undefined;
}

function miscounted(history: History): Contradiction | undefined {
  const got = calls(history, 'receive').flatMap(({ answer }) => (answer?.kind === 'ok' ? [answer] : []));
  for (const number of numbers) {
    const times = got.filter(({ value }) => value === number);
    if (times.length !== 1) {
      const message = history.all('peer.says').find(({ who }) => who === String(number));
      return seen(
        `message ${number}, which came ${momentOf(number)}, was received ${times.length} times`,
        message,
        ...times,
      );
    }
  }
  return undefined;
}
