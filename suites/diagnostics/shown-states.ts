import { claim, describe, type History, seen } from '../../harness/index.ts';
import { counted, nothingShown, unlisted } from './counts.ts';
import { type Cases, lived, look, lookAt, shown } from './facts.ts';

/** Tasks by how they end; R runs to the last look, and W waits at the first. */
const ended = { F: 'failed', K: 'was cancelled', L: 'ran out of time' } as const;
const all = ['R', 'F', 'K', 'L', 'W'] as const;

/** OBS-06, state by state: a look at a task says no other thing than the look at one that does something else. */
export const shownStates: Cases = {
  'no-ended-task-is-shown-as-a-running-one': {
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 4 });
      lab.submit('R', [{ gate: 'r' }]);
      lab.submit('F', [{ gate: 'f' }, { throw: 'failed' }]);
      lab.submit('K', [{ gate: 'r' }]);
      lab.submit('L', [{ gate: 'r' }], { timeout: 50 });
      lab.submit('W', [{ gate: 'r' }]);
      await lab.quiesce();
      await lookAt(lab, 'before', ...all);
      lab.open('f');
      lab.cancel('K');
      await lab.quiesce();
      await lab.advance(50);
      await lookAt(lab, 'after', ...all);
      lab.open('r');
    },
    absent: (history) =>
      history.mark('after') && nothingShown(history, ['after'], all)
        ? 'neither counts nor states are shown'
        : undefined,
    premise: (history) => ({
      'R ran at the last look': lived(history, 'after', 'R'),
      'F had failed': history.before('after').ended('F')?.value === 'threw',
      'the look had an answer': look(history, 'after') ?? look(history, 'after', 'R'),
    }),
    claims: [
      ...Object.entries(ended).map(([task, how]) =>
        claim(`a task that ${how} is not shown in the state of one that runs`, (history) =>
          history.before('after').ended(task) ? alike(history, 'after', task, `had ended: it ${how}`) : undefined,
        ),
      ),
      claim('those that ended are not counted', (history) =>
        outlived(history) ? undefined : counted(history, 'after', live(history)),
      ),
      claim('those that ended are not listed', (history) =>
        outlived(history) ? undefined : unlisted(history, 'after', live(history)),
      ),
      claim('a task that waits is not shown as one that runs', (history) => {
        const runs = /run|active|start|exec/i.test(String(stateOf(history, 'before', 'W')));
        return runs && !history.before('before').started('W')
          ? alike(history, 'before', 'W', 'had not begun')
          : undefined;
      }),
    ],
  },
};

/** What counts then is a choice of its own, and another case's matter. */
const outlived = (history: History): boolean =>
  all.some((task) => history.before('after').result(task) && lived(history, 'after', task));

function live(history: History) {
  const before = history.before('after');
  const waits = (before.started('W') ?? before.result('W')) ? [] : ['W'];
  return { running: all.filter((task) => lived(history, 'after', task)), queued: waits };
}

const stateOf = (history: History, mark: string, task: string): string | undefined => shown(history, mark, task).state;

/** A state that is not shown says nothing wrong. */
function alike(history: History, mark: string, task: string, what: string) {
  const [one, running] = [stateOf(history, mark, task), stateOf(history, mark, 'R')];
  return one === undefined || one !== running
    ? undefined
    : seen(
        `${task} is shown as ${describe(one)}, as R is, whose body runs; ${task} ${what}`,
        look(history, mark, task),
        look(history, mark, 'R'),
      );
}
