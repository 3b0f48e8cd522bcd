import {
  claim,
  type Context,
  type Contradiction,
  describe,
  forEach,
  type History,
  missing,
  seen,
} from '../../harness/index.ts';
import { type Cases, neverRuns, resultText } from './claims.ts';
import { fulfilled, pendingAt } from './facts.ts';
import { cannotBeHeld } from './limits.ts';
import { deaf, hour, runs, shutDown } from './programs.ts';

/** What is kept is proved by the next instance alone. */
const canShow = (option: string, { dialect, offer }: Context): boolean =>
  !dialect.is(option, 'kept') || offer.reopen !== undefined;

/** The refusal of the task, seen by that rest in the declared way. */
function unrefused(history: History, task: string, mark: string, { dialect }: Context): Contradiction | undefined {
  const before = history.before(mark);
  const answer = before.call('submit', task)?.answer;
  const result = before.result(task);
  switch (dialect.value('shutdown.reject')) {
    case 'throw':
      return answer?.kind === 'fail'
        ? undefined
        : seen(`the submit of ${task} ${answer ? 'was accepted' : 'had no answer'}`, answer ?? history.mark(mark));
    case 'rejected-handle':
      return result?.kind === 'fail'
        ? undefined
        : seen(`the result of ${task} ${resultText(result)}`, result ?? history.mark(mark));
    case 'event': {
      const told = before.delivered(task).find((event) => history.endingOf(event, 'events') === 'refused');
      return missing(told, `no event named ${task} as refused`, history.mark(mark));
    }
    default:
      return answer?.kind === 'fail'
        ? seen(`the submit of ${task} failed with ${describe(answer.value)}`, answer)
        : undefined;
  }
}

/** SHU-06, SHU-23: work that comes too late is refused, or kept, and never forgotten. */
export const intake: Cases = {
  'refused-until-the-end': {
    absent: (_history, context) => cannotBeHeld(context),
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 1 });
      lab.submit('A', deaf('g', 1));
      await lab.quiesce();
      shutDown(lab, { grace: hour });
      await lab.quiesce('asked');
      lab.submit('U1', runs(1));
      await lab.quiesce('U1 answered');
      lab.submit('U2', runs(2));
      await lab.quiesce('U2 answered');
      lab.open('g');
    },
    premise: (history, context) => ({
      'shutdown was pending when U1 was submitted': pendingAt(history, history.call('submit', 'U1')?.invoke),
      'shutdown was pending when U2 was submitted': pendingAt(history, history.call('submit', 'U2')?.invoke),
      'what is kept can be seen in a next instance': canShow('shutdown.reject', context),
    }),
    claims: [
      claim(
        ({ dialect }) => `U1 and U2 are refused promptly, as shutdown.reject=${dialect.value('shutdown.reject')} says`,
        (history, context) => forEach(['U1', 'U2'], (task) => unrefused(history, task, `${task} answered`, context)),
      ),
      neverRuns('U1'),
      neverRuns('U2'),
    ],
  },

  'submit-after-the-end': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('A', [{ gate: 'g' }, { return: 1 }]);
      await lab.quiesce();
      shutDown(lab, { grace: hour });
      await lab.quiesce();
      lab.open('g');
      await lab.quiesce('over');
      lab.submit('U', runs(2));
      await lab.quiesce('answered');
      if (lab.dialect.is('shutdown.restart', 'kept')) await lab.reopen();
    },
    premise: (history, context) => ({
      'A had ended before U was submitted': history.before('over').ended('A'),
      'shutdown was fulfilled before U was submitted': fulfilled(history.before('over')),
      'U was submitted': history.call('submit', 'U')?.invoke,
      'what is kept can be seen in a next instance': canShow('shutdown.restart', context),
    }),
    claims: [
      claim(
        ({ dialect }) => `U is answered as shutdown.restart=${dialect.value('shutdown.restart')} says`,
        (history, context) => unanswered(history, context),
      ),
    ],
  },
};

function unanswered(history: History, { dialect }: Context): Contradiction | undefined {
  const at = history.before('answered');
  const [submit, result, starts] = [at.call('submit', 'U'), at.result('U'), history.journal('U', 'start')];
  const said = `the submit ${submit?.answer?.kind === 'ok' ? 'was accepted' : 'failed'}, the result ${resultText(result)}, and the body started ${starts.length} times`;
  const text = (fits: boolean) =>
    fits ? undefined : seen(said, submit?.answer, result, ...starts, history.mark('answered'));
  switch (dialect.value('shutdown.restart')) {
    case 'restartable':
      return text(at.started('U') !== undefined && result?.kind === 'ok' && result.value === 2);
    case 'kept':
      return text(!at.started('U') && starts.length === 1 && history.ended('U')?.value === 'returned');
    default:
      return text((submit?.answer?.kind === 'fail' || result?.kind === 'fail') && starts.length === 0);
  }
}
