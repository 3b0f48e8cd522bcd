import {
  claim,
  type Contradiction,
  describe,
  type Diagnostic,
  type Event,
  firstOf,
  forEach,
  type History,
  type Lab,
  type Play,
  seen,
  type TaskEvent,
} from '../../harness/index.ts';
import { leadsTo, unsettled } from './claims.ts';
import { begun, call, type Cases, openTurns, longAfter, calm } from './facts.ts';

const E = new Error('a turn fails');
const [first, second] = [new Error('turn 3 fails'), new Error('turn 5 fails')];
const ways = ['rejects', 'throws'] as const;

/** LIF-14: a crash in the background. */
export const crash: Cases = {
  'crash-is-reported': {
    atEveryHop: true,
    workload: async (lab) => {
      for (const way of ways) await crashing(lab, way);
    },
    loud: true,
    premise: (history) => ({
      'the third turn failed before anybody called stop': ways.every(
        (way) =>
          begun(part(history, way), 'port.turn')[2] &&
          part(history, way).before(`crashed ${way}`).all('port.turn.over', undefined, 'fail')[0],
      ),
    }),
    claims: [
      claim('the error is reported once, before anybody calls stop', (history, { dialect }) =>
        forEach(ways, (way) =>
          reported(part(history, way).before(`crashed ${way}`), E, dialect.is('unobserved', 'platform')),
        ),
      ),
      claim('a stop settles, and may reject with the error', (history) =>
        forEach(ways, (way) => settled(part(history, way))),
      ),
      claim('and brings no second report', (history, { dialect }) =>
        forEach(ways, (way) => reported(part(history, way), E, dialect.is('unobserved', 'platform'))),
      ),
    ],
  },

  'each-crash-is-reported': {
    workload: async (lab) => {
      await begin(lab, (n) =>
        n === 3 ? { throws: first } : n === 5 ? { throws: second } : n < 6 ? {} : { gate: `turn ${n}` },
      );
      await longAfter(lab);
      await longAfter(lab);
      await lab.quiesce('counted');
      lab.services.stop('S');
      openTurns(lab);
      await lab.quiesce();
      await longAfter(lab);
    },
    loud: true,
    premise: (history) => ({
      'turns 3 and 5 failed, and a turn followed each':
        begun(history, 'port.turn')[5] && history.all('port.turn.over', undefined, 'fail')[1],
    }),
    claims: [
      claim('each of the two errors is reported once', (history, { dialect }) =>
        forEach([first, second], (error) =>
          reported(history.before('counted'), error, dialect.is('unobserved', 'platform')),
        ),
      ),
      claim('a stop settles, and no turn begins after it', (history) => {
        const answer = call(history, 'stop')?.answer;
        const turn = begun(history.after(answer), 'port.turn')[0];
        return firstOf(unsettled(history, 'stop'), turn && seen('a turn began', answer, turn));
      }),
    ],
  },
};

async function begin(lab: Lab, turn: (n: number, id: number) => Play): Promise<void> {
  await lab.coordinator();
  lab.services.component('S', { ...calm, turn });
  lab.services.start('S');
  await lab.quiesce();
}

async function crashing(lab: Lab, way: (typeof ways)[number]): Promise<void> {
  const third: Play = { throws: E, ...(way === 'throws' ? { sync: true } : {}) };
  await begin(lab, (n, id) => (n < 3 ? {} : n === 3 ? third : { gate: `turn ${id}` }));
  await lab.quiesce(`crashed ${way}`);
  lab.services.stop('S');
  await lab.quiesce(way);
}

function part(history: History, way: (typeof ways)[number]): History {
  const until = history.before(way);
  return way === 'rejects' ? until : until.after('rejects');
}

/** In the log, or by an event; where it is left to the platform, as one rejection that nobody handles. */
function reported(history: History, error: Error, platform: boolean): Contradiction | undefined {
  const carries = (value: unknown): boolean => leadsTo(value, error) || describe(value).includes(error.message);
  const logged = history
    .all('diagnostic')
    .filter(({ value }) => carries((value as Diagnostic).error) || carries((value as Diagnostic).text));
  const told = history.all('event').filter(({ value }) => carries((value as TaskEvent).data));
  const strays = history.all('stray').filter(({ value }) => leadsTo(value, error));
  const channels: readonly (readonly Event[])[] =
    platform && logged.length + told.length === 0 ? [strays] : [logged, told];
  const many =
    [...channels, strays].find((events) => events.length > 1) ?? (platform || strays.length === 0 ? undefined : strays);
  if (many) return seen(`it was reported ${many.length + (many === strays ? logged.length : 0)} times`, ...many);
  return channels.some((events) => events.length === 1)
    ? undefined
    : seen(`nothing reported ${describe(error)}`, history.all('port.turn.over', undefined, 'fail')[0], history.last);
}

function settled(history: History): Contradiction | undefined {
  const answer = call(history, 'stop')?.answer;
  if (!answer) return seen('the stop was pending at rest', history.last);
  return answer.kind === 'fail' && !leadsTo(answer.value, E)
    ? seen(`it rejected with ${describe(answer.value)}`, answer)
    : undefined;
}
