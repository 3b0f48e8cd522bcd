import { claim, firstOf, missing, seen, type Snapshot } from '../../harness/index.ts';
import { type Cases, completion, secondTerminal, unsettled } from './claims.ts';
import { accepted, cancelOf, completed, unstarted } from './facts.ts';
import { waits } from './programs.ts';

/** RAC-02: a task that is cancelled before its first instruction is answered like any other. */
export const start: Cases = {
  'cancel-in-the-turn-of-the-submit': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T0', [{ return: 1 }]);
      await lab.quiesce();
      lab.submit('T', waits('g'));
      lab.cancel('T');
      await lab.quiesce();
      await lab.read('views', 'T');
    },
    absent: (history) =>
      cancelOf(history, 'T') && !unstarted(history, 'T', cancelOf(history, 'T'))
        ? 'it starts a body inside submit: nothing can be cancelled before its first instruction'
        : undefined,
    premise: (history) => ({
      'T0, which nobody cancelled, completed': completed(history, 'T0', 1),
      'T was accepted and cancelled in the same turn': accepted(history, history.call('cancel', 'T')),
      'T had not started': unstarted(history, 'T', cancelOf(history, 'T')),
    }),
    claims: [
      claim('the result of T settles, and not as a completion', (history) =>
        firstOf(unsettled(history, 'T', 'views'), completion(history, 'T')),
      ),
      claim('the client receives exactly one terminal event of T', (history, { offer }) =>
        offer.events
          ? firstOf(
              missing(history.terminal('T', 'watcher')[0], 'the client received none', history.mark('views')),
              secondTerminal(history, 'T'),
            )
          : undefined,
      ),
      claim('no query shows T as alive', (history) => {
        const query = history.all('query', 'T', 'ok').at(-1);
        const { state, ids } = (query?.value ?? {}) as Snapshot;
        const isLive =
          ids?.includes('T') === true || (state !== undefined && query && history.endingOf(query, 'query') == null);
        return isLive ? seen(`the query says ${state ?? 'that it lists T'}`, query) : undefined;
      }),
    ],
  },
};
