import { claim, type Event, firstOf, type History, missing, seen, type Snapshot } from '../../harness/index.ts';
import { type Cases, completion, neverRuns, unsettled } from './claims.ts';
import { accepted, cancelOf, stood, unstarted } from './facts.ts';
import { runs, waits } from './programs.ts';

const premise = (history: History) => ({
  'A stood at its gate when B was cancelled': stood(history, 'A', 'a', cancelOf(history, 'B')),
  'B had not started': unstarted(history, 'B', cancelOf(history, 'B')),
  // A store that has handed the job out already may say no: then nothing was cancelled.
  'the cancel was accepted': accepted(history, history.call('cancel', 'B')),
});

/** CAN-11, CAN-12: a task that is cancelled while it waits never starts, and is answered at once. */
export const queue: Cases = {
  'its-turn-comes-and-it-does-not-run': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 1 });
      lab.submit('A', waits('a'));
      lab.submit('B', runs);
      lab.submit('C', runs);
      await lab.quiesce();
      lab.cancel('B');
      await lab.quiesce();
      lab.open('a');
    },
    premise: (history) => ({
      ...premise(history),
      "C, behind B, has started, so that B's turn has gone by": history.after(cancelOf(history, 'B')).started('C'),
    }),
    claims: [neverRuns('B')],
  },

  'while-the-slot-is-taken': {
    atEveryHop: true,
    unfinished: ['A'],
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 1 });
      lab.submit('A', waits('a'));
      lab.submit('B', [{ return: 1 }]);
      await lab.quiesce();
      lab.cancel('B');
      await lab.quiesce();
      lab.query();
      await lab.read('views', 'B');
    },
    premise: (history) => ({
      ...premise(history),
      'A ran when the views were read': stood(history, 'A', 'a', 'views'),
    }),
    claims: [
      claim('the result of B settles while A runs, and not as a completion', (history) =>
        firstOf(unsettled(history, 'B', 'views'), completion(history, 'B')),
      ),
      claim('a client receives the terminal event of B while A runs', (history, { offer }) => {
        const text = 'the client received no terminal event of B';
        return offer.events ? missing(history.terminal('B', 'watcher')[0], text, history.mark('views')) : undefined;
      }),
      claim('the query counts no waiting task', (history, { dialect }) => {
        const counted = dialect.is('queued.cancel', 'never-starts') ? lastCount(history) : undefined;
        const queued = (counted?.value as Snapshot | undefined)?.queued ?? 0;
        return queued > 0 ? seen(`it counts ${queued}`, counted) : undefined;
      }),
    ],
  },
};

/** The last answer of a query for all tasks. */
const lastCount = (history: History): Event | undefined =>
  history.all('query', undefined, 'ok').findLast(({ task }) => task === undefined);
