import { claim, type Context, type Contradiction, describe, firstOf, type History, seen } from '../../harness/index.ts';
import { type Cases, cleansUp, deaf, idOf, lived, look, lookAt, returned, shown } from './facts.ts';

/** OBS-06, OBS-09: what the coordinator says of its tasks is what is. */
export const counts: Cases = {
  'running-tasks-are-counted-until-they-end': {
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 2 });
      lab.submit('A', [{ gate: 'a' }]);
      lab.submit('B', [{ gate: 'b' }]);
      await lab.quiesce();
      await lookAt(lab, 'first', 'A', 'B');
      lab.open('a');
      await lab.quiesce();
      await lookAt(lab, 'second', 'A', 'B');
      lab.open('b');
      await lab.quiesce();
      await lookAt(lab, 'third', 'A', 'B');
    },
    premise: (history) => ({
      'two bodies lived at the first look': lived(history, 'first', 'A') && lived(history, 'first', 'B'),
      'one lived at the second': history.before('second').ended('A') && lived(history, 'second', 'B'),
      'the look had an answer': look(history, 'first') ?? look(history, 'first', 'A'),
    }),
    absent: (history) => nothingShown(history, ['first', 'second', 'third'], ['A', 'B']),
    claims: [
      claim('2, 1 and 0 tasks run, and none waits', (history) =>
        firstOf(
          agreeing(history, 'first', { running: ['A', 'B'], queued: [] }),
          agreeing(history, 'second', { running: ['B'], queued: [] }),
          agreeing(history, 'third', { running: [], queued: [] }),
        ),
      ),
      claim('with A ended and B running, they are shown in different states', (history) => {
        const [a, b] = [shown(history, 'second', 'A').state, shown(history, 'second', 'B').state];
        return a === undefined || b === undefined || a !== b
          ? undefined
          : seen(`both are shown as ${describe(a)}`, look(history, 'second', 'A'), look(history, 'second', 'B'));
      }),
    ],
  },

  'cleanup-counts-as-running-and-waiting-as-queued': {
    workload: async (lab) => {
      await lab.coordinator({ concurrency: 2 });
      lab.submit('A', [{ gate: 'a' }]);
      lab.submit('B', cleansUp('b', 'fin'));
      lab.submit('C', [{ gate: 'c' }]);
      lab.submit('D', [{ gate: 'c' }]);
      await lab.quiesce();
      lab.cancel('B');
      await lab.quiesce();
      await lookAt(lab, 'first');
      lab.open('fin');
      await lab.quiesce();
      await lookAt(lab, 'second');
      lab.open('a', 'c');
      await lab.quiesce();
      await lookAt(lab, 'last');
    },
    premise: (history) => ({
      'the cancel of B returned': returned(history.call('cancel', 'B')),
      'A was at its gate and B in its cleanup':
        lived(history, 'first', 'A') &&
        history.before('first').journal('B', 'cleanup')[0] &&
        lived(history, 'first', 'B'),
      'C and D had been accepted and not started': ['C', 'D'].every(
        (task) => history.all('submit', task, 'ok').length > 0 && !history.before('first').started(task),
      ),
      'the look had an answer': look(history, 'first'),
    }),
    absent: (history) => nothingShown(history, ['first', 'second', 'last']),
    claims: [
      claim('while B cleans up, A and B run, C and D wait, and all four are alive', (history) =>
        agreeing(history, 'first', { running: ['A', 'B'], queued: ['C', 'D'] }),
      ),
      claim('once B has ended, A and C run and D waits', (history) =>
        agreeing(history, 'second', { running: ['A', 'C'], queued: ['D'] }),
      ),
      claim('in the end nothing runs and nothing waits', (history) =>
        agreeing(history, 'last', { running: [], queued: [] }),
      ),
    ],
  },

  'a-body-past-its-limit-counts-as-running': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('A', deaf('x'), { timeout: 50 });
      await lab.quiesce();
      await lab.advance(50);
      await lookAt(lab, 'first');
      lab.open('x');
      await lab.quiesce();
      await lookAt(lab, 'second');
    },
    premise: (history) => ({
      'A was told, or its end reported, at its limit':
        history.before('first').told('A') ?? history.before('first').result('A'),
      'its body lived at the first look': lived(history, 'first', 'A'),
      'the look had an answer': look(history, 'first'),
    }),
    absent: (history) => nothingShown(history, ['first', 'second']),
    claims: [
      claim('A counts as running as long as its body lives', (history) =>
        agreeing(history, 'first', { running: ['A'] }),
      ),
      claim('and no longer', (history) => agreeing(history, 'second', { running: [] })),
    ],
  },

  'cancelling-is-shown-between-running-and-ended': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T', cleansUp('g', 'fin'));
      await lab.quiesce();
      await lookAt(lab, 'running', 'T');
      lab.cancel('T');
      await lab.quiesce();
      await lookAt(lab, 'cancelling', 'T');
      lab.open('fin');
      await lab.quiesce();
      await lookAt(lab, 'ended', 'T');
    },
    premise: (history) => ({
      'the cancel returned': returned(history.call('cancel', 'T')),
      'the cleanup had begun, and was at its gate':
        history.before('cancelling').journal('T', 'cleanup')[0] && lived(history, 'cancelling', 'T'),
      'the last look came after the end': history.before('ended').ended('T'),
      'the first look had an answer': look(history, 'running', 'T'),
    }),
    absent: (history) =>
      shown(history, 'running', 'T').state === undefined ? 'no state of a task is shown' : undefined,
    claims: [
      claim('during its cleanup T is shown neither as before the cancel', (history) => same(history, 'running')),
      claim(
        'nor as after its end, unless the outcome is published at the request and the end can be told apart',
        (history, context) => (endIsTold(history, context) ? undefined : same(history, 'ended')),
      ),
    ],
  },
};

