import {
  claim,
  type Delivery,
  type Event,
  firstOf,
  forEach,
  type History,
  type Lab,
  missing,
  seen,
} from '../../harness/index.ts';
import { type Cases, completion } from '../cancellation/claims.ts';
import { completes, notOneEnd, uncompleted } from './claims.ts';
import { endsTold, precedes } from './facts.ts';
import { returns } from './programs.ts';

const grace = 50;
const force = 50;

/** The delivery of that task's end to that client: from when it began to when it had ended. */
function inDelivery(history: History, client: string, task: string): History {
  const [began] = endsTold(history, task, client);
  const ended = history.all('delivered', task).find(({ who, call }) => who === client && call === began?.seq);
  return history.after(began).before(ended ?? history.last);
}

/** Calls that W1 made inside its delivery of A's end, and that returned there. */
const madeInside = (
  history: History,
  what: 'cancel' | 'submit' | 'subscribe' | 'unsubscribe' | 'shutdown',
  task?: string,
): Event | undefined =>
  inDelivery(history, 'W1', 'A')
    .calls(what, task)
    .find(({ answer }) => answer?.kind !== 'fail')?.invoke;

const heardOf = (history: History, task: string, client: string): Event | undefined =>
  history.all('event', task).find(({ who }) => who === client);

/** Where all tasks have one stream, it brings the ends of others as well, some of them because of what is done here. */
const onEndOfA =
  (act: () => unknown) =>
  ({ task, terminal }: Delivery) =>
    terminal && task === 'A' ? act() : undefined;

async function ab(lab: Lab, react: () => unknown): Promise<void> {
  await lab.coordinator({ concurrency: 2 });
  lab.submit('A', returns('a', 1));
  lab.submit('B', returns('b', 2));
  lab.subscribe('W1', 'A', onEndOfA(react));
  for (const task of ['A', 'B']) lab.subscribe('W2', task);
  await lab.quiesce();
  lab.open('a');
  await lab.quiesce('ended');
}

const oneEach = (...tasks: readonly string[]) =>
  claim(`W2 has exactly one end of ${tasks.join(', of ')}`, (history: History) =>
    forEach(tasks, (task) => notOneEnd(history, task, 'W2')),
  );

