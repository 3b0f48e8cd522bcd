import { claim, type Contradiction, firstOf, forEach, type History, refuted, seen } from '../../harness/index.ts';
import { beatsAfter, beganAfter, closedOnce, settles } from './claims.ts';
import { alive, begun, call, type Cases, interval, lasting, openTurns, settledBy, started } from './facts.ts';
import { managed, names, ready, startHeld, startsOf, stillUp, stopOf } from './parts.ts';

/** LIF-15: a stop while the start is under way. */
export const duringStart: Cases = {
  'component-connect-in-progress': {
    atEveryHop: true,
    workload: async (lab) => {
      await started(lab, { connect: (n) => (n === 1 ? { gate: 'g' } : {}) });
      lab.services.stop('S');
      await lab.quiesce('stopped');
      openTurns(lab);
      await lab.quiesce();
      lab.open('g');
      await lab.quiesce();
      openTurns(lab);
      await lab.quiesce('opened');
      await lab.advance(100 * interval);
    },
    premise: (history) => ({
      'the first attempt to connect was under way': lasting(
        history.before(call(history, 'stop')?.invoke),
        'port.connect',
      )[0],
    }),
    claims: [
      settles('start'),
      settles('stop'),
      claim('the connection is closed once, as soon as it is there', (history) => closedOnce(history, 'opened')),
      claim('nothing begins after the stop has settled', (history) => restsAfter(history)),
    ],
  },

  'component-at-every-hop': {
    race: {
      name: 'stop-meets-a-start',
      setup: async (lab) => {
        await lab.coordinator();
        lab.services.component('S');
      },
      actors: () => [
        [
          { name: 's1', act: (lab) => lab.services.start('S') },
          { name: 'p1', act: (lab) => lab.services.stop('S') },
        ],
      ],
      finish: async (lab) => {
        openTurns(lab);
        await lab.quiesce();
        openTurns(lab);
        await lab.quiesce('opened');
        await lab.advance(100 * interval);
      },
    },
    premise: (history) => ({
      'start and stop were called': call(history, 'start')?.invoke && call(history, 'stop')?.invoke,
    }),
    covers: {
      'a component that was let live showed a sign of life': (history) => alive(history) !== undefined,
      'the stop came before the start had settled, or in its turn': (history) => {
        const [start, stop] = [call(history, 'start'), call(history, 'stop')?.invoke];
        return !start?.answer || start.answer.seq > (stop?.seq ?? 0) || start.answer.turn === stop?.turn;
      },
      'the stop came after it': (history) =>
        (call(history, 'start')?.answer?.seq ?? Number.POSITIVE_INFINITY) < (call(history, 'stop')?.invoke.seq ?? 0),
    },
    claims: [
      settles('start'),
      settles('stop'),
      claim('each connection that was made is closed once', (history) => closedOnce(history)),
      claim('nothing begins after the stop has settled', (history) => restsAfter(history)),
    ],
  },

  'manager-a-start-in-progress': {
    atEveryHop: true,
    workload: async (lab) => {
      await managed(lab, { start: { B: { gate: 'b' } } });
      lab.services.stop('M');
      await lab.quiesce('held');
      lab.open('b');
      await lab.quiesce();
    },
    premise: (history) => ({
      "A had started, and B's start was at its gate":
        ready(history.before('held'), 'A') && startHeld(history, 'held', 'B'),
      'the stop was called': call(history, 'stop', 'M')?.invoke,
    }),
    claims: [
      claim('the stop waits for the start of B', (history) =>
        refuted(settledBy(history, 'held', call(history, 'stop', 'M')), 'it had settled'),
      ),
      settles('start', 'M'),
      settles('stop', 'M'),
      claim('each component that was started has been stopped once, after its start', (history) =>
        forEach(names, (name) => upStill(history, name)),
      ),
      claim('none is started after the stop has settled', (history) =>
        forEach(names, (name) =>
          refuted(startsOf(history.after(call(history, 'stop', 'M')?.answer), name)[0], `${name} was started`),
        ),
      ),
    ],
  },
};

function restsAfter(history: History): Contradiction | undefined {
  const answer = call(history, 'stop')?.answer;
  return firstOf(
    beganAfter(history, answer, 'port.turn', 'port.handle', 'port.send', 'port.connect'),
    beatsAfter(history, answer),
  );
}

function upStill(history: History, name: string): Contradiction | undefined {
  const up = stillUp(history, name);
  const times = begun(history, 'part.stop', name).length;
  if (up) return seen(`${name} was started, and not stopped after that`, up, stopOf(history, name), history.last);
  return times > 1 ? seen(`${name} was stopped ${times} times`, ...begun(history, 'part.stop', name)) : undefined;
}
