import {
  claim,
  type Context,
  type Contradiction,
  describe,
  type Diagnostic,
  firstOf,
  forEach,
  type History,
  type Lab,
  seen,
} from '../../harness/index.ts';
import { beatsAfter, beganAfter, closedOnce, leadsTo, settles } from './claims.ts';
import { begun, call, type Cases, connected, interval, openTurns, over, started } from './facts.ts';
import { allReady, managed, stopOf, stops } from './parts.ts';

const E = new Error('it cannot be stopped');
const ways = ['rejects', 'throws'] as const;

/** LIF-06: a stop of which a part fails. */
export const failingStop: Cases = {
  'manager-a-stop-throws': {
    atEveryHop: true,
    workload: async (lab) => {
      for (const way of ways) await failing(lab, way);
    },
    premise: (history) => ({
      'all four were started': ways.every((way) => allReady(part(history, way))),
      'the stop of B failed': ways.every(
        (way) => over(part(history, way), stopOf(part(history, way), 'B'))?.kind === 'fail',
      ),
    }),
    claims: [
      claim('A, C and D are stopped, A after B', (history, context) =>
        forEach(ways, (way) => spared(part(history, way), context)),
      ),
      claim('the stop settles, and the error of B can be reached', (history) =>
        forEach(ways, (way) => errorLost(part(history, way))),
      ),
    ],
  },

  'component-its-loop-had-crashed': {
    atEveryHop: true,
    workload: async (lab) => {
      await started(lab, { turn: (n) => ({ gate: `turn ${n}`, ...(n === 1 ? { throws: E } : {}) }) });
      await lab.advance(interval);
      lab.open('turn 1');
      await lab.quiesce('crashed');
      lab.services.stop('S');
      await lab.quiesce();
      await lab.advance(10 * interval);
    },
    premise: (history) => ({
      'a turn threw before the stop': history.before('crashed').all('port.turn.over', undefined, 'fail')[0],
      'it had a heartbeat, or a connection': begun(history.before('crashed'), 'port.beat')[0] ?? connected(history)[0],
    }),
    claims: [
      settles('stop'),
      claim('its heartbeat ends, no turn begins, and its connection is closed once', (history) =>
        restStopped(history, true),
      ),
    ],
  },

  'component-close-fails': {
    workload: async (lab) => {
      await started(lab, { close: () => ({ throws: E }) });
      await lab.advance(interval);
      lab.services.stop('S');
      await lab.quiesce();
      openTurns(lab);
      await lab.quiesce();
      await lab.advance(10 * interval);
    },
    premise: (history) => ({
      'the close of its connection failed': history.all('port.close.over', undefined, 'fail')[0],
      'it had a heartbeat, or a loop': begun(history, 'port.beat')[0] ?? begun(history, 'port.turn')[0],
    }),
    claims: [
      settles('stop'),
      claim('its heartbeat ends, and no turn begins', (history) => restStopped(history, false)),
    ],
  },
};

async function failing(lab: Lab, way: (typeof ways)[number]): Promise<void> {
  await managed(lab, { stop: { B: { throws: E, ...(way === 'throws' ? { sync: true } : {}) } } });
  lab.services.stop('M');
  await lab.quiesce(way);
}

function part(history: History, way: (typeof ways)[number]): History {
  const until = history.before(way);
  return way === 'rejects' ? until : until.after('rejects');
}

function spared(history: History, { dialect }: Context): Contradiction | undefined {
  const [a, b] = [stopOf(history, 'A'), over(history, stopOf(history, 'B'))];
  const early = !dialect.is('stop.order', 'concurrent') && a && b && a.seq < b.seq;
  return firstOf(stops(history, ['A', 'C', 'D']), early ? seen('A was stopped before B had failed', a, b) : undefined);
}

function errorLost(history: History): Contradiction | undefined {
  const answer = call(history, 'stop', 'M')?.answer;
  if (!answer) return seen('the stop was pending at rest', history.last);
  const logged = history.all('diagnostic').some(({ value }) => leadsTo((value as Diagnostic).error, E));
  return logged || leadsTo(answer.value, E)
    ? undefined
    : seen(`it settled with ${describe(answer.value)}, and no record has the error`, answer);
}

function restStopped(history: History, closes: boolean): Contradiction | undefined {
  const answer = call(history, 'stop')?.answer;
  return firstOf(
    beatsAfter(history, answer),
    beganAfter(history, answer, 'port.turn'),
    closes ? closedOnce(history) : undefined,
  );
}
