import { claim, type Contradiction, firstOf, forEach, type History, refuted, seen } from '../../harness/index.ts';
import { begun, call, type Cases, held, lasting, openTurns, shown, started, longAfter, calm } from './facts.ts';
import { managed, parts, startHeld, stopHeld } from './parts.ts';

const E = new Error('the third turn fails');

/** LIF-11: the state that is shown. */
export const state: Cases = {
  'component-normal-life': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.services.component('S', { ...calm, ...held });
      lab.services.look('S', 'before');
      lab.services.start('S');
      await lab.quiesce('started');
      lab.services.look('S', 'turning');
      lab.services.stop('S');
      await lab.quiesce('stopping');
      lab.services.look('S', 'stopping');
      openTurns(lab);
      await lab.quiesce();
      lab.open('close');
      await lab.quiesce();
      lab.services.look('S', 'after');
    },
    premise: (history) => ({
      'a turn was under way when it was looked at': lasting(history.before('started'), 'port.turn')[0],
      'it was under way still while the stop waited':
        lasting(history.before('stopping'), 'port.turn')[0] && !call(history.before('stopping'), 'stop')?.answer,
      'the stop settled': call(history, 'stop')?.answer,
      'two different states were shown': new Set(history.all('service.state').map(({ value }) => value)).size > 1,
    }),
    claims: [
      claim('before its start and after its stop it is not shown as running', (history) =>
        forEach(['before', 'after'], (mark) => shownAs(history, 'S', mark, running)),
      ),
      claim(
        'while a turn is under way, also when the stop waits for it, it is shown neither as stopped nor as failed',
        (history) => forEach(['turning', 'stopping'], (mark) => shownAs(history, 'S', mark, over)),
      ),
    ],
  },

  'component-crash': {
    workload: async (lab) => {
      await started(lab, { ...calm, turn: (n) => (n < 3 ? {} : n === 3 ? { throws: E } : { gate: `turn ${n}` }) });
      lab.services.look('S', 'crashed');
      await lab.quiesce('crashed');
      await longAfter(lab);
      lab.services.look('S', 'later');
    },
    premise: (history) => ({ 'the third turn threw': history.all('port.turn.over', undefined, 'fail')[0] }),
    claims: [
      claim(
        ({ dialect }) =>
          dialect.is('loop.crash', 'restarts')
            ? 'it is shown as running only where a turn follows'
            : 'it is not shown as running, and no turn follows',
        (history, { dialect }) => {
          const next = begun(history, 'port.turn')[3];
          if (dialect.is('loop.crash', 'restarts'))
            return next ? undefined : forEach(['crashed', 'later'], (mark) => shownAs(history, 'S', mark, running));
          return firstOf(
            refuted(next, 'a further turn began'),
            forEach(['crashed', 'later'], (mark) => shownAs(history, 'S', mark, running)),
          );
        },
      ),
    ],
  },

  'manager-states': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.services.manager('M', parts({ start: { B: { gate: 'b' } }, stop: { B: { gate: 'c' } } }));
      lab.services.look('M', 'before');
      lab.services.start('M');
      await lab.quiesce('starting');
      lab.services.look('M', 'starting');
      lab.open('b');
      await lab.quiesce();
      lab.services.look('M', 'up');
      lab.services.stop('M');
      await lab.quiesce('stopping');
      lab.services.look('M', 'stopping');
      lab.open('c');
      await lab.quiesce('stopped');
      lab.services.look('M', 'after');
      await managed(lab, { start: { C: { throws: E } } });
      lab.services.look('M', 'failed');
    },
    premise: (history) => ({
      "B's start was at its gate": startHeld(history, 'starting', 'B'),
      "B's stop was at its gate": stopHeld(history, 'stopping', 'B'),
      'a start failed': history.after('stopped').all('part.start.over', undefined, 'fail')[0],
      'two different states were shown': new Set(history.all('service.state').map(({ value }) => value)).size > 1,
    }),
    claims: [
      claim(
        'it is not shown as running before its start, while B starts, after its stop, and after a start that failed',
        (history) => forEach(['before', 'starting', 'after', 'failed'], (mark) => shownAs(history, 'M', mark, running)),
      ),
      claim('it is not shown as stopped while B stops', (history) => shownAs(history, 'M', 'stopping', over)),
    ],
  },
};

/** The adapter puts its words into these. */
const running: readonly unknown[] = ['running'];
const over: readonly unknown[] = ['stopped', 'failed'];

function shownAs(
  history: History,
  service: string,
  mark: string,
  words: readonly unknown[],
): Contradiction | undefined {
  const look = shown(history, service, mark);
  return look && words.includes(look.value) ? seen(`it was shown as ${String(look.value)} (${mark})`, look) : undefined;
}
