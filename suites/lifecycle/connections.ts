import {
  claim,
  type Contradiction,
  describe,
  firstOf,
  forEach,
  type History,
  refuted,
  seen,
} from '../../harness/index.ts';
import { oneOfEach } from './claims.ts';
import {
  begun,
  call,
  calls,
  type Cases,
  crowd,
  crowdOfConnections,
  lasting,
  started,
  longAfter,
  calm,
  untilAttempt,
} from './facts.ts';

const E = new Error('the peer is down');
const three = ['1', '2', '3'] as const;

/** LIF-16: callers that ask for a connection. */
export const connections: Cases = {
  'callers-share-an-attempt': {
    race: {
      name: 'sends-meet-an-attempt',
      setup: (lab) => started(lab, { ...calm, connect: (n) => (n === 1 ? { gate: 'g' } : {}) }),
      actors: () => [
        three.map((message) => ({ name: `m${message}`, act: (lab) => lab.services.send('S', message) })),
        [{ name: 'g1', act: (lab) => lab.open('g') }],
      ],
      finish: async (lab) => {
        lab.open('g');
        await lab.quiesce();
      },
    },
    premise: (history) => ({
      'three messages were to be sent': calls(history, 'send').length === 3,
      'an attempt had been made': begun(history, 'port.connect')[0],
    }),
    covers: {
      'an attempt was under way when all three were to be sent': (history) =>
        lasting(history.before(calls(history, 'send')[2]?.invoke), 'port.connect').length > 0,
    },
    claims: [
      oneOfEach(),
      claim('each message is sent once', (history) => forEach(three, (message) => sentOnce(history, message))),
    ],
  },

  'a-failed-attempt-is-not-reused': {
    workload: async (lab) => {
      await started(lab, { ...calm, connect: (n) => (n === 1 ? { gate: 'g', throws: E } : {}) });
      lab.services.send('S', '1');
      lab.services.send('S', '2');
      await lab.quiesce('asked');
      lab.open('g');
      await lab.quiesce();
      await longAfter(lab);
      lab.services.send('S', '3');
      await lab.quiesce();
    },
    premise: (history) => ({
      'the first attempt failed while two messages were to be sent':
        lasting(history.before('asked'), 'port.connect')[0] && history.all('port.connect.over', undefined, 'fail')[0],
    }),
    absent: (history) =>
      call(history, 'start')?.answer?.kind === 'fail' ? 'its start fails with the first attempt' : undefined,
    claims: [
      claim('a second attempt is made, and no two at a time', (history) =>
        firstOf(
          refuted(crowd(history, 'port.connect'), 'two attempts were under way at once'),
          begun(history, 'port.connect').length === 2
            ? undefined
            : seen(
                `${begun(history, 'port.connect').length} attempts were made`,
                ...begun(history, 'port.connect'),
                history.last,
              ),
        ),
      ),
      claim('1 and 2 meet the same fate', (history) =>
        fate(history, '1') === fate(history, '2')
          ? undefined
          : seen(`1 was ${fate(history, '1')}, and 2 was ${fate(history, '2')}`, history.last),
      ),
      claim('3 is sent once', (history) => sentOnce(history, '3')),
    ],
  },

  'a-drop-while-others-ask': {
    workload: async (lab) => {
      await started(lab, {
        ...calm,
        connect: (n) => (n === 2 ? { gate: 'g' } : {}),
        send: (message) => (message === '1' ? { throws: E } : {}),
      });
      lab.services.send('S', '1');
      lab.services.send('S', '2');
      await lab.quiesce();
      await untilAttempt(lab, 2);
      lab.services.send('S', '3');
      lab.services.send('S', '4');
      await lab.quiesce('asked');
      lab.open('g');
      await lab.quiesce();
    },
    premise: (history) => ({
      'a send over the first connection failed': history.all('port.send.over', undefined, 'fail')[0],
      'the second attempt was under way when 3 and 4 were to be sent': lasting(
        history.before('asked'),
        'port.connect',
      )[0],
    }),
    absent: (history) =>
      begun(history, 'port.connect').length < 2 ? 'it does not connect again after a send that failed' : undefined,
    claims: [
      claim('one attempt at a time, and the first connection is closed when the second is open', (history) =>
        firstOf(
          refuted(crowd(history, 'port.connect'), 'two attempts were under way at once'),
          refuted(crowdOfConnections(history), 'the first connection had not been closed'),
        ),
      ),
      claim('3 and 4 are each sent once, or rejected', (history) =>
        forEach(['3', '4'], (message) =>
          fate(history, message) === 'rejected' ? undefined : sentOnce(history, message),
        ),
      ),
    ],
  },
};

function sentOnce(history: History, message: string): Contradiction | undefined {
  const sent = begun(history, 'port.send', message);
  return sent.length === 1
    ? undefined
    : seen(`${describe(message)} was sent ${sent.length} times`, ...sent, history.last);
}

function fate(history: History, message: string): 'sent' | 'rejected' | 'forgotten' {
  if (begun(history, 'port.send', message).length > 0) return 'sent';
  return calls(history, 'send').find(({ invoke }) => invoke.who === message)?.answer?.kind === 'fail'
    ? 'rejected'
    : 'forgotten';
}
