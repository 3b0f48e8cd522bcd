import { claim, firstOf, missing, seen, type Stock, untested } from '../../harness/index.ts';
import { type Cases, completion } from '../cancellation/claims.ts';
import { cancelOf } from '../cancellation/facts.ts';
import { numberOf } from './declared.ts';
import { precedes } from './facts.ts';

const goodbyeLimit = 5_000;

/** RAC-22: a peer that has gone silent does not hold up a cancel. */
export const networks: Cases = {
  'a-silent-peer-at-cancel': {
    workload: async (lab) => {
      await lab.coordinator({ network: true });
      lab.own.count('before');
      lab.network.silence();
      lab.submit('T', [{ call: 'ping' }]);
      await lab.quiesce();
      lab.cancel('T');
      await lab.quiesce();
      await lab.advance(numberOf(lab.dialect, 'goodbye.limit', goodbyeLimit));
      await lab.quiesce('limit');
      lab.own.count('after');
    },
    premise: (history) => ({
      'the peer had the request before the cancel':
        precedes(history.all('network.send')[0], cancelOf(history, 'T')) && cancelOf(history, 'T'),
    }),
    claims: [
      claim('T has an end at goodbye.limit at the latest, and it is not a completion', (history) =>
        firstOf(
          missing(history.before('limit').result('T'), 'the result of T is pending', history.mark('limit')),
          completion(history, 'T'),
        ),
      ),
      claim('this side of the connection is closed, once', (history) => {
        const closed = history.all('network.close');
        return closed.length === 1 ? undefined : seen(`it was closed ${closed.length} times`, ...closed, history.last);
      }),
      claim('no timer or handle of the call is left', (history) => {
        const [before, after] = history.all('kit.count').map(({ value }) => value as Stock);
        return before?.timers === after?.timers && before?.handles === after?.handles
          ? undefined
          : seen(
              `before: ${before?.timers} timers, ${before?.handles} handles; after: ${after?.timers}, ${after?.handles}`,
              history.last,
            );
      }),
    ],
  },

  'a-silent-peer-at-stop': untested('needs components over the ports of the kit'),
};
