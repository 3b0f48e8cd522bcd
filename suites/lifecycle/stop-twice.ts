import {
  claim,
  type Context,
  type Contradiction,
  type Event,
  firstOf,
  forEach,
  type History,
  type Lab,
  refuted,
  seen,
} from '../../harness/index.ts';
import { unsettled } from './claims.ts';
import {
  alive,
  begun,
  call,
  type Cases,
  connected,
  held,
  openTurns,
  settledBy,
  started,
  underWay,
  calm,
} from './facts.ts';
import { allReady, managed, names, parts, stopHeld, stops } from './parts.ts';

/** LIF-02: a stop of what is not running, or is stopping. */
export const stopTwice: Cases = {
  'stop-before-start': {
    workload: async (lab) => {
      await started(lab, calm);
      await lab.quiesce('control');
      await lab.coordinator();
      lab.services.component('T');
      lab.services.manager('M', parts({}, ['A', 'B']));
      lab.services.stop('T');
      lab.services.stop('M');
      await lab.quiesce('stopped');
      lab.services.start('T');
      lab.services.start('M');
      await lab.quiesce();
    },
    premise: (history, { offer }) => ({
      'a component that is started shows a sign of life': !offer.component || alive(history.before('control')),
      'the stops were called': call(history, 'stop', 'T')?.invoke ?? call(history, 'stop', 'M')?.invoke,
    }),
    claims: [
      claim('the stop settles, and calls nothing', (history, { offer }) =>
        firstOf(
          offer.component ? unsettled(history, 'stop', 'T') : undefined,
          offer.components ? unsettled(history, 'stop', 'M') : undefined,
          refuted(
            history
              .after('control')
              .before('stopped')
              .find(({ what }) => what.startsWith('port.') || what === 'part.start' || what === 'part.stop'),
            'it called something',
          ),
        ),
      ),
      claim('a later start works, or is refused', (history, { offer }) => {
        const later = history.after('stopped');
        return firstOf(
          offer.component ? works(history, 'T', alive(later)) : undefined,
          offer.components ? works(history, 'M', begun(later, 'part.start')[0]) : undefined,
        );
      }),
    ],
  },

  'component-two-stops': {
    race: {
      name: 'stop-meets-a-stop',
      setup: (lab) => started(lab, held),
      actors: () => [
        [
          { name: 'p1', act: (lab) => lab.services.stop('S') },
          { name: 'p2', act: (lab) => lab.services.stop('S') },
        ],
      ],
      finish: async (lab) => {
        openTurns(lab);
        await lab.quiesce();
        lab.open('close');
        await lab.quiesce('opened');
        lab.services.stop('S');
        await lab.quiesce();
      },
    },
    premise: (history) => ({
      'both stops were called': call(history.before('acted'), 'stop', 'S', 1)?.invoke,
      'a turn, or the close, was under way while they waited': underWay(history, history.mark('acted')),
    }),
    claims: [
      claim('neither stop settles while a turn or the close is under way', (history, context) =>
        tooSoon(history, context, 'S'),
      ),
      claim('both settle when it has ended', (history) => both(history, 'S')),
      claim('each connection is closed once at most', (history) =>
        forEach(connected(history), ({ who }) => {
          const closes = begun(history, 'port.close', who);
          return closes.length > 1 ? seen(`connection ${who} was closed ${closes.length} times`, ...closes) : undefined;
        }),
      ),
      claim('a further stop settles, and calls nothing', (history) =>
        firstOf(
          unsettled(history, 'stop', 'S', 2),
          refuted(
            history.after(call(history, 'stop', 'S', 2)?.invoke).find(({ what }) => what.startsWith('port.')),
            'it called something',
          ),
        ),
      ),
    ],
  },

  'manager-two-stops': {
    race: {
      name: 'stop-of-a-manager-meets-a-stop',
      setup: (lab) => managed(lab, { stop: { B: { gate: 'b' } } }),
      actors: () => [
        [
          { name: 'p1', act: (lab) => lab.services.stop('M') },
          { name: 'p2', act: (lab) => lab.services.stop('M') },
        ],
      ],
      finish: (lab) => thenAgain(lab),
    },
    premise: (history) => ({
      'all four were started': allReady(history),
      'both stops were called': call(history.before('acted'), 'stop', 'M', 1)?.invoke,
      "B's stop was at its gate": stopHeld(history, 'acted', 'B'),
    }),
    claims: [
      claim('neither stop settles while B is stopping', (history, context) => tooSoon(history, context, 'M')),
      claim('both settle when it has stopped', (history) => both(history, 'M')),
      claim('each component is stopped once', (history) => stops(history, names)),
      claim('a further stop settles', (history) => unsettled(history, 'stop', 'M', 2)),
    ],
  },
};

async function thenAgain(lab: Lab): Promise<void> {
  lab.open('b');
  await lab.quiesce('opened');
  lab.services.stop('M');
  await lab.quiesce();
}

/** It is refused by a throw or a rejection, or there is a sign that it works. */
function works(history: History, service: string, sign: Event | undefined): Contradiction | undefined {
  const refused = call(history, 'start', service)?.answer?.kind === 'fail';
  return sign || refused
    ? undefined
    : seen(`${service} was started after its stop, and neither worked nor refused`, history.last);
}

/** A second stop may be asked to make the first one faster. */
function tooSoon(history: History, { dialect }: Context, service: string): Contradiction | undefined {
  if (dialect.is('shutdown.second', 'escalate')) return undefined;
  return forEach([0, 1], (index) =>
    refuted(settledBy(history, 'acted', call(history, 'stop', service, index)), `stop number ${index + 1} had settled`),
  );
}

function both(history: History, service: string): Contradiction | undefined {
  return forEach([0, 1], (index) =>
    settledBy(history, 'opened', call(history, 'stop', service, index))
      ? undefined
      : seen(`stop number ${index + 1} was pending at rest`, history.mark('opened')),
  );
}
