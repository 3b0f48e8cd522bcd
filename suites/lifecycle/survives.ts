import {
  claim,
  describe,
  type Diagnostic,
  firstOf,
  forEach,
  type History,
  refuted,
  seen,
} from '../../harness/index.ts';
import { leadsTo } from './claims.ts';
import { begun, calls, calm, type Cases, connected, crowd, interval, longAfter, started } from './facts.ts';

const E = new Error('it went wrong');

/** It is told that its peer is gone, if it has asked to be. */
const peerLeft = (history: History) => history.all('peer.leaves').find(({ value }) => value === true);

const messages = ['m1', 'm2', 'm3'] as const;

/** LIF-18: one thing that goes wrong is not the end. */
export const survives: Cases = {
  'a-lost-connection-is-made-again': {
    workload: async (lab) => {
      await started(lab, calm);
      lab.services.hangUp();
      await lab.quiesce();
      await longAfter(lab);
      lab.services.deliver('m1');
      await lab.quiesce();
    },
    absent: (history) =>
      connected(history)[0] && !peerLeft(history) ? 'it does not ask to be told that the peer is gone' : undefined,
    premise: (history) => ({
      'a connection was open': connected(history.before(peerLeft(history)))[0],
      'the component was told that the peer is gone': peerLeft(history),
    }),
    claims: [
      claim('another connection is made, and no two attempts are under way at once', (history) =>
        firstOf(
          refuted(crowd(history, 'port.connect'), 'two attempts were under way at once'),
          connected(history.after(peerLeft(history))).length === 1
            ? undefined
            : seen(
                `${connected(history.after(peerLeft(history))).length} were made`,
                peerLeft(history),
                ...connected(history.after(peerLeft(history))),
                history.last,
              ),
        ),
      ),
      claim('a message that comes over it is handled, where messages are', (history, { offer }) =>
        offer.inbox === undefined || offer.receive !== undefined || begun(history, 'port.handle', 'm1').length === 1
          ? undefined
          : seen(`it was handled ${begun(history, 'port.handle', 'm1').length} times`, history.last),
      ),
    ],
  },

  'a-failing-beat-is-not-the-last': {
    workload: async (lab) => {
      await started(lab, { beat: (n) => (n === 2 ? { throws: E } : {}) });
      await lab.advance(10 * interval);
      await lab.quiesce('ten intervals');
    },
    premise: (history) => ({ 'the second beat failed': history.all('port.beat.over', undefined, 'fail')[0] }),
    claims: [
      claim('the heart goes on beating: at least 5 beats in ten intervals', (history) => {
        const beats = begun(history, 'port.beat');
        return beats.length >= 5 ? undefined : seen(`${beats.length} beats began`, ...beats, history.last);
      }),
    ],
  },

  'a-failing-message-is-not-the-last': {
    workload: async (lab) => {
      await started(lab, { ...calm, handle: (message) => (message === 'm1' ? { throws: E } : {}) });
      for (const message of messages) lab.services.deliver(message);
      await lab.quiesce();
      lab.services.deliver('m4');
      await lab.quiesce();
    },
    absent: (history) => (begun(history, 'port.handle').length === 0 ? 'messages are not handled' : undefined),
    premise: (history) => ({ 'the handling of m1 failed': history.all('port.handle.over', undefined, 'fail')[0] }),
    claims: [
      claim('m2, m3 and m4 are handled, once each', (history) =>
        forEach(['m2', 'm3', 'm4'], (message) => {
          const times = begun(history, 'port.handle', message);
          return times.length === 1
            ? undefined
            : seen(`${message} was handled ${times.length} times`, ...times, history.last);
        }),
      ),
    ],
  },

  'what-cannot-be-sent-is-told': {
    workload: async (lab) => {
      await started(lab, { ...calm, send: (message) => (message === '1' ? { throws: E } : {}) });
      lab.services.send('S', '1');
      await lab.quiesce();
      await longAfter(lab);
      lab.services.send('S', '2');
      await longAfter(lab);
    },
    premise: (history) => ({ 'the sending of 1 failed': history.all('port.send.over', undefined, 'fail')[0] }),
    absent: (history) =>
      calls(history, 'send')[1]?.answer?.kind === 'fail' && begun(history, 'port.connect').length < 2
        ? 'it does not connect again after a send that failed'
        : undefined,
    claims: [
      claim('1 is sent again, or its promise rejects, or a record has the error', (history) => {
        const { answer } = calls(history, 'send')[0] ?? {};
        const again = begun(history, 'port.send', '1').length > 1;
        const recorded = history.all('diagnostic').some(({ value }) => leadsTo((value as Diagnostic).error, E));
        return again || recorded || answer?.kind === 'fail'
          ? undefined
          : seen(
              `it ${answer ? `was answered with ${describe(answer.value)}` : 'was pending'}`,
              answer ?? history.last,
            );
      }),
      claim('2 is sent', (history) =>
        begun(history, 'port.send', '2').length > 0 ? undefined : seen('it was not', history.last),
      ),
    ],
  },
};
