import {
  claim,
  type Context,
  describe,
  type Event,
  forEach,
  type History,
  type Lab,
  type Race,
  seen,
} from '../../harness/index.ts';
import { type Cases, tally } from '../cancellation/claims.ts';
import { cancelOf, lentLine } from '../cancellation/facts.ts';
import { atMostOneEnd } from './claims.ts';
import { endsTold, madeCall, precedes } from './facts.ts';
import { stop, stopCalls, stopsOf, unforced, usedIn } from './stops.ts';

/** A task cleans up, half in its own `finally`, half in what it registered, and is stopped once more meanwhile. */
const stopDuringCleanup: Race = {
  name: 'stop-during-cleanup',
  variants: stopsOf,
  setup: async (lab) => {
    await lab.coordinator();
    const half = (name: string) => [{ note: `${name}1` }, { gate: 'fin' }, { note: `${name}2` }];
    lab.submit('T', [{ defer: half('d') }, { try: { body: [{ gate: 'g' }], finally: half('c') } }]);
    await lab.quiesce();
  },
  actors: (_context, how) => [
    [
      { name: 'c1', act: (lab) => lab.cancel('T') },
      { name: 'x1', act: (lab) => stop(lab, how, 'T') },
    ],
    [{ name: 'f1', act: (lab) => lab.open('fin') }],
  ],
};

/** Three clients take their time over the end of a task, which is stopped once more meanwhile. */
const stopDuringNotification: Race = {
  name: 'stop-during-notification',
  variants: stopsOf,
  setup: async (lab) => {
    await lab.coordinator();
    lab.submit('T', [{ gate: 'g' }]);
    for (const client of three) slow(lab, client);
    await lab.quiesce();
    lab.cancel('T');
    await lab.quiesce('cancelled');
  },
  actors: (_context, how) => [
    three.map((client) => ({ name: `d${client.slice(1)}`, act: (lab: Lab) => lab.open(client) })),
    [{ name: 'x1', act: (lab) => stop(lab, how, 'T') }],
  ],
  finish: async (lab) => {
    lab.open(...three);
    await lab.quiesce();
  },
};

const three = ['c1', 'c2', 'c3'] as const;
const slow = (lab: Lab, client: string): void =>
  lab.subscribe(client, 'T', ({ terminal }) => (terminal ? lab.own.passing(client) : undefined));

const second = (history: History): Event | undefined => madeCall(stopCalls(history, 'T')[1]);

/** One of these for each kind of second stop: it came while there was something to cut short. */
const eachKind = (came: (history: History) => boolean) =>
  Object.fromEntries(
    (['cancel', 'cancelAll', 'shutdown'] as const).map((kind) => [
      `the second stop was a ${kind}, where one is offered`,
      (history: History, context: Context) => {
        const ways = stopsOf(context).filter((way) => way.startsWith(kind) && (kind !== 'cancel' || way === kind));
        const used =
          kind === 'cancel' ? history.calls('cancel', 'T').length > 1 : ways.some((way) => usedIn(history, way));
        return ways.length === 0 || (used && came(history));
      },
    ]),
  );

/** RAC-03: what follows a cancel is not cut short by a further one. */
export const secondStop: Cases = {
  'a-second-stop-does-not-cut-the-cleanup': {
    race: stopDuringCleanup,
    premise: (history) => ({
      "T's cleanup had begun before the second stop": history.before(second(history)).journal('T', 'cleanup')[0],
      'the call of the second stop returned': second(history),
      'no force limit was over': unforced(history),
      'the cleanup was let go on': history.find(({ what, who }) => what === 'open' && who === 'fin'),
    }),
    covers: eachKind((history) => !precedes(history.journal('T', 'cleaned')[0], second(history))),
    claims: [
      claim('c1 and c2 are noted once each and in this order; d1 and d2 too', (history) =>
        forEach(halvesOf(history), (half) => cut(history, half)),
      ),
      claim('no view tells an end of T before both halves of its cleanup have ended', (history, { dialect }) => {
        if (!dialect.is('terminal.when', 'after-cleanup')) return undefined;
        const last = history.journal('T', 'cleaned').at(-1);
        const early = [history.result('T'), ...endsTold(history, 'T', 'watcher')].find((event) =>
          precedes(event, last),
        );
        return early && seen(`${early.what} said ${describe(early.value)} before the last of them`, early, last);
      }),
      atMostOneEnd('T'),
    ],
  },

  'a-second-stop-does-not-cut-the-notification': {
    race: stopDuringNotification,
    premise: (history) => {
      const before = history.before(second(history));
      return {
        'the call of the second stop returned': second(history),
        'a delivery of the end had begun before it': three.some((client) => endsTold(before, 'T', client).length > 0),
        'a delivery had not ended before it': three.some((client) => handled(before, client).length === 0),
      };
    },
    covers: eachKind(() => true),
    claims: [
      claim("each of the three clients begins and ends exactly one delivery of T's end", (history) =>
        forEach(three, (client) => {
          const [began, ended] = [endsTold(history, 'T', client), handled(history, client)];
          return began.length === 1 && ended.length === 1
            ? undefined
            : seen(`${client} began ${tally(began.length)} and ended ${tally(ended.length)}`, ...began, history.last);
        }),
      ),
    ],
  },
};

/** Deliveries of the end that the client has come to the end of. */
const handled = (history: History, client: string): readonly Event[] => {
  const ends = new Set(endsTold(history, 'T', client).map(({ seq }) => seq));
  return history
    .all('delivered', 'T')
    .filter(({ who, call }) => who === client && call !== undefined && ends.has(call));
};

/** What a coordinator that lends no `defer` cannot be asked. */
const halvesOf = (history: History): readonly string[] =>
  lentLine(history, 'T', 'defer', 'ok') && cancelOf(history, 'T') ? ['c', 'd'] : ['c'];

function cut(history: History, half: string) {
  const lines = history.journal('T', 'note').filter(({ value }) => String(value).startsWith(half));
  const texts = lines.map(({ value }) => String(value)).join(', ');
  return texts === `${half}1, ${half}2`
    ? undefined
    : seen(`T noted ${texts || `nothing of ${half}`}`, ...lines, history.last);
}
