import {
  claim,
  describe,
  firstOf,
  forEach,
  type History,
  isCompletion,
  missing,
  type Race,
  seen,
  type Stock,
  untested,
} from '../../harness/index.ts';
import { type Cases, completion } from '../cancellation/claims.ts';
import { cancelOf } from '../cancellation/facts.ts';
import { atMostOneEnd, disagreement, uncompleted } from './claims.ts';
import { numberOf } from './declared.ts';
import { endsTold, madeCall, opened, precedes } from './facts.ts';
import { returns } from './programs.ts';

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
          const mark = dialect.parameter('cancel.committed', 'mark') ?? 'committed';
          const told = [history.result('T'), endsTold(history, 'T', 'watcher')[0]].some((event) =>
            carriesMark(event?.value, String(mark)),
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

const day = 86_400_000;

/** A store that fails while a task is being ended. */
const failing = (how: 'rejects' | 'hangs', end: 'return' | 'cancel'): Cases[string] => ({
  workload: async (lab) => {
    await lab.coordinator({ concurrency: 1, store: true });
    lab.submit('T', returns('g', 7));
    lab.submit('U', returns('u', 8));
    await lab.quiesce();
    lab.store.fail('T', how);
    await lab.quiesce('failing');
    if (end === 'return') lab.open('g');
    else lab.cancel('T');
    await lab.quiesce();
    await lab.advance(numberOf(lab.dialect, 'store.limit', storeLimit));
    await lab.quiesce('limit');
    lab.store.mend();
    lab.open('u');
    await lab.advance(day);
    lab.store.show('T');
    await lab.quiesce('over');
  },
  premise: (history) => {
    const tried = history.after('failing').all('store.write', 'T', 'saw')[0];
    const answer = history.all('store.write', 'T').find(({ call }) => call !== undefined && call === tried?.seq);
    return {
      'T had a start line': history.started('T'),
      'a write for T was tried while the store failed': tried && precedes(tried, history.mark('limit')) && tried,
      [`it ${how === 'rejects' ? 'was rejected' : 'stayed pending until the store was mended'}`]:
        how === 'rejects' ? answer?.kind === 'fail' : !precedes(answer, history.mark('limit')),
    };
  },
  claims: [
    claim(
      ({ dialect }) =>
        dialect.is('store.failure', 'leave-to-lease')
          ? 'no end of T is told while the store fails, and one after that'
          : "T's result and event are seen within store.limit",
      (history, { dialect, offer }) => {
        const until = history.before('limit');
        const told = [until.result('T'), offer.events ? endsTold(until, 'T', 'watcher')[0] : undefined];
        if (dialect.is('store.failure', 'leave-to-lease'))
          return firstOf(
            forEach(told, (event) => event && seen(`T was said to have ended: ${describe(event.value)}`, event)),
            missing(history.result('T'), 'its result is still pending', history.mark('over')),
          );
        return firstOf(
          missing(told[0], 'the result of T is pending', history.mark('limit')),
          offer.events ? missing(told[1], 'the client was told no end', history.mark('limit')) : undefined,
        );
      },
    ),
    claim('the slot of T is free within store.limit', (history, { offer, dialect }) =>
      offer.queue && dialect.is('store.failure', 'answer-locally')
        ? missing(history.before('limit').started('U'), 'U had not started', history.mark('limit'))
        : undefined,
    ),
    claim('the failure of the store is reported', (history, { offer }) =>
      offer.diagnostics
        ? missing(reported(history), 'no record and no event tells of it', history.mark('over'))
        : undefined,
    ),
    claim('what is stored of T is no end, or the end that was answered', (history) => contradicted(history)),
    atMostOneEnd('T'),
    claim('the views of T agree', (history) => disagreement(history, 'T')),
    claim('U is completed', (history, { offer }) => (offer.queue ? uncompleted(history, 'U', 8) : undefined)),
    claim('a T that was cancelled is not completed', (history) =>
      end === 'cancel' ? completion(history, 'T') : undefined,
    ),
  ],
});

const storeLimit = 30_000;

/** A record of a failure, or an event that carries an error, that came once the store had failed. */
const reported = (history: History) =>
  history.after('failing').find(({ what, value }) => {
    const { level, error } = (value ?? {}) as { level?: string; error?: unknown };
    return what === 'diagnostic' && (level === 'warn' || level === 'error' || error !== undefined);
  });

/** An end is stored that is another than the one that was told. */
function contradicted(history: History) {
  const held = history.all('store.holds', 'T').at(-1);
  const words = JSON.stringify(held?.value ?? {}).match(/[\w-]+/g) ?? [];
  const endings = words
    .map((state) => held && history.endingOf({ ...held, value: { state } }, 'query'))
    .filter((ending) => ending != null);
  const odd = endings.find((ending) => isCompletion(ending) !== (history.ending('T') === 'completed'));
  return odd === undefined
    ? undefined
    : seen(`stored is "${odd}", told was ${String(history.ending('T'))}`, held, history.result('T'));
}

/** RAC-21: a store that fails does not hold up an end. */
export const stores: Cases = {
  'the-store-rejects-while-a-task-ends': failing('rejects', 'return'),
  'the-store-hangs-while-a-task-ends': failing('hangs', 'return'),
  'the-store-hangs-while-a-task-is-cancelled': failing('hangs', 'cancel'),
};

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