interface Alive {
  readonly running: readonly string[];
  readonly queued?: readonly string[];
}

/** Only the fields that a target has are compared. */
export function counted(history: History, mark: string, is: Alive): Contradiction | undefined {
  const says = shown(history, mark);
  for (const [field, tasks] of Object.entries(is)) {
    const count = says[field as 'running' | 'queued'];
    if (count !== undefined && count !== tasks.length)
      return seen(
        `at the ${mark} look it said ${field} ${count}, with ${tasks.length} ${tasks.join(', ')}`.trimEnd(),
        look(history, mark),
      );
  }
  return undefined;
}

/** The list, where there is one, is of those that are alive. */
export function unlisted(history: History, mark: string, is: Alive): Contradiction | undefined {
  const alive = [...is.running, ...(is.queued ?? [])].map((task) => idOf(history, task)).sort();
  const ids = shown(history, mark).ids?.toSorted();
  if (!ids || ids.join() === alive.join()) return undefined;
  return seen(
    `at the ${mark} look it listed ${ids.join(', ') || 'none'} as alive, and alive were ${alive.join(', ') || 'none'}`,
    look(history, mark),
  );
}

const agreeing = (history: History, mark: string, is: Alive): Contradiction | undefined =>
  firstOf(counted(history, mark, is), unlisted(history, mark, is));

export function nothingShown(
  history: History,
  marks: readonly string[],
  tasks: readonly string[] = [],
): string | undefined {
  const fields = (mark: string, task?: string): boolean =>
    Object.entries(shown(history, mark, task)).some(
      ([name, value]) =>
        value !== undefined &&
        ['running', 'queued', 'ids', 'state'].includes(name) &&
        (name !== 'state' || task !== undefined),
    );
  return marks.some((mark) => fields(mark) || tasks.some((task) => fields(mark, task)))
    ? undefined
    : 'neither counts nor ids are shown';
}

/** All that is shown of the task itself: its state, with whatever marks there are. */
const picture = (history: History, mark: string): string => describe(shown(history, mark, 'T'));

/** It is listed among those that are alive. */
const isListed = (history: History, mark: string): boolean =>
  shown(history, mark).ids?.includes(idOf(history, 'T')) === true;

function same(history: History, mark: string): Contradiction | undefined {
  const state = describe(shown(history, 'cancelling', 'T').state);
  return picture(history, mark) === picture(history, 'cancelling')
    ? seen(
        `T is shown as ${state} then, and as ${state} ${mark === 'running' ? 'before the cancel' : 'after its end'}`,
        look(history, mark, 'T'),
        look(history, 'cancelling', 'T'),
      )
    : undefined;
}

/** Beside the state that is final already, something is seen to settle, or a mark to go, with the end. */
function endIsTold(history: History, { dialect }: Context): boolean {
  const before = history.before('cancelling').all('ended', 'T')[0];
  const settles = before === undefined && history.before('ended').all('ended', 'T')[0] !== undefined;
  const unlisted = isListed(history, 'cancelling') && !isListed(history, 'ended');
  return dialect.is('terminal.when', 'at-acceptance') && (settles || unlisted);
}
