import {
  type Call,
  claim,
  describe,
  type Event,
  firstOf,
  type History,
  refuted,
  seen,
  type Snapshot,
} from '../../harness/index.ts';
import { type Cases, completion, delivery, disturbance } from './claims.ts';
import { isMute, otherAnswer, sameAnswer, wanted, wantedText } from './declared.ts';
import { answered, cancelOf, endedAs, reached, stood, unstarted } from './facts.ts';
import { runs, waits } from './programs.ts';

/** The declared answer of a call that cancelled a live task: a yes, or the end itself where that is confirmed. */
const saysYes = (what: 'cancel' | 'cancelById', task: string) =>
  claim(
    ({ dialect }) =>
      dialect.is('cancel.return', 'confirmed')
        ? `the cancel of ${task} is answered once ${task} has ended, by a value or by its own cancelled outcome`
        : `the cancel of ${task} has a positive answer (cancel.return=${dialect.value('cancel.return')})`,
    (history, { dialect }) => {
      const call = history.call(what, task);
      if (dialect.is('cancel.return', 'void')) return undefined;
      const early = dialect.is('cancel.return', 'confirmed') ? tooEarly(history, call, task) : undefined;
      return firstOf(otherAnswer(history, call, dialect, 'positive'), early);
    },
  );

/** An answer that is to confirm the end came while the body still ran. */
function tooEarly(history: History, call: Call | undefined, task: string) {
  const [answer, end] = [call?.answer, history.ended(task)];
  return answer && history.started(task) && !(end && end.seq < answer.seq)
    ? seen(`it answered ${describe(answer.value)} before the body of ${task} had ended`, answer, end)
    : undefined;
}

const running = (what: 'cancel' | 'cancelById'): Cases[string] => ({
  atEveryHop: true,
  workload: async (lab) => {
    await lab.coordinator();
    lab.submit('T', waits('g'));
    await lab.quiesce();
    lab[what]('T');
  },
  premise: (history) => ({
    'T stood at its gate when it was cancelled': stood(history, 'T', 'g', history.call(what, 'T')?.invoke),
    'the cancel arrived': reached(history, 'T', history.call(what, 'T')?.invoke),
  }),
  claims: [saysYes(what, 'T')],
});

/** CAN-07, CAN-08: what a cancel answers for a live task, and for one that nobody knows. */
export const answers: Cases = {
  'a-running-task': running('cancel'),
  'by-identity': running('cancelById'),

  'a-queued-task': {
    atEveryHop: true,
    unfinished: ['A'],
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 1 });
      lab.submit('A', waits('a'));
      lab.submit('B', runs);
      await lab.quiesce();
      lab.cancel('B');
      await lab.quiesce();
      lab.query();
    },
    premise: (history) => ({
      'A stood at its gate when B was cancelled': stood(history, 'A', 'a', cancelOf(history, 'B')),
      'B had not started': unstarted(history, 'B', cancelOf(history, 'B')),
      'B settled, or the query no longer shows it': history.result('B') ?? emptyQueue(history),
    }),
    claims: [saysYes('cancel', 'B')],
  },

  'an-unknown-identity': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('L', waits('g'));
      await lab.quiesce();
      lab.cancelById('nope');
      await lab.quiesce('unknown');
      lab.cancelById('L');
    },
    premise: (history) => ({
      'L stood at its gate at the first call': stood(history, 'L', 'g', history.call('cancelById', 'nope')?.invoke),
      'the first call was answered': answered(history.call('cancelById', 'nope')),
      'the second call arrived at L': reached(history, 'L', history.call('cancelById', 'L')?.invoke),
    }),
    claims: [
      claim(
        ({ dialect }) => `cancelling an unknown identity gives ${wantedText(dialect, 'cancel.unknown')}`,
        (history, { dialect }) =>
          otherAnswer(history, history.call('cancelById', 'nope'), dialect, wanted(dialect, 'cancel.unknown')),
      ),
      claim('the answer differs from that for a live task', (history, { dialect }) =>
        isMute(dialect, 'cancel.unknown')
          ? undefined
          : sameAnswer(history.call('cancelById', 'nope'), history.call('cancelById', 'L')),
      ),
      claim('the live task is left alone by the first call', (history) => delivery(history.before('unknown'), 'L')),
    ],
  },

  'a-later-task-of-that-identity': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      lab.cancelById('nope');
      await lab.quiesce();
      lab.submit('nope', [{ check: 'throw' }, { return: 1 }]);
      await lab.quiesce();
      lab.submit('L', waits('g'));
      await lab.quiesce();
      lab.cancelById('L');
    },
    premise: (history) => ({
      'the cancel call came before the submit': answered(
        history.before(history.call('submit', 'nope')?.invoke).call('cancelById', 'nope'),
      ),
      'a cancel by identity arrives at a live task': reached(history, 'L', history.call('cancelById', 'L')?.invoke),
      'the task has that identity': history.call('submit', 'nope')?.answer?.value === 'nope',
    }),
    claims: [
      claim(
        ({ dialect }) =>
          dialect.is('cancel.unknown', 'tombstone')
            ? 'a task submitted later under a remembered identity does not complete'
            : 'a task submitted later under that identity runs and completes with 1',
        (history, { dialect }) =>
          dialect.is('cancel.unknown', 'tombstone')
            ? firstOf(completion(history, 'nope'), refuted(endedAs(history, 'nope', 'returned'), 'its body returned'))
            : disturbance(history, 'nope', 1),
      ),
    ],
  },
};

/** The last count of all tasks shows none that waits. */
const emptyQueue = (history: History): Event | undefined =>
  history.all('query', undefined, 'ok').findLast((event) => (event.value as Snapshot | undefined)?.queued === 0);
