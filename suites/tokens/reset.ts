import {
  claim,
  type Contradiction,
  describe,
  type Event,
  type History,
  type Lab,
  type Program,
  refuted,
  seen,
} from '../../harness/index.ts';
import { answered, type Cases, completed } from './claims.ts';
import { cleared, untouched } from './flag.ts';
import { answer, cancelled, entries, item, settled } from './runs.ts';

/** Three stretches in which it hears nothing, with a look at the token behind each. */
const polls: Program = [
  { check: 'throw' },
  { note: 'in' },
  { deaf: [{ gate: 'p1' }] },
  { check: 'throw' },
  { deaf: [{ gate: 'p2' }] },
  { check: 'throw' },
  { note: 'survived' },
];

/** TOK-04: what a reset may do. */
export const reset: Cases = {
  'none-a-cancelled-token-stays-cancelled': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.tokens.make('control');
      use(lab, 'control');
      lab.open('1.1');
      await lab.quiesce();
      await lab.coordinator();
      lab.tokens.make('K');
      lab.tokens.read('K');
      lab.tokens.cancel('K');
      await lab.quiesce();
      if (lab.tokens.has('K', 'reset')) lab.tokens.reset('K');
      await lab.quiesce();
      lab.tokens.read('K');
      use(lab, 'K');
    },
    premise: (history, { offer }) => ({
      'K read not cancelled before the cancel': untouched(history, 'K'),
      'the cancel returned': cancelled(history, 'K'),
      'with an untouched token the same work begins': [
        !offer.waves ||
          (entries(history, 'run with control')[0] && answer(history, 'run with control')?.ending === 'completed'),
        !offer['token.job'] || history.noted('task with control', 'in'),
      ].every(Boolean),
    }),
    absent: (_history, { offer }) =>
      offer['token.reset'] || offer.waves || offer['token.job']
        ? undefined
        : 'there is no reset, and nothing that takes a token',
    claims: [
      claim('K reads cancelled, also after a reset', (history) => cleared(history, 'K')),
      claim(
        'what is started with K afterwards begins nothing, and does not complete',
        (history, { offer }) =>
          (offer.waves
            ? (refuted(entries(history, 'run with K')[0], 'an item of the run began') ??
              completed(history, 'run with K'))
            : undefined) ?? (offer['token.job'] ? began(history) : undefined),
      ),
    ],
  },

  'new-epoch-old-stays-new-runs': {
    race: {
      name: 'reset-meets-a-poll',
      variants: ({ offer }) => [...(offer['token.job'] ? ['task'] : []), ...(offer.waves ? ['run'] : [])],
      setup: async (lab, variant) => {
        await lab.coordinator();
        lab.tokens.make('K');
        if (variant === 'task') lab.submit('A', polls, { token: 'K' });
        else
          lab.tokens.run(
            'A',
            [1, 1, 1],
            (wave) => (wave === 2 ? [{ note: 'survived' }] : [{ note: 'in' }, { deaf: [{ gate: `p${wave}` }] }]),
            { token: 'K' },
          );
        await lab.quiesce();
      },
      actors: () => [
        [
          { name: 'c1', act: (lab) => lab.tokens.cancel('K') },
          { name: 'r1', act: (lab) => lab.tokens.reset('K') },
        ],
        [{ name: 'g1', act: (lab) => lab.open('p1') }],
      ],
      finish: async (lab, _context, variant) => {
        lab.tokens.read('K');
        if (variant === 'task')
          lab.submit('B', [{ check: 'throw' }, { gate: 'q' }, { check: 'throw' }, { return: 1 }], { token: 'K' });
        else lab.tokens.run('B', [1], () => [{ gate: 'q' }, { return: 1 }], { token: 'K' });
        await lab.quiesce();
        lab.open('p2', 'p3');
        await lab.quiesce();
        lab.open('q');
      },
    },
    premise: (history) => ({
      'A was at its gate when the cancel returned': history
        .before(cancelled(history, 'K'))
        .find(({ what, who }) => what === 'open' && who === 'p1')
        ? undefined
        : cancelled(history, 'K'),
      'A had begun': history
        .before(cancelled(history, 'K'))
        .find(({ what, value }) => what === 'note' && value === 'in'),
      'the reset returned': resetCall(history)?.answer?.kind === 'ok',
    }),
    covers: {
      'the reset came before the next look of A': (history) => opened(history) > (resetCall(history)?.invoke.seq ?? 0),
      'the reset came after it': (history) => opened(history) < (resetCall(history)?.invoke.seq ?? 0),
    },
    claims: [
      claim('A, which was cancelled before the reset, does not go on', (history) => {
        const survived = history.find(({ what, value }) => what === 'note' && value === 'survived');
        return refuted(survived, 'it went on: it noted "survived"') ?? finished(history, 'A');
      }),
      claim('B, which was started after the reset, completes with 1', (history) => {
        const run = settled(history, 'B');
        if (run) return answered(history, 'B', { ending: 'completed' });
        const result = history.result('B');
        return result?.kind === 'ok' && result.value === 1
          ? undefined
          : seen(
              `it ${result ? `was rejected with ${describe(result.value)}` : 'was pending'}`,
              result ?? history.last,
            );
      }),
      claim('K reads not cancelled after the reset', (history) => {
        const look = history.all('token.read').at(-1);
        return look && (look.value as { readonly cancelled: boolean }).cancelled
          ? seen('it read cancelled', look)
          : undefined;
      }),
    ],
  },
};

/** A run and a task with that token, whichever the target has; both begin with a line "in". */
function use(lab: Lab, token: string): void {
  lab.tokens.run(`run with ${token}`, [1], item, { token });
  lab.submit(`task with ${token}`, [{ check: 'throw' }, { note: 'in' }], { token });
}

function began(history: History): Contradiction | undefined {
  const result = history.result('task with K');
  if (!result) return seen('the task was pending at rest', history.last);
  return (
    refuted(history.noted('task with K', 'in'), 'the task began') ??
    (history.ending('task with K') === 'completed' ? seen('the task completed', result) : undefined)
  );
}

const resetCall = (history: History) => history.call('token.reset');
const opened = (history: History): number => history.find(({ what, who }) => what === 'open' && who === 'p1')?.seq ?? 0;

function finished(history: History, name: string): Contradiction | undefined {
  const done = answer(history, name)?.ending === 'completed' || history.ending(name) === 'completed';
  const event: Event | undefined = settled(history, name) ?? history.result(name);
  return done ? seen(`${name} completed`, event) : undefined;
}
