import { type Claim, claim, describe, type History, type Program, seen } from '../../harness/index.ts';
import { type Cases, resultText } from './claims.ts';
import { keeps, losesOthers } from './errors.ts';
import { before, deliveredTo, openingOf, standing, threw } from './facts.ts';
import { begun, opens, plays } from './moves.ts';

const at = { a: 'once a is open', b: 'once b is open' };

const names = ['b1', 'b2', 'b3', 'b4', 'b5', 'b6', 'b7', 'b8', 'b9'];
const waiting = (gate: string): Program => [{ gate }];
const deafThrow: Program = [{ deaf: [{ gate: 'b' }, { throw: 'E2' }] }];

const throwsNothing: Program = [{ gate: 'a' }, { throw: {} }];
const nothingThenTheRest = { [at.a]: opens('a'), 'once m is open': opens('m') };

const settled: Claim = claim('the result of T has settled, and is not a completion', (history) => {
  const result = history.result('T');
  return result && history.endingOf(result, 'result') !== 'completed'
    ? undefined
    : seen(`it ${resultText(result)}`, result ?? history.last);
});

/** The rejection itself, or the first of its list, is E; whatever comes after it is a cancellation. */
const primary: Claim = claim(
  'the error of T, or the first in its list, is E, and further ones are cancellations',
  (history) => {
    const result = history.result('T');
    if (result?.kind !== 'fail') return seen(`the result of T ${resultText(result)}`, result ?? history.last);
    const list = listOf(result.value);
    const [first, ...others] = list;
    if ((first as Error | undefined)?.message !== 'E')
      return seen(`the first is ${describe(first)}, of ${list.length} in all`, result);
    const odd = others.find((error) => history.endingOf({ ...result, value: error }, 'result') !== 'cancelled');
    return odd === undefined ? undefined : seen(`${describe(odd)} stands beside it`, result);
  },
);

function listOf(error: unknown): readonly unknown[] {
  const { errors, exceptions } = (error ?? {}) as { readonly errors?: unknown; readonly exceptions?: unknown };
  if (Array.isArray(errors)) return errors;
  return Array.isArray(exceptions) ? exceptions : [error];
}

const told = (history: History, ...tasks: readonly string[]): boolean =>
  tasks.every((task) => deliveredTo(history.before(at.a), task));

/** PAT-05, PAT-06: what went wrong is told, all of it, and nothing else. */
export const groupErrors: Cases = {
  'all-thrown-errors-are-reachable': {
    workload: plays(
      {
        T: [
          {
            all: [
              [{ gate: 'a' }, { throw: 'E1' }],
              deafThrow,
              [{ try: { body: waiting('c'), finally: [{ throw: 'E3' }] } }],
            ],
          },
        ],
      },
      { [at.a]: opens('a'), [at.b]: opens('b') },
    ),
    absent: losesOthers,
    premise: (history) => ({
      'E1 was thrown': threw(history, 'T/0'),
      'the third was told, and threw E3': deliveredTo(history, 'T/2') && threw(history, 'T/2'),
      'E2 was thrown after that': before(threw(history, 'T/0'), threw(history, 'T/1')) && threw(history, 'T/1'),
    }),
    claims: [settled, keeps(['E1', 'E2', 'E3'], 'T')],
  },

  'a-told-child-keeps-its-error': {
    workload: plays(
      {
        T: [
          {
            group: {
              name: 'g',
              body: [
                { spawn: { name: 'A', into: 'g', body: [{ gate: 'a' }, { throw: 'E1' }] } },
                { spawn: { name: 'B', into: 'g', body: deafThrow } },
                { gate: 'm' },
              ],
            },
          },
        ],
      },
      { [at.a]: opens('a'), [at.b]: opens('b') },
    ),
    absent: losesOthers,
    premise: (history) => ({
      'E1 was thrown while B stood at its gate': threw(history, 'T/A') && standing(history, { 'T/B': 'b' }, at.a),
      'E2 was thrown after that': before(threw(history, 'T/A'), threw(history, 'T/B')) && threw(history, 'T/B'),
    }),
    claims: [settled, keeps(['E1'], 'T', 'T/A'), keeps(['E2'], 'T', 'T/B')],
  },

  // Whoever asks whether there is an error, and not whether one was thrown, takes this for a success.
  'an-error-of-nothing-fails-all': {
    workload: plays({ T: [{ all: [throwsNothing, [{ gate: 'm' }, { return: 1 }]] }] }, nothingThenTheRest),
    premise: (history) => ({ 'A threw': threw(history, 'T/0') }),
    claims: [settled],
  },

  'an-error-of-nothing-fails-a-group': {
    workload: plays(
      {
        T: [{ group: { name: 'g', body: [{ spawn: { name: 'A', into: 'g', body: throwsNothing } }, { gate: 'm' }] } }],
      },
      nothingThenTheRest,
    ),
    premise: (history) => ({ 'A threw': threw(history, 'T/A') }),
    claims: [settled],
  },

  'the-real-error-is-primary': {
    workload: plays({ T: [{ all: [...names.map(waiting), [{ gate: 'a' }, { throw: 'E' }]] }] }, { [at.a]: opens('a') }),
    premise: (history) => ({
      'all ten had started': names.concat('a').every((_name, index) => history.before(begun).started(`T/${index}`)),
      'the last one failed': threw(history, 'T/9'),
      'the nine others were told and have ended': told(history, ...names.map((_name, index) => `T/${index}`)),
    }),
    claims: [settled, primary],
  },

  'the-same-in-a-group': {
    workload: plays(
      {
        T: [
          {
            group: {
              name: 'g',
              body: [
                ...names.map((name) => ({ spawn: { name, into: 'g', body: waiting(name) } })),
                { spawn: { name: 'A', into: 'g', body: [{ gate: 'a' }, { throw: 'E' }] } },
                { gate: 'm' },
              ],
            },
          },
        ],
      },
      { [at.a]: opens('a') },
    ),
    premise: (history) => ({
      'all ten and the body stood at their gates': standing(
        history,
        { ...Object.fromEntries(names.map((name) => [`T/${name}`, name])), 'T/A': 'a', T: 'm' },
        openingOf(history, 'a'),
      ),
      'A failed': threw(history, 'T/A'),
      'the others and the body were told': told(history, 'T', ...names.map((name) => `T/${name}`)),
    }),
    claims: [settled, primary],
  },
};
