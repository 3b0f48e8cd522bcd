import { claim, firstOf, type History, refuted, seen, untested } from '../../harness/index.ts';
import { closedOnce, leadsTo, noTurns, settles } from './claims.ts';
import { call, type Cases, held, openTurns, over, settledBy, started, underWay } from './facts.ts';
import { allReady, managed, names, stopHeld, stopOf, stops } from './parts.ts';

const E = new Error('B cannot be stopped');

/** LIF-10: the exit of a scope. */
export const scoped: Cases = {
  'component-dispose-awaits-stop': {
    atEveryHop: true,
    workload: async (lab) => {
      await started(lab, held);
      lab.services.dispose('S');
      await lab.quiesce('held');
      openTurns(lab);
      await lab.quiesce();
      lab.open('close');
      await lab.quiesce('opened');
      lab.services.dispose('S');
      await lab.quiesce();
    },
    premise: (history) => ({
      'the exit was called': call(history, 'dispose')?.invoke,
      'a turn, or the close, was under way': underWay(history, history.mark('held')),
    }),
    claims: [
      claim('the exit waits for the turn or the close', (history) =>
        refuted(settledBy(history, 'held', call(history, 'dispose')), 'it had settled'),
      ),
      settles('dispose'),
      claim('then no turn is under way, and each connection has been closed once', (history) =>
        firstOf(noTurns(history, call(history, 'dispose')?.answer), closedOnce(history, 'opened')),
      ),
      settles('dispose', 'S', 1),
      claim('a second exit calls nothing', (history) =>
        refuted(
          history.after(call(history, 'dispose', 'S', 1)?.invoke).find(({ what }) => what.startsWith('port.')),
          'it called something',
        ),
      ),
    ],
  },

  'manager-dispose-awaits-stop': {
    atEveryHop: true,
    workload: async (lab) => {
      await managed(lab, { stop: { B: { gate: 'b' } } });
      lab.services.dispose('M');
      await lab.quiesce('held');
      lab.open('b');
      await lab.quiesce('waits');
      await managed(lab, { stop: { B: { throws: E } } });
      lab.services.dispose('M');
      await lab.quiesce();
    },
    premise: (history) => ({
      'all four were started, twice': allReady(history.before('held')) && allReady(history.after('waits')),
      "B's stop was at its gate": stopHeld(history, 'held', 'B'),
      'the second time it failed': over(history.after('waits'), stopOf(history.after('waits'), 'B'))?.kind === 'fail',
    }),
    claims: [
      claim('the exit waits for B', (history) =>
        refuted(settledBy(history, 'held', call(history, 'dispose', 'M')), 'it had settled'),
      ),
      claim('each of the four is stopped once', (history) =>
        firstOf(stops(history.before('waits'), names), stops(history.after('waits'), names)),
      ),
      claim('the exit settles, and rejects with the error of a stop that fails', (history) => lost(history)),
    ],
  },

  'every-exit': untested('the language has no hook for the entry of a scope, and one for every exit of it'),
};

function lost(history: History) {
  const [first, second] = [call(history, 'dispose', 'M')?.answer, call(history, 'dispose', 'M', 1)?.answer];
  if (!first || !second) return seen('it was pending at rest', history.last);
  return second.kind === 'fail' && leadsTo(second.value, E)
    ? undefined
    : seen(`it ${second.kind === 'fail' ? 'rejected with another error' : 'was fulfilled'}`, second);
}
