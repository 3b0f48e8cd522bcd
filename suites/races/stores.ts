import {
  type Claim,
  type Conduct,
  claim,
  describe,
  firstOf,
  forEach,
  type History,
  isCompletion,
  missing,
  seen,
} from '../../harness/index.ts';
import { type Cases, completion } from '../cancellation/claims.ts';
import { atMostOneEnd, disagreement, uncompleted } from './claims.ts';
import { numberOf } from './declared.ts';
import { endsTold, precedes } from './facts.ts';
import { returns } from './programs.ts';

type StoreFailure = 'rejects' | 'hangs';

/** No lease outlives it. */
const day = 86_400_000;
/** Where time is real: for the store's own to be done. */
const moment = 100;

/** A store that fails while a task is being ended. */
const failing = (how: StoreFailure, end: 'return' | 'cancel'): Conduct => ({
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
    await lab.advance(lab.mode === 'real' ? moment : day);
    lab.store.show('T');
    await lab.quiesce('over');
  },
  premise: (history) => failed(history, how),
  claims: [
    claim('a T that was cancelled is not completed', (history) =>
      end === 'cancel' ? completion(history, 'T') : undefined,
    ),
    ...claims,
  ],
});

/** A write for the task was tried in vain. */
function failed(history: History, how: StoreFailure) {
  const tried = history.after('failing').all('store.write', 'T', 'saw')[0];
  const answer = history.all('store.write', 'T').find(({ call }) => call !== undefined && call === tried?.seq);
  return {
    'T had a start line': history.started('T'),
    'a write for T was tried while the store failed': tried && precedes(tried, history.mark('limit')) && tried,
    [`it ${how === 'rejects' ? 'was rejected' : 'stayed pending until the store was mended'}`]:
      how === 'rejects' ? answer?.kind === 'fail' : !precedes(answer, history.mark('limit')),
  };
}

/** What holds however it fails, and whatever ends the task. */
const claims: readonly Claim[] = [
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
];

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
