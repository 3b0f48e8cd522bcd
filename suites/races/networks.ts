import { claim, firstOf, missing, seen, type Stock } from '../../harness/index.ts';
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

  'a-silent-peer-at-stop': {
    workload: async (lab) => {
      await lab.coordinator();
      // Silent: what it is sent is not acknowledged, and a goodbye is not answered.
      const silent = () => ({ gate: 'silent' });
      lab.services.component('S', { every: 1_000, send: silent, close: silent });
      lab.services.start('S');
      await lab.quiesce();
      lab.services.stop('S');
      lab.open('turn 1', 'turn 2', 'turn 3');
      await lab.quiesce();
      await lab.advance(numberOf(lab.dialect, 'goodbye.limit', goodbyeLimit));
      await lab.quiesce('limit');
      await lab.advance(goodbyeLimit);
      await lab.quiesce('later');
    },
    absent: (history) =>
      history.call('service.start', 'S')?.answer && history.all('port.connect').length === 0
        ? 'the component opens no connection'
        : undefined,
    premise: (history) => {
      const stopped = history.call('service.stop', 'S')?.invoke;
      const before = history.before(stopped);
      return {
        'a connection was open when stop() was called': before.all('port.connect.over')[0] && stopped,
        'it was not closed then': before.all('port.close').length === 0,
      };
    },
    claims: [
      claim('stop() has settled at goodbye.limit at the latest', (history) => {
        const { answer } = history.before('limit').call('service.stop', 'S') ?? {};
        return missing(answer, 'it is pending', history.mark('limit'));
      }),
      claim('the connection is closed exactly once', (history) => {
        const closed = history.all('port.close');
        return closed.length === 1 ? undefined : seen(`it was closed ${closed.length} times`, ...closed, history.last);
      }),
      claim('nothing of the component goes on after stop() has settled', (history) => {
        const settled = history.call('service.stop', 'S')?.answer;
        const later = history
          .after(settled)
          .find(({ what }) => what === 'port.beat' || what === 'port.turn' || what === 'port.connect');
        return (
          later && seen(`${later.what.slice(5)} was called ${later.at - (settled?.at ?? 0)} ms later`, settled, later)
        );
      }),
    ],
  },
};
