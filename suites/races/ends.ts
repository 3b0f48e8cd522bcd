import {
  claim,
  type Claim,
  type Context,
  describe,
  firstOf,
  forEach,
  type History,
  type Lab,
  missing,
  type Race,
  seen,
  sights,
  sightText,
  type Snapshot,
} from '../../harness/index.ts';
import { type Cases, tally } from '../cancellation/claims.ts';
import { lentLine } from '../cancellation/facts.ts';
import { atMostOneEnd, settlesOnce } from './claims.ts';
import { emitAnswered, opened, precedes } from './facts.ts';
import { stop, stopsOf, unforced } from './stops.ts';

const limit = 50;

/** What may end a task: its own return or throw, a stop, or its time limit. */
const triggersOf = (context: Context): readonly string[] => [
  'return',
  'throw',
  ...stopsOf(context),
  ...(context.offer.timeout ? ['limit'] : []),
];

const isOwn = (trigger: string): boolean => trigger === 'return' || trigger === 'throw';

/** Every two triggers of different kinds, as `return / cancel`. */
const pairsOf = (context: Context): readonly string[] => {
  const all = triggersOf(context);
  return all.flatMap((one, index) =>
    all.slice(index + 1).flatMap((other) => (isOwn(one) && isOwn(other) ? [] : [`${one} / ${other}`])),
  );
};

const cleansUp = (end: string) =>
  [
    { defer: [{ note: 'd1' }, { gate: 'fin' }, { note: 'd2' }] },
    {
      try: {
        body: [{ gate: 'g' }, end === 'throw' ? { throw: 'E' } : { return: 1 }],
        finally: [{ note: 'c1' }, { note: 'c2' }],
      },
    },
  ] as const;

/** Two of the things that may end a task come together. */
export const endsMeet: Race = {
  name: 'ends-meet',
  variants: pairsOf,
  setup: async (lab, pair) => {
    await lab.coordinator();
    lab.open('fin');
    lab.submit('T', cleansUp(pair.split(' / ')[0] ?? ''), pair.includes('limit') ? { timeout: limit } : {});
    await lab.advance(limit - 1);
  },
  actors: (_context, pair) => pair.split(' / ').map((trigger, index) => [action(trigger, index)]),
  finish: async (lab) => {
    await lab.advance(2 * limit);
    lab.open('g');
    await lab.read('first', 'T');
    await lab.advance(3_600_000);
    await lab.read('second', 'T');
  },
};

const action = (trigger: string, index: number) =>
  trigger === 'limit'
    ? { name: 't', act: () => undefined }
    : {
        name: `${isOwn(trigger) ? 'g' : trigger === 'cancel' ? 'c' : 'x'}${index + 1}`,
        act: (lab: Lab) => (isOwn(trigger) ? lab.open('g') : stop(lab, trigger, 'T')),
      };

/** The moment at which something of that kind came. */
const came = (history: History, kind: string) =>
  kind === 'its own end'
    ? opened(history, 'g')
    : kind === 'limit'
      ? history.find(({ at }) => at >= limit)
      : history.call(kind as 'cancel', kind === 'cancel' ? 'T' : undefined)?.invoke;

const kinds = ['its own end', 'cancel', 'cancelAll', 'shutdown', 'limit'] as const;
const offered = (kind: string, context: Context): boolean =>
  kind === 'its own end' || triggersOf(context).some((trigger) => trigger.split(' ')[0] === kind);

/** For every two kinds each came first, and was followed by the other. */
const bothOrders = Object.fromEntries(
  kinds.flatMap((one) =>
    kinds
      .filter((other) => other !== one)
      .map((other) => [
        `${one} came before ${other}, where both are offered`,
        (history: History, context: Context) =>
          !offered(one, context) ||
          !offered(other, context) ||
          (came(history, other) !== undefined && precedes(came(history, one), came(history, other))),
      ]),
  ),
);

const reached = (history: History) => ({
  'T has a start line': history.started('T'),
  'no force limit was over': unforced(history),
  'T was read in the end': history.mark('second'),
});

/** No view says later what it did not say before. */
export const sameLater = (task: string, first: string): Claim =>
  claim(`what the views say of ${task} does not change`, (history) => {
    const [before, after] = [sights(history.before(first), task), sights(history, task)];
    return forEach(after, ({ view, ending, event }) => {
      const was = before.find((sight) => sight.view === view);
      return was && was.ending !== ending
        ? seen(`${view} said ${was.ending}, and later ${ending}`, was.event, event)
        : undefined;
    });
  });

const group = (ending: string): string => (ending === 'completed' || ending === 'failed' ? ending : 'neither');

