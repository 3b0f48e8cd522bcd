import { claim, describe, firstOf, type History, missing, type Race, seen } from '../../harness/index.ts';
import { type Cases, completion } from '../cancellation/claims.ts';
import { cancelOf } from '../cancellation/facts.ts';
import { endsTold, madeCall, opened, precedes } from './facts.ts';

/** What the body of a task read, by key; a key that is absent reads as null. */
function readBy(history: History, task: string, key: string): unknown {
  const lines = history
    .journal(task, 'lent')
    .map(({ value }) => value as { step?: string; phase?: string; key?: string; value?: unknown });
  return lines.find(({ step, phase, key: of }) => step === 'read' && phase === 'ok' && of === key)?.value;
}

const wrote = (history: History, task: string, key: string) =>
  history.journal(task, 'lent').find(({ value }) => {
    const line = value as { step?: string; phase?: string; key?: string };
    return line.step === 'write' && line.phase === 'ok' && line.key === key;
  });

/** A task commits while somebody cancels it. */
const commitMeetsCancel: Race = {
  name: 'commit-meets-cancel',
  setup: async (lab) => {
    await lab.coordinator();
    lab.submit('T', [
      { gate: 'g' },
      { transaction: [{ write: { key: 'a', value: 1 } }, { write: { key: 'b', value: 1 } }] },
      { return: 1 },
    ]);
    await lab.quiesce();
  },
  actors: () => [[{ name: 'g1', act: (lab) => lab.open('g') }], [{ name: 'c1', act: (lab) => lab.cancel('T') }]],
  finish: async (lab) => {
    lab.submit('V', [{ transaction: [{ read: 'a' }, { read: 'b' }] }]);
    await lab.quiesce('read');
  },
};

const stored = (history: History) => ['a', 'b'].filter((key) => readBy(history, 'V', key) === 1).length;
/** The first thing that told how T has ended. */
const outcomeSeen = (history: History) => {
  const [result, event] = [history.result('T'), endsTold(history, 'T', 'watcher')[0]];
  return precedes(event, result) ? event : result;
};

const judged = (history: History) => ({
  'the cancel call was made': madeCall(history.call('cancel', 'T')),
  'g was opened': opened(history, 'g'),
  'V has read': history.journal('V', 'lent').length > 0 && history.result('V'),
});

/** RAC-19, RAC-20: a cancelled task leaves nothing half done. */
export const transactions: Cases = {
  'cancelled-inside-a-transaction': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', [
        { transaction: [{ write: { key: 'k', value: 1 } }, { gate: 'g' }, { write: { key: 'k', value: 2 } }] },
      ]);
      await lab.quiesce();
      lab.cancel('T');
      // In the very turn in which the end of T is seen.
      for (let hop = 0; hop < 64 && !outcomeSeen(lab.history); hop++) await lab.hops(1);
      lab.submit('U', [{ transaction: [{ read: 'k' }, { write: { key: 'k', value: 3 } }] }]);
      await lab.quiesce();
      lab.submit('V', [{ transaction: [{ read: 'k' }] }]);
      await lab.quiesce('read');
    },
    premise: (history) => ({
      'T had written before the cancel':
        precedes(wrote(history, 'T', 'k'), cancelOf(history, 'T')) && cancelOf(history, 'T'),
      "U was submitted after T's outcome was seen": precedes(outcomeSeen(history), history.call('submit', 'U')?.invoke),
    }),
    claims: [
      claim('T is not completed', (history) => completion(history, 'T')),
      claim('U completes, and has read that k is absent', (history) =>
        firstOf(
          missing(
            history.result('U'),
            'the result of U is pending: something of T is in its way',
            history.mark('read'),
          ),
          readBy(history, 'U', 'k') === null
            ? undefined
            : seen(`U has read ${describe(readBy(history, 'U', 'k'))}`, history.result('U')),
        ),
      ),
      claim('V has read what U wrote', (history) =>
        readBy(history, 'V', 'k') === 3
          ? undefined
          : seen(`V has read ${describe(readBy(history, 'V', 'k'))}`, history.result('V') ?? history.last),
      ),
    ],
  },

  'all-or-nothing-around-the-commit': {
    race: commitMeetsCancel,
    premise: judged,
    covers: {
      'both were read at least once': (history) => stored(history) === 2,
      'neither was read at least once': (history) => history.result('V') !== undefined && stored(history) === 0,
      'a cancel came between the last write and the outcome': (history) =>
        precedes(wrote(history, 'T', 'b'), cancelOf(history, 'T')) &&
        precedes(cancelOf(history, 'T'), outcomeSeen(history)),
    },
    claims: [
      claim('V reads both or neither', (history) =>
        stored(history) === 1
          ? seen(
              `V has read a: ${describe(readBy(history, 'V', 'a'))}, b: ${describe(readBy(history, 'V', 'b'))}`,
              history.result('V'),
            )
          : undefined,
      ),
      claim('if T is completed, V reads both', (history) =>
        history.ending('T') === 'completed' && stored(history) < 2
          ? seen(`T is completed, and ${stored(history)} of 2 is stored`, history.result('T'))
          : undefined,
      ),
    ],
  },

  'should-tell-a-cancelled-task-that-has-committed': {
    race: commitMeetsCancel,
    premise: (history) => ({
      ...judged(history),
      'what T wrote was stored': stored(history) === 2,
      'it was cancelled before its outcome was seen': precedes(cancelOf(history, 'T'), outcomeSeen(history)),
    }),
    claims: [
      claim(
        'T is completed, or its outcome says that it has committed, as cancel.committed declares',
        (history, { dialect }) => {
          if (history.ending('T') === 'completed') return undefined;
          const mark = dialect.parameter('cancel.committed', 'mark');
          const told = [history.result('T'), endsTold(history, 'T', 'watcher')[0]].some((event) =>
            carriesMark(event?.value, typeof mark === 'string' ? mark : 'committed'),
          );
          return dialect.is('cancel.committed', 'marked') && told
            ? undefined
            : seen(
                `both are stored, and the result of T says ${describe(history.result('T')?.value)}`,
                cancelOf(history, 'T'),
                history.result('T') ?? history.last,
              );
        },
      ),
    ],
  },
};

/** The value, or what it carries as its data, has a property of that name that is true. */
const carriesMark = (value: unknown, mark: string, depth = 2): boolean =>
  value !== null &&
  typeof value === 'object' &&
  ((value as Record<string, unknown>)[mark] === true ||
    (depth > 0 && Object.values(value).some((held) => carriesMark(held, mark, depth - 1))));
