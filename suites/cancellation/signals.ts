import {
  claim,
  type Context,
  describe,
  type Event,
  firstOf,
  forEach,
  type History,
  missing,
  seen,
} from '../../harness/index.ts';
import {
  type Cases,
  completion,
  neverRuns,
  oneTerminalEvent,
  runsUndisturbed,
  tally,
  unsettled,
  wentOn,
} from './claims.ts';
import { completed, stood, unstarted } from './facts.ts';
import { goesOn, returns, runs, waits } from './programs.ts';
import { carries, places } from './reason.ts';

const abortOf = (history: History): Event | undefined => history.call('abort')?.invoke;

const early = (history: History) => ({
  'T0, whose signal was not aborted, was accepted and completed': completed(history, 'T0', 1),
  's was aborted before T was submitted': history.before(history.call('submit', 'T')?.invoke).all('abort')[0],
});

/** The refusal of a submit, or the settled result of the task. */
const answerTo = (history: History): Event | undefined => {
  const refusal = history.call('submit', 'T')?.answer;
  return refusal?.kind === 'fail' ? refusal : history.result('T');
};

const answeredAtOnce = claim(
  'T, whose signal was aborted before, is refused, or its result settles and is no completion',
  (history) =>
    firstOf(
      missing(answerTo(history.before('answer')), 'the result of T was still pending at rest', history.mark('answer')),
      completion(history, 'T'),
    ),
);

/** A claim of its own: an answer without the reason does not say that the flag was not read. */
const answeredWithReason = claim(
  'the answer for T carries the reason of its signal, where reasons are shown',
  (history, { offer }) => {
    const answer = answerTo(history.before('answer'));
    const reason = abortOf(history)?.value;
    return offer['cancel.reason'] && answer && !carries(answer.value, reason)
      ? seen(`the answer ${describe(answer.value)} does not carry ${describe(reason)}`, answer)
      : undefined;
  },
);

/** Exactly one delivery, where deliveries can be counted. */
const deliveredOnce = (history: History, { dialect }: Context, task: string) => {
  const told = history.journal(task, 'told');
  const countable = dialect.is('cancel.delivery', 'signal', 'exception') && dialect.is('cancel.trigger', 'edge');
  const least = dialect.is('cancel.delivery', 'signal') ? 1 : 0;
  return !countable || (told.length >= least && told.length <= 1)
    ? undefined
    : seen(`${task} was told ${tally(told.length)}`, ...(told.length > 0 ? told : [history.started(task)]));
};

const toldOnce = (...tasks: readonly string[]) =>
  claim(`${tasks.join(' and ')} ${tasks.length > 1 ? 'are' : 'is'} told once and go no further`, (history, context) =>
    forEach(tasks, (task) =>
      firstOf(
        wentOn(history, task, 'after'),
        history.started(task) ? deliveredOnce(history, context, task) : undefined,
      ),
    ),
  );

/** CAN-24, CAN-29: the caller's signal cancels, before the start, in the queue, and while the task runs. */
export const signals: Cases = {
  'a-slot-is-free': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T0', [{ return: 1 }], { signal: 's0' });
      await lab.quiesce();
      lab.abort('s', 'r');
      lab.submit('T', runs, { signal: 's' });
      await lab.quiesce('answer');
    },
    premise: early,
    claims: [answeredAtOnce, answeredWithReason, neverRuns('T')],
  },

  'no-slot-is-free': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 1 });
      lab.submit('T0', [{ return: 1 }], { signal: 's0' });
      await lab.quiesce();
      lab.submit('A', waits('a'));
      await lab.quiesce();
      lab.abort('s', 'r');
      lab.submit('T', runs, { signal: 's' });
      lab.submit('C', runs);
      await lab.quiesce('answer');
      lab.open('a');
    },
    premise: (history) => ({
      ...early(history),
      'A ran when the answer was read': stood(history, 'A', 'a', 'answer'),
      'C, behind T, has started': history.after('answer').started('C'),
    }),
    claims: [answeredAtOnce, answeredWithReason, neverRuns('T')],
  },

  'one-running-one-queued': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 1 });
      lab.submit('A', goesOn('a'), { signal: 's' });
      lab.submit('B', runs, { signal: 's' });
      lab.submit('C', [{ return: 3 }]);
      await lab.quiesce();
      lab.abort('s', 'r');
      await lab.quiesce('aborted');
      lab.open('a');
    },
    premise: (history) => ({
      'A stood at its gate at the abort': stood(history, 'A', 'a', abortOf(history)),
      'B and C had not started': unstarted(history, 'B', abortOf(history)) && unstarted(history, 'C', abortOf(history)),
      'C completed in the end': history.ended('C') && history.result('C'),
    }),
    claims: [
      toldOnce('A'),
      neverRuns('B'),
      claim('the result of B settles at once, and not as a completion', (history) =>
        firstOf(unsettled(history, 'B', 'aborted'), completion(history, 'B')),
      ),
      oneTerminalEvent('A', 'B'),
      runsUndisturbed('C', 3),
      claim('the reason of the signal is visible for A, where reasons are shown', (history, { offer }) => {
        const shownBy = (task: string) => places(history, task).some(({ said }) => carries(said, 'r'));
        if (shownBy('A') || (!offer['cancel.reason'] && !shownBy('B'))) return undefined;
        const shown = places(history, 'A').map(({ name, said }) => `${name}: ${describe(said)}`);
        return seen(
          `"r" is nowhere: ${shown.join('; ') || 'no view shows a reason'}`,
          history.result('A') ?? abortOf(history),
        );
      }),
    ],
  },

  'one-signal-for-two': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 3 });
      lab.submit('A', goesOn('a'), { signal: 's' });
      lab.submit('B', goesOn('b'), { signal: 's' });
      lab.submit('C', returns('c', 3), { signal: 't' });
      await lab.quiesce();
      lab.abort('s', 'r');
      await lab.quiesce();
      lab.open('a', 'b', 'c');
    },
    premise: (history) => ({
      'A stood at its gate at the abort': stood(history, 'A', 'a', abortOf(history)),
      'C was accepted': history.call('submit', 'C')?.answer?.kind === 'ok',
      'C has started in the end': history.started('C'),
    }),
    claims: [toldOnce('A', 'B'), runsUndisturbed('C', 3)],
  },
};
