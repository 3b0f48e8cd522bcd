import {
  claim,
  type Conduct,
  type Contradiction,
  type Event,
  firstOf,
  type History,
  type Lab,
  type Program,
  seen,
} from '../../harness/index.ts';
import { type Cases, cleansUp, deaf, lived, returned } from './facts.ts';

const given = claim('it is given once everything has ended', (history: History) => late(history, 'none'));

/** OBS-10: an answer that all is done. */
export const idle: Cases = {
  'idle-covers-tasks-of-the-same-turn-and-later-ones': {
    workload: async (lab) => {
      await lab.coordinator();
      for (const task of ['A', 'B', 'C']) lab.submit(task, [{ gate: task }]);
      lab.idle();
      await lab.quiesce('three');
      lab.open('A');
      await lab.quiesce('two');
      lab.submit('D', [{ gate: 'D' }]);
      await lab.quiesce();
      lab.open('B', 'C');
      await lab.quiesce('only D');
      lab.open('D');
      await lab.quiesce('none');
    },
    premise: (history) => ({
      'A, B and C started': ['A', 'B', 'C'].every((task) => history.started(task)),
      'D lived when the others had ended':
        ['A', 'B', 'C'].every((task) => history.before('only D').ended(task)) && lived(history, 'only D', 'D'),
      'idle was asked for': asked(history),
    }),
    claims: [
      claim('the answer is not given while A, B, C or D lives', (history) =>
        firstOf(early(history, 'three', 'A, B and C'), early(history, 'two', 'B and C'), early(history, 'only D', 'D')),
      ),
      given,
    ],
  },

  'idle-covers-queued-tasks': {
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 1 });
      lab.submit('A', [{ gate: 'a' }]);
      lab.submit('B', [{ gate: 'b' }]);
      await lab.quiesce();
      lab.idle();
      await lab.quiesce('A runs');
      lab.open('a');
      await lab.quiesce('B runs');
      lab.open('b');
      await lab.quiesce('none');
    },
    premise: (history) => ({
      'B was accepted, and had not started while A ran':
        history.all('submit', 'B', 'ok')[0] && lived(history, 'A runs', 'A') && !history.before('A runs').started('B'),
      'B ran': lived(history, 'B runs', 'B'),
      'idle was asked for': asked(history),
    }),
    claims: [
      claim('the answer is not given while A or B runs or waits', (history) =>
        firstOf(early(history, 'A runs', 'A, with B waiting,'), early(history, 'B runs', 'B')),
      ),
      given,
    ],
  },

  'idle-covers-the-rest-after-a-cancel-at-once': {
    workload: async (lab) => {
      await lab.coordinator();
      for (const task of ['A', 'B']) lab.submit(task, [{ gate: task }]);
      lab.idle();
      lab.cancel('B');
      await lab.quiesce('A runs');
      // Where a cancel does not reach a body, that of B lives on as well.
      lab.open('A', 'B');
      await lab.quiesce('none');
    },
    premise: (history) => ({
      'the cancel of B returned': returned(history.call('cancel', 'B')),
      'A ran': lived(history, 'A runs', 'A'),
      'idle was asked for': asked(history),
    }),
    claims: [claim('the answer is not given while A lives', (history) => early(history, 'A runs', 'A')), given],
  },

  'idle-covers-cleanup-after-a-cancel': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('A', cleansUp('a', 'fin'));
      await lab.quiesce();
      lab.cancel('A');
      lab.idle();
      await lab.quiesce('cleanup');
      lab.open('fin');
      await lab.quiesce('none');
    },
    premise: (history) => ({
      'the cancel returned': returned(history.call('cancel', 'A')),
      'the cleanup had begun, and was at its gate':
        history.before('cleanup').journal('A', 'cleanup')[0] && lived(history, 'cleanup', 'A'),
      'idle was asked for': asked(history),
    }),
    claims: [
      claim('the answer is not given while A cleans up', (history) => early(history, 'cleanup', 'the cleanup of A')),
      given,
    ],
  },

  'idle-covers-a-body-past-its-limit': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('A', deaf('x'), { timeout: 50 });
      await lab.quiesce();
      lab.idle();
      await lab.advance(50);
      await lab.quiesce('over');
      lab.open('x');
      await lab.quiesce('none');
    },
    premise: (history) => ({
      'A was told, or its end reported, at its limit':
        history.before('over').told('A') ?? history.before('over').result('A'),
      'its body lived at the first look': lived(history, 'over', 'A'),
      'idle was asked for': asked(history),
    }),
    claims: [
      claim('the answer is not given while the body of A lives', (history) => early(history, 'over', 'the body of A')),
      given,
    ],
  },
};

/** A and B end, one after the other, and neither of them by success. */
const inTurn = (
  how: string,
  program: (gate: string) => Program,
  limit: number | undefined,
  end: (lab: Lab, task: string) => Promise<void>,
): Conduct => ({
  workload: async (lab) => {
    await lab.coordinator({ concurrency: 2 });
    lab.submit('A', program('A'), limit === undefined ? {} : { timeout: limit });
    lab.submit('B', program('B'), limit === undefined ? {} : { timeout: 2 * limit });
    await lab.quiesce();
    lab.idle();
    await end(lab, 'A');
    await lab.quiesce('B runs');
    await end(lab, 'B');
    await lab.quiesce('none');
  },
  absent: (history) =>
    history.mark('none') && history.result('A') && !history.before('none').ended('A')
      ? 'what ends a task does not end its body'
      : undefined,
  premise: (history) => ({
    'A had ended while B lived': history.before('B runs').ended('A') && lived(history, 'B runs', 'B'),
    'B has ended as well': history.before('none').ended('B'),
    'idle was asked for': asked(history),
  }),
  claims: [
    claim(`the answer is not given while B lives, when A ${how}`, (history) => early(history, 'B runs', 'B')),
    given,
  ],
});

const waits = (gate: string): Program => [{ gate }];

/** OBS-10: no way of ending is forgotten, and none counts for the rest. */
export const idleAfter: Cases = {
  'idle-outlives-a-failure-and-comes-after-the-last': inTurn(
    'fails',
    (gate) => [{ gate }, { throw: 'failed' }],
    undefined,
    async (lab, task) => lab.open(task),
  ),
  'idle-outlives-a-cancel-and-comes-after-the-last': inTurn('is cancelled', waits, undefined, async (lab, task) =>
    lab.cancel(task),
  ),
  'idle-outlives-a-limit-and-comes-after-the-last': inTurn('runs out of time', waits, 50, (lab) => lab.advance(50)),
};

const asked = (history: History): Event | undefined => history.call('idle')?.invoke;
const answer = (history: History): Event | undefined => history.call('idle')?.answer;

/** The answer was there at that rest, and who lived then. */
function early(history: History, mark: string, who: string): Contradiction | undefined {
  const given = history.before(mark).call('idle')?.answer;
  return given && seen(`idle was answered at ${given.at} ms, while ${who} lived`, given, history.mark(mark));
}

const late = (history: History, mark: string): Contradiction | undefined =>
  history.before(mark).call('idle')?.answer
    ? undefined
    : seen(
        'idle had not been answered at rest, with every body and cleanup ended',
        history.mark(mark),
        answer(history),
      );