/** RAC-15: one terminal state, and it does not change. */
export const terminalState: Cases = {
  'a-body-that-ends-after-it-was-given-up': {
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 2 });
      submitDeaf(lab);
      await lab.quiesce();
      lab.shutdown(lab.dialect.shutdownMode ?? '', { grace: limit, force: limit });
      await lab.advance(4 * limit);
      await endLate(lab);
    },
    premise: (history) => endedLate(history),
    claims: [sameLater('T', 'first'), sameLater('T2', 'first'), atMostOneEnd('T', 'T2')],
  },

  'a-body-that-ends-after-an-early-answer': {
    absent: (_history, context) => (isEarly(context) ? undefined : 'it answers no earlier than a body has ended'),
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 2 });
      const byLimit = !lab.dialect.is('terminal.when', 'at-acceptance', 'at-request');
      submitDeaf(lab, byLimit ? { timeout: limit } : {});
      await lab.quiesce();
      if (byLimit) await lab.advance(limit);
      else for (const task of ['T', 'T2']) lab.cancel(task);
      await lab.quiesce();
      await endLate(lab);
    },
    premise: (history) => endedLate(history),
    claims: [sameLater('T', 'first'), sameLater('T2', 'first'), atMostOneEnd('T', 'T2')],
  },

  'every-pair-of-ends': {
    race: endsMeet,
    premise: reached,
    covers: {
      ...bothOrders,
      'T completed': (history) => history.ending('T') === 'completed',
      'T did not complete': (history) => history.result('T') !== undefined && history.ending('T') !== 'completed',
    },
    claims: [
      settlesOnce('T'),
      atMostOneEnd('T'),
      claim('all views say completed, or failed, or neither', (history) => {
        const list = sights(history.before('first'), 'T');
        const odd = list.find(({ ending }) => group(ending) !== group(list[0]?.ending ?? ''));
        return odd && seen(`the views of T differ: ${sightText(list)}`, list[0]?.event, odd.event);
      }),
      sameLater('T', 'first'),
    ],
  },

  'a-progress-report-after-the-end': {
    absent: (history) =>
      history.all('query', 'T', 'ok').every(({ value }) => (value as Snapshot | undefined)?.state === undefined)
        ? 'its query tells no state of a task'
        : undefined,
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', [{ later: [{ gate: 'l' }, { emit: { type: 'late' } }] }, { gate: 'g' }, { return: 1 }]);
      await lab.quiesce();
      lab.query('T');
      await lab.quiesce();
      lab.open('g');
      await lab.quiesce();
      lab.query('T');
      await lab.quiesce('first');
      lab.open('l');
      await lab.quiesce();
      lab.query('T');
      await lab.quiesce('second');
    },
    premise: (history) => {
      const call = lentLine(history, 'T', 'emit', 'call');
      return {
        "`late` was emitted after T's end": precedes(history.result('T'), call) && call,
        'the call was answered': emitAnswered(history, 'T'),
        'the query told T from an ended task while it ran':
          stateOf(history, 0) !== undefined &&
          queried(history, 0) == null &&
          (queried(history, 1) === 'completed' || stateOf(history, 1) === undefined),
        'T was asked about three times': history.all('query', 'T', 'ok').length === 3,
      };
    },
    claims: [
      claim('the queried state does not change', (history) => {
        const [, first, second] = history.all('query', 'T', 'ok');
        const said = (event: typeof first) => describe((event?.value as { state?: unknown } | undefined)?.state);
        return said(first) === said(second)
          ? undefined
          : seen(`the query said ${said(first)}, and later ${said(second)}`, first, second);
      }),
    ],
  },
};

/** The end that a query of T told, by the index of the query. */
const queried = (history: History, index: number) => {
  const query = history.all('query', 'T', 'ok')[index];
  return query && history.endingOf(query, 'query');
};

/** Once a task has ended it may be forgotten, and then has none. */
const stateOf = (history: History, index: number): unknown =>
  (history.all('query', 'T', 'ok')[index]?.value as Snapshot | undefined)?.state;

const isEarly = ({ dialect, offer }: Context): boolean =>
  dialect.is('terminal.when', 'at-acceptance', 'at-request') ||
  (dialect.is('timeout.settle', 'early') && offer.timeout !== undefined);

/** Two bodies that hear nothing: one will return, the other throw. */
function submitDeaf(lab: Lab, setting = {}): void {
  lab.submit('T', [{ deaf: [{ gate: 'x' }] }, { return: 7 }], setting);
  lab.submit('T2', [{ deaf: [{ gate: 'x' }] }, { throw: 'E' }], setting);
}

async function endLate(lab: Lab): Promise<void> {
  await lab.read('first', 'T', 'T2');
  lab.open('x');
  await lab.quiesce();
  await lab.read('second', 'T', 'T2');
}

const endedLate = (history: History) =>
  Object.fromEntries(
    ['T', 'T2'].map((task) => [
      `${task} had a terminal answer before its end line`,
      precedes(history.result(task) ?? history.terminal(task)[0], opened(history, 'x')) && history.ended(task),
    ]),
  );

const once = (history: History, half: 'c' | 'd') =>
  firstOf(
    ...[`${half}1`, `${half}2`].map((text) => {
      const lines = history.journal('T', 'note').filter(({ value }) => value === text);
      return lines.length === 1
        ? undefined
        : seen(`T noted ${text} ${tally(lines.length)}`, ...lines, history.ended('T') ?? history.last);
    }),
    precedes(history.noted('T', `${half}1`), history.noted('T', `${half}2`))
      ? undefined
      : seen('they came in the other order', history.noted('T', `${half}2`)),
  );

/** RAC-18: cleanup runs exactly once, whatever ended the task. */
export const cleanupOnce: Cases = {
  'finally-runs-once-in-every-race': {
    race: endsMeet,
    premise: reached,
    covers: bothOrders,
    claims: [
      claim('T notes c1 and c2 once each, in this order', (history) => once(history, 'c')),
      claim('the body of T ends', (history) => missing(history.ended('T'), 'it had not ended', history.mark('second'))),
    ],
  },

  'deferred-cleanup-runs-once-in-every-race': {
    race: endsMeet,
    premise: (history) => ({ ...reached(history), "T's defer call returned": lentLine(history, 'T', 'defer', 'ok') }),
    covers: bothOrders,
    claims: [claim('T notes d1 and d2 once each, in this order', (history) => once(history, 'd'))],
  },
};