/** RAC-25: the coordinator can be called from inside its own deliveries and cleanups. */
export const reentrant: Cases = {
  'a-handler-that-stops-and-starts-others': {
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 2 });
      for (const [task, value] of [
        ['A', 1],
        ['B', 2],
        ['Q', 4],
      ] as const)
        lab.submit(task, returns(task.toLowerCase(), value));
      lab.define('C', [{ return: 3 }]);
      const react = (): void => {
        lab.cancel('B');
        lab.cancel('Q');
        lab.submit('C', [{ return: 3 }]);
        if (lab.accepted('C')) lab.subscribe('W2', 'C');
        lab.unsubscribe('W1');
      };
      lab.subscribe('W1', 'A', onEndOfA(react));
      for (const task of ['A', 'B', 'Q']) lab.subscribe('W2', task);
      await lab.quiesce();
      lab.open('a');
      await lab.quiesce('ended');
    },
    premise: (history) => ({
      "in W1's delivery of A's end B and Q were cancelled":
        madeInside(history, 'cancel', 'B') && madeInside(history, 'cancel', 'Q'),
      // Where all tasks have one stream, W2 is there already.
      'C was submitted there, and W2 hears of it':
        madeInside(history, 'submit', 'C') && (madeInside(history, 'subscribe') ?? heardOf(history, 'C', 'W2')),
      'W1 left there': madeInside(history, 'unsubscribe'),
      'B was running': history.before(endsTold(history, 'A', 'W1')[0]).started('B'),
    }),
    claims: [
      claim('B is told', (history) =>
        missing(history.told('B') ?? history.ended('B'), 'the cancel did not reach it', history.mark('ended')),
      ),
      claim('B and Q have an end that is not a completion', (history) =>
        forEach(['B', 'Q'], (task) =>
          firstOf(
            completion(history, task),
            missing(history.result(task), `the result of ${task} is pending`, history.mark('ended')),
          ),
        ),
      ),
      completes('C', 3),
      oneEach('A', 'B', 'Q', 'C'),
    ],
  },

  'a-handler-that-awaits-the-answer': {
    workload: (lab) => ab(lab, () => lab.own.cancel('B')),
    premise: (history) => {
      const [began] = endsTold(history, 'A', 'W1');
      const call = history.call('cancel', 'B')?.invoke;
      return {
        "B was cancelled inside W1's delivery of A's end": precedes(began, call) && history.started('B') && call,
      };
    },
    claims: [
      claim('the delivery that waited for the answer of the cancel has ended', (history) => {
        const [began] = endsTold(history, 'A', 'W1');
        const ended = history.all('delivered', 'A').find(({ who, call }) => who === 'W1' && call === began?.seq);
        return missing(ended, 'it still waits', history.mark('ended'));
      }),
      claim('B is not completed', (history) => completion(history, 'B')),
      oneEach('A', 'B'),
    ],
  },

  'a-cleanup-that-calls-back': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.define('D', [{ return: 4 }]);
      const callsBack = [{ do: { call: 'cancel', task: 'C' } }, { do: { call: 'submit', task: 'D' } }] as const;
      lab.submit('B', [{ try: { body: [{ gate: 'b' }], finally: callsBack } }]);
      lab.submit('C', [{ gate: 'c' }]);
      await lab.quiesce();
      lab.cancel('B');
      await lab.quiesce('ended');
    },
    premise: (history) => {
      const during = history.after(history.journal('B', 'cleanup')[0]).before(history.journal('B', 'cleaned')[0]);
      return {
        "C was cancelled inside B's cleanup": during.call('cancel', 'C')?.invoke,
        "D was submitted inside B's cleanup": during.call('submit', 'D')?.invoke,
      };
    },
    claims: [
      claim('B and C have an end that is not a completion', (history) =>
        forEach(['B', 'C'], (task) =>
          firstOf(
            completion(history, task),
            missing(history.result(task), `the result of ${task} is pending`, history.mark('ended')),
          ),
        ),
      ),
      completes('D', 4),
      claim('the client has exactly one end of each', (history, { offer }) =>
        offer.events ? forEach(['B', 'C', 'D'], (task) => notOneEnd(history, task, 'watcher')) : undefined,
      ),
    ],
  },

  'a-handler-that-shuts-down': {
    workload: async (lab) => {
      await ab(lab, () => lab.shutdown(lab.dialect.shutdownMode ?? '', { grace, force }));
      lab.open('b');
      await lab.quiesce();
      await lab.advance(2 * (grace + force));
      await lab.quiesce('over');
    },
    premise: (history) => {
      const call = madeInside(history, 'shutdown');
      return {
        "shutdown was called inside W1's delivery of A's end, while B ran":
          call && precedes(history.started('B'), call) && precedes(call, history.ended('B')) && call,
      };
    },
    claims: [
      claim("the shutdown settles, and not before B's end line", (history) => {
        const answer = history.call('shutdown')?.answer;
        return firstOf(
          missing(answer, 'it is pending', history.mark('over')),
          precedes(history.ended('B'), answer)
            ? undefined
            : seen('it had settled while B ran', answer, history.ended('B')),
        );
      }),
      claim('no task that returned is lost', (history) =>
        history.ended('B')?.value === 'returned' && history.ending('B') === 'completed'
          ? uncompleted(history, 'B', 2)
          : undefined,
      ),
      claim('W2 has exactly one end of A and of B', (history, { dialect }) =>
        // The event of the shutdown itself may stand for the end of what it stops.
        dialect.is('shutdown.clientEvent', 'shutdown')
          ? notOneEnd(history, 'A', 'W2')
          : forEach(['A', 'B'], (task) => notOneEnd(history, task, 'W2')),
      ),
    ],
  },
};
