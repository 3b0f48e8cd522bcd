import { claim, type Event, firstOf, forEach, type History, refuted, seen } from '../../harness/index.ts';
import { settles } from './claims.ts';
import { begun, call, type Cases, held, lasting, openTurns, over, settledBy, started, underWay } from './facts.ts';
import { allReady, managed, names, stillUp, stopHeld } from './parts.ts';

const limit = 500;

const endsAt = (service: string) =>
  claim(`the stop, with a limit of ${limit} ms, is pending at ${limit - 1} and has settled at ${limit}`, (history) =>
    firstOf(
      refuted(settledBy(history, 'before', call(history, 'stop', service)), 'it had settled'),
      settledBy(history, 'at the limit', call(history, 'stop', service))
        ? undefined
        : seen('it was pending', history.mark('at the limit')),
    ),
  );

/** LIF-17: a stop that was given a time. */
export const bounded: Cases = {
  'component-stop-ends-at-its-limit': {
    workload: async (lab) => {
      await started(lab, held);
      lab.services.stop('S', { timeout: limit });
      await lab.quiesce('held');
      await lab.advance(limit - 1);
      await lab.quiesce('before');
      await lab.advance(1);
      await lab.quiesce('at the limit');
      openTurns(lab);
      lab.open('close');
      await lab.quiesce();
    },
    premise: (history) => ({
      'the stop had begun, and a turn or the close was under way': underWay(history, history.mark('held')),
      'it was under way at the limit':
        lasting(history.before('at the limit'), 'port.turn')[0] ??
        lasting(history.before('at the limit'), 'port.close')[0],
    }),
    claims: [endsAt('S')],
  },

  'manager-stop-ends-at-its-limit': {
    workload: async (lab) => {
      await managed(lab, { stop: { B: { gate: 'b' } } });
      lab.services.stop('M', { timeout: limit });
      await lab.quiesce();
      await lab.advance(limit - 1);
      await lab.quiesce('before');
      await lab.advance(1);
      await lab.quiesce('at the limit');
      lab.open('b');
      await lab.quiesce();
    },
    premise: (history) => ({
      'all four were started': allReady(history),
      "B's stop was at its gate at the limit": stopHeld(history, 'at the limit', 'B'),
    }),
    claims: [endsAt('M')],
  },
};

/** The stop of that component was under way when a start of it began. */
const overlap = (history: History, name: string): Event | undefined =>
  begun(history, 'part.start', name).find((start) =>
    begun(history.before(start), 'part.stop', name).some((stop) => !over(history.before(start), stop)),
  );

/** LIF-01: a start while it stops. */
export const startWhileStopping: Cases = {
  'manager-started-while-it-stops': {
    workload: async (lab) => {
      await managed(lab, { stop: { B: { gate: 'b' } } });
      lab.services.stop('M');
      await lab.quiesce('stopping');
      lab.services.start('M');
      await lab.quiesce('asked');
      lab.open('b');
      await lab.quiesce();
    },
    premise: (history) => ({
      'all four were started': allReady(history.before('stopping')),
      "B's stop was at its gate when the second start was called": stopHeld(history, 'stopping', 'B'),
      'it was called': call(history, 'start', 'M', 1)?.invoke,
    }),
    claims: [
      settles('stop', 'M'),
      settles('start', 'M', 1),
      claim('none is started while a stop is under way', (history) =>
        forEach(names, (name) => {
          const start =
            overlap(history, name) ?? begun(history.after('stopping').before('asked'), 'part.start', name)[0];
          return start && seen(`${name} was started while B was stopping`, start);
        }),
      ),
      claim('the second start is refused and nothing runs, or all four run', (history: History) => {
        const answer = call(history, 'start', 'M', 1)?.answer;
        const up = names.filter((name) => stillUp(history, name));
        const right = answer?.kind === 'fail' ? up.length === 0 : up.length === names.length;
        return right
          ? undefined
          : seen(
              `it ${answer?.kind === 'fail' ? 'rejected' : 'fulfilled'}, and ${up.join(', ') || 'none'} ran`,
              answer ?? history.last,
            );
      }),
    ],
  },
};
