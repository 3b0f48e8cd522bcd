import {
  claim,
  type Claim,
  type Context,
  describe,
  type Entry,
  type Event,
  forEach,
  type History,
  type Lab,
  missing,
  type Program,
  refuted,
  seen,
} from '../../harness/index.ts';
import { type Cases } from './claims.ts';
import { isAt, reaches } from './facts.ts';

/** What the settle handed out, and a copy of that moment. */
interface HandOut {
  readonly at: Event;
  readonly entries: readonly Entry[];
  readonly copy: readonly Entry[];
}

function handOut(history: History): HandOut | undefined {
  const at = history.journal('T', 'lent').find(({ value }) => isSettled(value));
  if (!at) return undefined;
  const { value, copy } = at.value as { readonly value: unknown; readonly copy: unknown };
  return { at, entries: listOf(value), copy: listOf(copy) };
}

const isSettled = (value: unknown): boolean => {
  const { step, phase } = (value ?? {}) as { readonly step?: unknown; readonly phase?: unknown };
  return step === 'settle' && phase === 'ok';
};

const listOf = (value: unknown): readonly Entry[] => (Array.isArray(value) ? (value as readonly Entry[]) : []);

const completedWith = (entry: Entry | undefined, value: unknown): boolean =>
  entry !== undefined &&
  'value' in entry &&
  entry.value === value &&
  !('missing' in entry && entry.missing !== undefined);
const failedWith = (entry: Entry | undefined, text: string): boolean =>
  entry !== undefined && 'error' in entry && reaches(entry.error, text);
const cutOff = (entry: Entry | undefined): boolean =>
  entry !== undefined &&
  !('value' in entry && entry.value !== undefined) &&
  (('missing' in entry && entry.missing !== undefined) || ('error' in entry && entry.error !== undefined));

/** What each position must hold, in words and as a question. */
type Place = readonly [text: string, holds: (entry: Entry | undefined) => boolean];

const places = (expected: readonly Place[]): Claim =>
  claim(
    `exactly ${expected.length} entries: ${expected.map(([text], index) => `${index} ${text}`).join(', ')}`,
    (history) => {
      const given = handOut(history);
      if (!given) return seen('nothing was handed out', history.last);
      const { at, copy } = given;
      if (copy.length !== expected.length) return seen(`${copy.length} entries: ${describe(copy)}`, at);
      return forEach([...expected.entries()], ([index, [text, holds]]) =>
        holds(copy[index]) ? undefined : seen(`position ${index} is not ${text}: ${describe(copy[index])}`, at),
      );
    },
  );

const timely = (history: History, context: Context) => {
  const given = handOut(history);
  if (!given) return seen('nothing was handed out', history.last);
  if (context.dialect.is('timeout.settle', 'early'))
    return isAt(given.at, 100, context) ? undefined : seen(`it was handed out at ${given.at.at} ms`, given.at);
  const opened = history.find(({ what, who }) => what === 'open' && who === 'f');
  return opened && given.at.seq < opened.seq
    ? seen(`it was handed out at ${given.at.at} ms, while a cleanup ran`, given.at)
    : undefined;
};

const batch: readonly Program[] = [
  [{ gate: 'a' }, { return: 'A' }],
  [{ try: { body: [{ gate: 'n' }], finally: [{ gate: 'f' }] } }],
  [{ gate: 'b' }, { throw: 'E' }],
  [{ gate: 'n' }],
  [{ gate: 'c' }, { return: 'C' }],
];

const late: Program = [{ deaf: [{ gate: 'd' }] }, { return: 'late' }];

async function submitBatch(lab: Lab, bodies: readonly Program[]): Promise<void> {
  await lab.coordinator();
  lab.submit('T', [{ settle: { bodies, timeout: 100 } }, { return: 'done' }]);
}

/** REL-05, REL-06: what a batch gives that has run out of time. */
export const partial: Cases = {
  'every-position-is-in-exactly-one-list': {
    workload: async (lab) => {
      await submitBatch(lab, batch);
      for (const gate of ['c', 'a', 'b']) {
        await lab.advance(10);
        lab.open(gate);
      }
      await lab.quiesce();
      await lab.advance(69);
      await lab.quiesce('at 99');
      await lab.advance(1);
      await lab.quiesce('at 100');
      lab.open('f');
    },
    premise: (history) => ({
      'input 1 stood at its gate at 99': history.before('at 99').standsAt('T/1', 'n'),
      'input 3 stood at its gate at 99': history.before('at 99').standsAt('T/3', 'n'),
      'input 1 was told at the limit': history.before('at 100').told('T/1'),
      'input 3 was told at the limit, or ended':
        history.before('at 100').told('T/3') ?? history.before('at 100').ended('T/3'),
    }),
    claims: [
      claim('nothing is handed out before the limit', (history) => {
        const given = handOut(history.before('at 99'));
        return refuted(given?.at, `it was handed out at ${given?.at.at} ms`);
      }),
      claim(
        ({ dialect }) =>
          dialect.is('timeout.settle', 'early')
            ? 'it is handed out at 100 ms'
            : 'it is handed out once the last cleanup has ended',
        timely,
      ),
      places([
        ['is "A"', (entry) => completedWith(entry, 'A')],
        ['was cut off', cutOff],
        ['is the error E', (entry) => failedWith(entry, 'E')],
        ['was cut off', cutOff],
        ['is "C"', (entry) => completedWith(entry, 'C')],
      ]),
    ],
  },

  'late-answers-do-not-change-the-hand-out': {
    workload: async (lab) => {
      await submitBatch(lab, [[{ gate: 'a' }, { return: 'A' }], late, [{ gate: 'b' }, { return: 'B' }], late]);
      lab.open('a', 'b');
      await lab.quiesce();
      await lab.advance(100);
      await lab.quiesce('at 100');
      lab.open('d');
      await lab.quiesce();
    },
    premise: (history, { dialect }) => {
      const after = dialect.is('timeout.settle', 'early')
        ? history.after(handOut(history)?.at)
        : history.after('at 100');
      return {
        'input 1 ended after the limit': after.ended('T/1'),
        'input 3 ended after the limit': after.ended('T/3'),
        'something was handed out': handOut(history)?.at,
      };
    },
    claims: [
      places([
        ['is "A"', (entry) => completedWith(entry, 'A')],
        ['was cut off', cutOff],
        ['is "B"', (entry) => completedWith(entry, 'B')],
        ['was cut off', cutOff],
      ]),
      claim('what was handed out stays as it was', (history) => {
        const given = handOut(history);
        if (!given) return missing(undefined, 'nothing was handed out', history.last);
        return describe(given.entries) === describe(given.copy)
          ? undefined
          : seen(`it was ${describe(given.copy)} and became ${describe(given.entries)}`, given.at);
      }),
    ],
  },
};
