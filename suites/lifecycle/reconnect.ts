import { claim, firstOf, type History, type Lab, seen, type Stock } from '../../harness/index.ts';
import { beganAfter, closedOnce, settles } from './claims.ts';
import {
  begun,
  call,
  type Cases,
  connected,
  lasting,
  openTurns,
  over,
  settledBy,
  longAfter,
  calm,
  untilAttempt,
} from './facts.ts';

const down = new Error('the peer is down');

/** LIF-08: a stop while the component tries to connect. */
export const reconnect: Cases = {
  'while-waiting-to-retry': {
    atEveryHop: true,
    workload: async (lab) => {
      await connecting(lab, () => ({ throws: down }));
      await stop(lab);
      lab.own.count('stopped');
      await longAfter(lab);
      await lab.quiesce('control');
      await connecting(lab, () => ({ throws: down }));
      await longAfter(lab);
    },
    premise: (history) => ({
      'an attempt had failed, and none was under way': over(
        history,
        begun(history.before(call(history, 'stop')?.invoke), 'port.connect').at(-1),
      ),
      'left alone, it tries again': begun(history.after('control'), 'port.connect')[1],
    }),
    absent: (history) =>
      begun(history.after('control'), 'port.connect').length < 2 ? 'it gives up after the first attempt' : undefined,
    claims: [
      claim('the stop settles at once', (history) => atOnce(history)),
      claim('no attempt begins after it, and no timer waits', (history) => {
        const count = history.all('kit.count')[0];
        const { timers } = (count?.value ?? { timers: 0 }) as Stock;
        return firstOf(
          beganAfter(history.before('control'), call(history, 'stop')?.answer, 'port.connect'),
          timers > 0 ? seen(`${timers} timers waited`, count) : undefined,
        );
      }),
    ],
  },

  'while-connecting': {
    workload: async (lab) => {
      await connecting(lab, (n) => (n === 1 ? { throws: down } : n === 2 ? { gate: 'g' } : {}));
      await untilAttempt(lab, 2);
      await stop(lab);
      lab.open('g');
      await lab.quiesce('late');
      lab.services.deliver('late message');
      await longAfter(lab);
    },
    premise: (history) => ({
      'the second attempt was under way': lasting(history.before(call(history, 'stop')?.invoke), 'port.connect')[0],
    }),
    absent: (history) =>
      begun(history, 'port.connect').length < 2 ? 'it gives up after the first attempt' : undefined,
    claims: [
      claim('the stop settles at once, while the attempt is under way', (history) => atOnce(history)),
      claim('the late connection is closed once, as soon as it is there', (history) => closedOnce(history, 'late')),
      claim('nothing is sent or handled, and no attempt begins', (history) =>
        beganAfter(history, call(history, 'stop')?.answer, 'port.send', 'port.handle', 'port.connect'),
      ),
    ],
  },

  'just-connected': {
    race: {
      name: 'stop-meets-a-connection',
      setup: (lab) => connecting(lab, (n) => (n === 1 ? { gate: 'g' } : {})),
      actors: () => [
        [{ name: 'g1', act: (lab) => lab.open('g') }],
        [{ name: 'x1', act: (lab) => lab.services.stop('S') }],
      ],
      finish: async (lab) => {
        lab.open('g');
        openTurns(lab);
        await lab.quiesce('opened');
        await longAfter(lab);
      },
    },
    premise: (history) => ({
      'it was connecting': begun(history.before(call(history, 'stop')?.invoke), 'port.connect')[0],
      'a connection came': connected(history)[0],
    }),
    covers: {
      'the connection came before the stop': (history) =>
        connected(history.before(call(history, 'stop')?.invoke)).length > 0,
      'the connection came after it': (history) => connected(history.after(call(history, 'stop')?.invoke)).length > 0,
    },
    claims: [
      settles('stop'),
      claim('each connection that was made is closed once', (history) => closedOnce(history, 'opened')),
      claim('nothing is sent or handled, and no attempt begins, after the stop has settled', (history) =>
        beganAfter(history, call(history, 'stop')?.answer, 'port.send', 'port.handle', 'port.connect'),
      ),
    ],
  },
};

async function connecting(
  lab: Lab,
  connect: (n: number) => { readonly throws?: Error; readonly gate?: string },
): Promise<void> {
  await lab.coordinator();
  lab.services.component('S', { ...calm, connect });
  lab.services.start('S');
  await lab.quiesce();
}

/** A turn that waits is let go: that a stop waits for it is another matter. */
async function stop(lab: Lab): Promise<void> {
  lab.services.stop('S');
  openTurns(lab);
  await lab.quiesce('stopped');
}

function atOnce(history: History) {
  return settledBy(history, 'stopped', call(history, 'stop'))
    ? undefined
    : seen('it was pending at rest, the clock not moved', history.mark('stopped'));
}
