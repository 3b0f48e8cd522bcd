import { claim, type Contradiction, type Event, firstOf, type History, seen } from '../../harness/index.ts';
import { type Cases, cleansUp, deaf, lived, returned } from './facts.ts';

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
      claim('the answer is not given while A, B, C or D lives, and given when none does', (history) =>
        firstOf(
          early(history, 'three', 'A, B and C'),
          early(history, 'two', 'B and C'),
          early(history, 'only D', 'D'),
          late(history, 'none'),
        ),
      ),
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
      claim('the answer is not given while A or B runs or waits, and given when neither does', (history) =>
        firstOf(early(history, 'A runs', 'A, with B waiting,'), early(history, 'B runs', 'B'), late(history, 'none')),
      ),
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
    claims: [
      claim('the answer is not given while A lives, and given when neither does', (history) =>
        firstOf(early(history, 'A runs', 'A'), late(history, 'none')),
      ),
    ],
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
      claim('the answer is not given while A cleans up, and given when it has ended', (history) =>
        firstOf(early(history, 'cleanup', 'the cleanup of A'), late(history, 'none')),
      ),
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
      claim('the answer is not given while the body of A lives, and given when it has ended', (history) =>
        firstOf(early(history, 'over', 'the body of A'), late(history, 'none')),
      ),
    ],
  },
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
