import {
  claim,
  type Contradiction,
  describe,
  type Event,
  type History,
  type Lab,
  seen,
  type Stock,
} from '../../harness/index.ts';
import type { Cases } from './facts.ts';

/** The kit's own: who listens for errors that nobody catches has to hear of it. */
const own = new Error('the kit leaves this one alone on purpose');
const shared = Array.from({ length: 12 }, (_, index) => `S${index + 1}`);

/** OBS-07: ordinary use makes no noise; in every other case it is watched by the standing invariants. */
export const quiet: Cases = {
  'no-report-in-any-case': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.own.reject(own);
      lab.submit('T1', [{ gate: 'g' }, { return: 1 }]);
      lab.submit('T2', [{ gate: 'g' }, { throw: 'wrong' }]);
      lab.submit('T3', [{ gate: 'never' }]);
      await lab.quiesce();
      lab.cancel('T3');
      lab.open('g');
      await lab.quiesce();
      await lab.advance(0);
    },
    loud: true,
    premise: (history) => ({
      "the kit's own rejection was heard of": strays(history).find(({ value }) => value === own),
      'a task returned, and its result was fulfilled': returnedWell(history, 'T1', 1),
      'a task threw': history.ended('T2')?.value === 'threw',
    }),
    claims: [claim('no other unhandled rejection, and no uncaught exception', (history) => report(history))],
  },

  'all-endings-in-one-run-are-quiet': {
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 4 });
      await endings(lab);
      await oneSignal(lab);
      lab.join('late', 'A');
      await lab.quiesce();
      const { shutdownMode } = lab.dialect;
      if (shutdownMode !== undefined) lab.shutdown(shutdownMode, { grace: 50, force: 20 });
      await lab.advance(1_000);
    },
    loud: true,
    premise: (history, { offer }) => ({
      'a task returned, and its result was fulfilled': returnedWell(history, 'A', 1),
      'a task threw': history.ended('B')?.value === 'threw',
      'a running task was cancelled': !offer['cancel.running'] || (history.told('C') ?? history.ended('C')),
    }),
    claims: [
      claim('no unhandled rejection, and no uncaught exception', (history) => report(history)),
      claim('no more listeners on the signal that twelve tasks shared than there are tasks alive', (history) =>
        piledUp(history),
      ),
    ],
  },
};

const refused = ['A', 'B', 'C'] as const;

/** The submit was refused, or the result is no completion. */
const turnedDown = (history: History, task: string): Event | undefined =>
  history.all('submit', task, 'fail')[0] ?? history.all('result', task, 'fail')[0];

/** OBS-07: what was called off before it began makes no noise either, and nobody listens for an abort that has been. */
export const calledOff: Cases = {
  'a-signal-aborted-before-leaves-nothing-behind': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T0', [{ return: 1 }], { signal: 'not aborted' });
      lab.abort('s', 'r');
      lab.submit('A', [{ gate: 'g' }, { throw: 'late' }], { signal: 's' });
      lab.submit('B', [{ throw: 'wrong' }], { signal: 's' });
      lab.submit('C', [{ return: 1 }], { signal: 's' });
      await lab.quiesce();
      lab.open('g');
      await lab.quiesce();
      await lab.advance(0);
      lab.own.count('at the end');
    },
    loud: true,
    premise: (history) => ({
      'a task whose signal was not aborted completed': returnedWell(history, 'T0', 1),
      's was aborted before': history.before(history.call('submit', 'A')?.invoke).all('abort')[0],
      'A, B and C were turned down': refused.every((task) => turnedDown(history, task)),
    }),
    claims: [
      claim('no unhandled rejection, and no uncaught exception', (history) => report(history)),
      claim('no listener on the signal that was aborted before', (history) => piledUp(history)),
    ],
  },
};

/** A return, a throw, a cancel of a running and of a queued task, and a limit that is reached. */
async function endings(lab: Lab): Promise<void> {
  lab.submit('A', [{ return: 1 }]);
  lab.submit('B', [{ throw: 'wrong' }]);
  lab.submit('C', [{ gate: 'never' }]);
  lab.submit('E', [{ gate: 'e' }], { timeout: 50 });
  for (const task of ['F', 'G', 'H', 'Q']) lab.submit(task, [{ gate: 'g' }]);
  await lab.quiesce();
  lab.cancel('C');
  lab.cancel('Q');
  await lab.quiesce();
  await lab.advance(50);
  lab.open('e', 'g');
  await lab.quiesce();
}

/** Twelve tasks one after the other, with one signal of the caller's. */
async function oneSignal(lab: Lab): Promise<void> {
  for (const task of shared) {
    lab.submit(task, [{ return: task }], { signal: 'session' });
    await lab.quiesce();
    lab.own.count(task);
  }
}

const strays = (history: History): readonly Event[] => history.all('stray');

function returnedWell(history: History, task: string, value: unknown): Event | undefined {
  const result = history.result(task);
  return history.ended(task)?.value === 'returned' && result?.value === value ? result : undefined;
}

function report(history: History): Contradiction | undefined {
  const found = strays(history).find(({ value }) => value !== own);
  const kind = found?.who === 'unhandledRejection' ? 'an unhandled rejection' : 'an uncaught exception';
  return found && { ...seen(`${kind} at ${found.at} ms: ${describe(found.value)}`, found), hint };
}

const hint = 'A promise that the coordinator derives for itself (`.then`, `.finally`) needs a handler of its own.';

/** All of them have ended when they are counted. */
function piledUp(history: History): Contradiction | undefined {
  const counts = history.all('kit.count');
  const on = ({ value }: Event): number => {
    const { listeners } = value as Stock;
    return (listeners['session'] ?? 0) + (listeners['s'] ?? 0);
  };
  const over = counts.find((event) => on(event) > 0);
  const count = over && on(over);
  return over && seen(`${count} listeners were on the signal when ${over.who} and all tasks before it had ended`, over);
}
