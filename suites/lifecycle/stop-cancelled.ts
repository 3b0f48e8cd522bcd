import { claim, type Contradiction, describe, firstOf, type History, seen } from '../../harness/index.ts';
import { beatsAfter, closedOnce, leadsTo, noTurns, unsettled } from './claims.ts';
import { call, type Cases, held, interval, openTurns, settledBy, started, underWay } from './facts.ts';
import { allReady, managed, names, stopHeld, stops } from './parts.ts';

const reason = { code: 'the caller has no time' };

/** LIF-12: the caller of a stop is cancelled. */
export const stopCancelled: Cases = {
  'component-stop-cancelled': {
    atEveryHop: true,
    workload: async (lab) => {
      await started(lab, held);
      lab.services.stop('S', { signal: 'caller' });
      await lab.quiesce('held');
      lab.abort('caller', reason);
      await lab.quiesce();
      openTurns(lab);
      await lab.quiesce();
      lab.open('close');
      await lab.quiesce('opened');
      await lab.advance(10 * interval);
      lab.services.stop('S');
      await lab.quiesce();
    },
    premise: (history) => ({
      'the stop had begun, and a turn or the close was under way':
        underWay(history, history.mark('held')) && !settledBy(history, 'held', call(history, 'stop')),
      'its caller was cancelled': history.call('abort')?.invoke,
    }),
    claims: [
      claim('the stop rejects with the reason of the caller', (history) => swallowed(history, 'S')),
      claim('the component ends as stopped all the same', (history) => {
        const opened = history.mark('opened');
        return firstOf(noTurns(history, opened), closedOnce(history, 'opened'), beatsAfter(history, opened));
      }),
      claim('a further stop settles normally', (history) => normally(history, 'S')),
    ],
  },

  'manager-stop-cancelled': {
    atEveryHop: true,
    workload: async (lab) => {
      await managed(lab, { stop: { B: { gate: 'b' } } });
      lab.services.stop('M', { signal: 'caller' });
      await lab.quiesce('held');
      lab.abort('caller', reason);
      await lab.quiesce();
      lab.open('b');
      await lab.quiesce();
      lab.services.stop('M');
      await lab.quiesce();
    },
    premise: (history) => ({
      'all four were started': allReady(history),
      "B's stop was at its gate": stopHeld(history, 'held', 'B'),
      'its caller was cancelled': history.call('abort')?.invoke,
    }),
    claims: [
      claim('the stop rejects with the reason of the caller', (history) => swallowed(history, 'M')),
      claim('each of the four is stopped once', (history) => stops(history, names)),
      claim('a further stop settles normally', (history) => normally(history, 'M')),
    ],
  },
};

function swallowed(history: History, service: string): Contradiction | undefined {
  const answer = call(history, 'stop', service)?.answer;
  if (!answer) return seen('it was pending at rest', history.last);
  return answer.kind === 'fail' && leadsTo(answer.value, reason)
    ? undefined
    : seen(`it ${answer.kind === 'ok' ? 'was fulfilled' : `rejected with ${describe(answer.value)}`}`, answer);
}

function normally(history: History, service: string): Contradiction | undefined {
  const answer = call(history, 'stop', service, 1)?.answer;
  return answer?.kind === 'fail'
    ? seen(`it rejected with ${describe(answer.value)}`, answer)
    : unsettled(history, 'stop', service, 1);
}
