import { claim, type Contradiction, forEach, type History, seen } from '../../harness/index.ts';
import { oneOfEach, settles } from './claims.ts';
import { alive, begun, call, type Cases, interval, settledBy, started } from './facts.ts';
import { allReady, managed, names, startHeld, startsOf } from './parts.ts';

/** LIF-01: a start of what is started, or starting. */
export const startTwice: Cases = {
  'component-started-twice': {
    workload: async (lab) => {
      await started(lab);
      await lab.advance(interval);
      lab.services.start('S');
      await lab.quiesce('again');
      await lab.advance(10 * interval);
    },
    premise: (history) => ({
      'it showed a sign of life before the second start': alive(history.before(call(history, 'start', 'S', 1)?.invoke)),
      'the second start was called': call(history, 'start', 'S', 1)?.invoke,
    }),
    claims: [
      settles('start', 'S', 1),
      oneOfEach(),
      claim('ten beats in ten intervals', (history, { mode }) => beats(history, 'again', mode)),
    ],
  },

  'component-concurrent-starts': {
    race: {
      name: 'start-meets-a-start',
      setup: async (lab) => {
        await lab.coordinator();
        lab.services.component('S', { connect: (n) => (n === 1 ? { gate: 'g' } : {}) });
      },
      actors: () => [
        [
          { name: 's1', act: (lab) => lab.services.start('S') },
          { name: 's2', act: (lab) => lab.services.start('S') },
        ],
      ],
      finish: async (lab) => {
        lab.open('g');
        await lab.quiesce('connected');
        await lab.advance(10 * interval);
      },
    },
    premise: (history) => ({
      'both starts were called': call(history, 'start', 'S', 1)?.invoke,
      'it showed a sign of life': alive(history),
    }),
    covers: {
      'the second start came before the first had settled, or in its turn': (history) => {
        const [first, second] = [call(history, 'start'), call(history, 'start', 'S', 1)];
        return (
          !first?.answer || first.answer.seq > (second?.invoke.seq ?? 0) || first.invoke.turn === second?.invoke.turn
        );
      },
    },
    claims: [
      oneOfEach(),
      settles('start'),
      settles('start', 'S', 1),
      claim('the second start does not settle before the first', (history) => {
        const [first, second] = [call(history, 'start')?.answer, call(history, 'start', 'S', 1)?.answer];
        return first && second && second.seq < first.seq ? seen('it did', second, first) : undefined;
      }),
      claim('ten beats in ten intervals', (history, { mode }) => beats(history, 'connected', mode)),
    ],
  },

  'manager-started-twice': {
    workload: async (lab) => {
      await managed(lab, { start: { A: { gate: 'a' } } });
      lab.services.start('M');
      await lab.quiesce('held');
      lab.open('a');
      await lab.quiesce('open');
      lab.services.start('M');
      await lab.quiesce();
    },
    premise: (history) => ({
      "A's start was at its gate when the second start was called": startHeld(history, 'held', 'A'),
      'all four were started': allReady(history),
    }),
    claims: [
      claim('each component is started exactly once', (history) =>
        forEach(names, (name) => {
          const count = startsOf(history, name).length;
          return count === 1 ? undefined : seen(`${name} was started ${count} times`, ...startsOf(history, name));
        }),
      ),
      claim('the second start does not settle before the first', (history) =>
        settledBy(history, 'held', call(history, 'start', 'M', 1))
          ? seen('it had settled while A was starting', history.mark('held'))
          : undefined,
      ),
      settles('start', 'M'),
      settles('start', 'M', 1),
      settles('start', 'M', 2),
    ],
  },
};

/** Counted where it has a heartbeat and the clock can be stopped. */
function beats(history: History, mark: string, mode: string): Contradiction | undefined {
  const counted = begun(history.after(mark), 'port.beat');
  if (mode !== 'virtual' || begun(history, 'port.beat').length === 0) return undefined;
  return counted.length === 10
    ? undefined
    : seen(`${counted.length} beats began`, ...counted.slice(0, 3), history.last);
}
