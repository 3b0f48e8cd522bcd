import { claim, describe, type History, seen } from '../../harness/index.ts';
import { stood } from '../cancellation/facts.ts';
import { type Cases, completes, eachEndsOnce, notedBy, notYet, untold } from './claims.ts';
import { answerIn, before, endingOf, threw } from './facts.ts';
import { lentLine } from '../cancellation/facts.ts';
import { begun, cancels, opens, plays } from './moves.ts';

const at = {
  c: 'once c is open',
  b: 'once b is open',
  a: 'once a is open',
  cancel: 'after the cancel of J',
  d: 'once d is open',
};

/** One entry as text: `value 1`, `error Error: E`, `missing cancelled`. */
function entryText(entry: unknown): string {
  if (entry === null || typeof entry !== 'object') return describe(entry);
  const kinds = ['value', 'error', 'missing'].filter((kind) => kind in entry);
  return (
    kinds.map((kind) => `${kind} ${describe((entry as Record<string, unknown>)[kind])}`).join(' and ') ||
    describe(entry)
  );
}

/** Each entry is what is wanted of it; a text: an error of that message. */
const entriesAre = (wanted: readonly (((entry: Entry, history: History) => boolean) | Entry)[]) =>
  claim(
    `the entries are, in the order of the inputs: ${wanted.map((want) => (typeof want === 'function' ? 'neither a value nor two things' : entryText(want))).join(', ') || 'none'}`,
    (history) => {
      const answer = answerIn(history, 'T', 'settle');
      const given = Array.isArray(answer) ? (answer as readonly Entry[]) : undefined;
      const right = given?.length === wanted.length && wanted.every((want, index) => fits(given[index], want, history));
      return right
        ? undefined
        : seen(
            given
              ? `there are ${given.length}: ${given.map(entryText).join(', ') || 'none'}`
              : `it answered ${describe(answer)}`,
            lentLine(history, 'T', 'settle', 'ok') ?? history.last,
          );
    },
  );

const valuesAre = (wanted: readonly string[]) =>
  claim(`the values are, in the order of the inputs: ${wanted.join(', ')}`, (history) => {
    const answer = answerIn(history, 'T', 'all');
    return Array.isArray(answer) && answer.join() === wanted.join()
      ? undefined
      : seen(`it answered ${describe(answer)}`, lentLine(history, 'T', 'all', 'ok') ?? history.last);
  });

interface Entry {
  readonly value?: unknown;
  readonly error?: unknown;
  readonly missing?: unknown;
}

function fits(
  entry: Entry | undefined,
  want: ((entry: Entry, history: History) => boolean) | Entry,
  history: History,
): boolean {
  if (entry === undefined || entry === null) return false;
  if (typeof want === 'function') return want(entry, history);
  if ('value' in want) return 'value' in entry && !('error' in entry) && Object.is(entry.value, want.value);
  return !('value' in entry) && (entry.error as Error | undefined)?.message === (want.error as Error).message;
}

const E = new Error('E');

/** Classified as the result that it waited for: an error of its kind, or said to be missing for that. */
function endedAsJ(entry: Entry, history: History): boolean {
  if ('value' in entry || ('error' in entry && 'missing' in entry)) return false;
  const wanted = endingOf(history, 'J');
  if ('missing' in entry) return entry.missing === wanted;
  return Object.is(entry.error, history.result('J')?.value) || wanted === 'failed';
}

/** PAT-01, PAT-02: everybody is waited for, and everybody is accounted for. */
export const settle: Cases = {
  'entries-keep-input-order': {
    workload: plays(
      {
        T: [
          {
            settle: {
              bodies: [
                [{ gate: 'a' }, { return: 'a' }],
                [{ gate: 'b' }, { throw: 'E' }],
                [{ gate: 'c' }, { return: 'c' }],
              ],
            },
          },
          { note: 'settled' },
        ],
      },
      { [at.c]: opens('c'), [at.b]: opens('b'), [at.a]: opens('a') },
    ),
    premise: (history) => ({
      'all inputs stood at their gates': ['a', 'b', 'c'].every((gate, index) =>
        stood(history, `T/${index}`, gate, begun),
      ),
      'they ended in the order c, b, a':
        before(history.ended('T/2'), threw(history, 'T/1')) && before(threw(history, 'T/1'), history.ended('T/0')),
    }),
    claims: [
      notYet('T', 'settled', at.b),
      untold(at.b, 'T/0'),
      notedBy('T', 'settled', at.a),
      entriesAre([{ value: 'a' }, { error: E }, { value: 'c' }]),
      eachEndsOnce('T/0', 'T/1', 'T/2'),
    ],
  },

  'values-keep-input-order': {
    workload: plays(
      {
        T: [{ all: ['a', 'b', 'c'].map((name) => [{ gate: name }, { return: name }]) }, { note: 'all-ended' }],
      },
      { [at.c]: opens('c'), [at.b]: opens('b'), [at.a]: opens('a') },
    ),
    premise: (history) => ({
      'all three stood at their gates': ['a', 'b', 'c'].every((gate, index) =>
        stood(history, `T/${index}`, gate, begun),
      ),
      'they ended in the order c, b, a':
        before(history.ended('T/2'), history.ended('T/1')) && before(history.ended('T/1'), history.ended('T/0')),
    }),
    claims: [notYet('T', 'all-ended', at.b), notedBy('T', 'all-ended', at.a), valuesAre(['a', 'b', 'c'])],
  },

  'no-inputs-no-entries': {
    workload: plays({ T: [{ settle: { bodies: [] } }, { note: 'settled' }, { return: 1 }] }),
    premise: (history) => ({ 'T called settle': lentLine(history, 'T', 'settle', 'call') }),
    claims: [notedBy('T', 'settled', begun), entriesAre([]), completes('T', 1)],
  },

  'a-cancelled-input-has-its-entry': {
    atEveryHop: true,
    workload: plays(
      {
        J: [{ gate: 'j' }],
        T: [
          { settle: { bodies: [[{ return: 1 }], [{ throw: 'E' }], [{ join: 'J' }], [{ gate: 'd' }, { return: 4 }]] } },
          { note: 'settled' },
        ],
      },
      { [at.cancel]: cancels('J'), [at.d]: opens('d') },
    ),
    premise: (history) => ({
      'the first two inputs had ended': history.before(begun).ended('T/0') && history.before(begun).ended('T/1'),
      'J was settled, and did not complete': history.result('J') && endingOf(history, 'J') !== 'completed',
      'the input that waits for J ended with it': history.before(at.cancel).ended('T/2'),
      'the last input stood at its gate': stood(history, 'T/3', 'd', at.cancel),
    }),
    claims: [
      notYet('T', 'settled', at.cancel),
      untold(at.cancel, 'T/3'),
      notedBy('T', 'settled', at.d),
      entriesAre([{ value: 1 }, { error: E }, endedAsJ, { value: 4 }]),
    ],
  },
};
