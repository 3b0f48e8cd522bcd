import {
  claim,
  type Context,
  describe,
  type Event,
  firstOf,
  forEach,
  type History,
  type Program,
  refuted,
  seen,
} from '../../harness/index.ts';
import { type Cases, unfulfilled } from './claims.ts';
import { accepted, attempts, isAt, refused } from './facts.ts';

const five = ['B1', 'B2', 'B3', 'B4', 'B5'] as const;
const further = ['B6', 'B7', 'B8', 'B9', 'B10'] as const;
const runs: Program = [{ note: 'ran' }, { return: 'ran' }];

/** The task was answered, and not by a completion. */
function shedResult(history: History, task: string): Event | undefined {
  const result = history.result(task);
  return result && history.endingOf(result, 'result') !== 'completed' ? result : undefined;
}

const ranOnce = (history: History, task: string) => {
  const starts = history.journal(task, 'start');
  return firstOf(
    starts.length === 1 ? undefined : seen(`${task} ran ${starts.length} times`, ...starts, history.last),
    unfulfilled(history, task, 'ran'),
  );
};

const answerText = (history: History, task: string): string => {
  const answer = history.call('submit', task)?.answer;
  return answer
    ? `the submit of ${task} ${answer.kind === 'ok' ? 'was accepted' : `was turned away with ${describe(answer.value)}`}`
    : `the submit of ${task} had not been answered`;
};

/** What becomes of the tasks, by the declared effect of an overflow. */
const effects: Readonly<Record<string, (history: History) => ReturnType<typeof seen> | undefined>> = {
  refuse: (history) =>
    firstOf(
      forEach(five, (task) =>
        accepted(history, task) && !refused(history, task)
          ? undefined
          : seen(answerText(history, task), history.call('submit', task)?.answer ?? history.mark('full')),
      ),
      forEach(further, (task) =>
        refused(history.before(`after ${task}`), task)
          ? undefined
          : seen(answerText(history, task), history.mark(`after ${task}`)),
      ),
      forEach(further, (task) => refuted(history.started(task), `${task} was turned away and ran`)),
      forEach(five, (task) => ranOnce(history, task)),
    ),
  wait: (history) =>
    firstOf(
      forEach(five, (task) =>
        accepted(history.before('full'), task) ? undefined : seen(answerText(history, task), history.mark('full')),
      ),
      forEach(further, (task) =>
        history.before('full').call('submit', task)?.answer
          ? seen(answerText(history, task), history.mark('full'))
          : undefined,
      ),
      forEach([...five, ...further], (task) => ranOnce(history, task)),
    ),
  'shed-oldest': (history) =>
    firstOf(
      forEach([...five.entries()], ([index, task]) => {
        const mark = `after ${further[index]}`;
        return shedResult(history.before(mark), task)
          ? undefined
          : seen(
              `${task} had not been answered by the rest after ${further[index]} came`,
              history.result(task) ?? history.mark(mark),
            );
      }),
      forEach(five, (task) => refuted(history.started(task), `${task} was dropped and ran`)),
      forEach(further, (task) => ranOnce(history, task)),
    ),
};

/** REL-11: what overflows is answered, and what was accepted is not lost. */
const bounded: Cases = {
  'overflow-is-answered': {
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 1, queueLimit: 5 });
      lab.submit('A', [{ gate: 'a' }, { return: 'ran' }]);
      await lab.quiesce();
      for (const task of [...five, ...further]) {
        lab.submit(task, runs);
        await lab.quiesce(`after ${task}`);
      }
      await lab.quiesce('full');
      lab.open('a');
      await lab.quiesce();
    },
    premise: (history) => ({
      'A stood at its gate': history.before('full').standsAt('A', 'a'),
      'nothing behind it had started': five.every((task) => !history.before('full').started(task)),
    }),
    claims: [
      claim(
        ({ dialect }) => expectations[dialect.value('queue.overflow')] ?? 'an overflow has its declared effect',
        (history, { dialect }) => effects[dialect.value('queue.overflow')]?.(history),
      ),
      claim('A completes', (history) => unfulfilled(history, 'A', 'ran')),
    ],
  },
};

const expectations: Readonly<Record<string, string>> = {
  refuse: 'five are accepted, run once and complete; each of five more is turned away by the next rest and never runs',
  wait: 'five are accepted; the submits of five more are answered only as places become free; all ten run once and complete',
  'shed-oldest':
    'each of five more drops the oldest that waits, which is answered by the next rest and never runs; the five that came last run',
};

const placeFreed = (history: History, { dialect }: Context) => {
  const until = history.before('freed');
  if (dialect.is('queue.overflow', 'wait'))
    return accepted(until, 'X') ? undefined : seen(answerText(until, 'X'), history.mark('freed'));
  const late = accepted(until, 'D') && !refused(until, 'D');
  if (!late) return seen(answerText(until, 'D'), history.call('submit', 'D')?.answer ?? history.mark('freed'));
  return until.result('C') ? seen('C was dropped, although a place was free', until.result('C')) : undefined;
};

/** REL-12: whoever is cancelled takes no place. */
const freed: Cases = {
  'a-cancelled-entry-frees-its-place-in-the-queue': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 1, queueLimit: 2 });
      lab.submit('A', [{ gate: 'a' }]);
      await lab.quiesce();
      lab.submit('B', runs);
      lab.submit('C', runs);
      await lab.quiesce();
      const sheds = lab.dialect.is('queue.overflow', 'shed-oldest');
      if (!sheds) lab.submit('X', runs);
      await lab.quiesce('full');
      lab.cancel('B');
      await lab.quiesce();
      if (!lab.dialect.is('queue.overflow', 'wait')) lab.submit('D', runs);
      await lab.quiesce('freed');
      lab.open('a');
    },
    premise: (history, { dialect }) => ({
      'the queue was full':
        dialect.is('queue.overflow', 'shed-oldest') ||
        !accepted(history.before('full'), 'X') ||
        refused(history.before('full'), 'X') !== undefined,
      'A ran': history.before('freed').standsAt('A', 'a'),
      'B was accepted and had not started when it was cancelled':
        accepted(history, 'B') &&
        !history.before(history.call('cancel', 'B')?.invoke).started('B') &&
        history.call('cancel', 'B')?.invoke,
    }),
    claims: [
      claim(
        ({ dialect }) =>
          dialect.is('queue.overflow', 'wait')
            ? 'the submit that waits is accepted while A still runs'
            : 'one more is accepted while A still runs, and drops nobody',
        placeFreed,
      ),
      claim('C and the one that was accepted run, and B never', (history, { dialect }) =>
        firstOf(
          refuted(history.started('B'), 'B was cancelled and ran'),
          forEach(['C', dialect.is('queue.overflow', 'wait') ? 'X' : 'D'], (task) => ranOnce(history, task)),
        ),
      ),
    ],
  },

  'an-aborted-call-frees-its-place-in-the-quota': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      lab.policies.build('R', 'rate', { calls: 1, per: 200 });
      const call = (name: string, signal?: string) =>
        lab.policies.call('R', name, () => [{ note: 'in' }], signal === undefined ? {} : { signal });
      call('first');
      await lab.quiesce();
      call('second', 's');
      call('third');
      await lab.quiesce();
      await lab.advance(100);
      await lab.quiesce('at 100');
      lab.abort('s');
      await lab.quiesce();
      await lab.advance(100);
      await lab.quiesce('at 200');
      await lab.advance(400);
    },
    premise: (history) => ({
      'the first call started': attempts(history, 'first')[0],
      'the second and the third waited at 100':
        attempts(history.before('at 100'), 'second').length === 0 &&
        attempts(history.before('at 100'), 'third').length === 0,
      'the second was aborted': history.call('abort')?.invoke,
    }),
    claims: [
      claim('the second call never starts', (history) =>
        refuted(attempts(history, 'second')[0], 'the second call started after its abort'),
      ),
      claim('the third call starts at 200 ms', (history, context) => {
        const [start] = attempts(history, 'third');
        if (start && isAt(start, 200, context)) return undefined;
        return seen(start ? `it started at ${start.at} ms` : 'it had not started', start ?? history.last);
      }),
    ],
  },
};

export const overflow: Cases = { ...bounded, ...freed };
