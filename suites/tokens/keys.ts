import {
  claim,
  type Context,
  type Contradiction,
  type Event,
  firstOf,
  forEach,
  type History,
  type Lab,
  type Program,
  seen,
} from '../../harness/index.ts';
import type { Cases } from './claims.ts';

const five = ['T1', 'T2', 'T3', 'T4', 'T5'] as const;
const few = ['T1', 'T2', 'T3'] as const;

/** Waits at a gate of its own, and cleans up at another. */
const request = (task: string): Program => [
  { note: 'in' },
  { try: { body: [{ gate: `g ${task}` }], finally: [{ gate: `f ${task}` }, { note: 'end' }] } },
  { return: task },
];

/** TOK-15: requests for one key. */
export const keys: Cases = {
  'five-rapid-requests': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.submit('T1', request('T1'), { key: 'a' });
      await lab.quiesce();
      for (const task of five.slice(1)) lab.submit(task, request(task), { key: 'a' });
      await lab.quiesce();
      lab.submit('U', [{ note: 'in' }, { return: 'u' }], { key: 'b' });
      await lab.quiesce('beside');
      for (let round = 0; round < 2 * five.length; round++) await letGo(lab, five);
    },
    premise: (history) => ({
      'T1 had begun before T2 came': history.before(submitted(history, 'T2')).noted('T1', 'in'),
      'T1 had not ended when the others had come': history.before('beside').ended('T1')
        ? undefined
        : history.mark('beside'),
    }),
    claims: [
      claim('no two requests of the key run at the same time', (history) => overlap(history, five)),
      claim('a request for another key runs and completes meanwhile', (history) =>
        history.before('beside').result('U')?.value === 'u' ? undefined : seen('it did not', history.mark('beside')),
      ),
      claim('every request is answered', (history) => forEach(five, (task) => unanswered(history, task))),
      claim(
        ({ dialect }) =>
          dialect.is('supersede', 'queue')
            ? 'all complete, in the order of asking'
            : dialect.is('supersede', 'refuse-new')
              ? 'T1 completes, and the others are refused and never start'
              : 'T1 is told, T5 completes, and nobody else does',
        (history, context) => outcome(history, context),
      ),
    ],
  },

  'requests-at-every-hop': {
    race: {
      name: 'requests-meet-the-end-of-the-first',
      setup: async (lab) => {
        await lab.coordinator();
        lab.submit('T1', request('T1'), { key: 'a' });
        await lab.quiesce();
      },
      actors: () => [
        [{ name: 'g1', act: (lab) => lab.open('g T1', 'f T1') }],
        [
          { name: 's2', act: (lab) => lab.submit('T2', request('T2'), { key: 'a' }) },
          { name: 's3', act: (lab) => lab.submit('T3', request('T3'), { key: 'a' }) },
        ],
      ],
      finish: async (lab) => {
        for (let round = 0; round < 2 * few.length; round++) await letGo(lab, few);
      },
    },
    premise: (history) => ({
      'T1 had begun': history.before(submitted(history, 'T2')).noted('T1', 'in'),
      'T3 was asked for': submitted(history, 'T3'),
    }),
    covers: {
      'T2 came before the end of T1': (history) => !history.before(submitted(history, 'T2')).ended('T1'),
      'T2 came after it': (history) => history.before(submitted(history, 'T2')).ended('T1') !== undefined,
    },
    claims: [
      claim('no two requests of the key run at the same time', (history) => overlap(history, few)),
      claim('every request is answered', (history) => forEach(few, (task) => unanswered(history, task))),
      claim('the last request completes, or was refused', (history, { dialect }) =>
        history.ending('T3') === 'completed' || (dialect.is('supersede', 'refuse-new') && refused(history, 'T3'))
          ? undefined
          : seen('it did neither', history.result('T3') ?? history.last),
      ),
    ],
  },
};

const submitted = (history: History, task: string): Event | undefined => history.all('submit', task, 'invoke')[0];

/** The submit failed, or the result says so. */
const refused = (history: History, task: string): boolean =>
  history.all('submit', task, 'fail').length > 0 ||
  history.ending(task) === 'refused' ||
  (history.result(task)?.kind === 'fail' && !history.started(task));

/** Lets those that run go on: first to their cleanup, then to their end. */
async function letGo(lab: Lab, tasks: readonly string[]): Promise<void> {
  for (const task of tasks) {
    if (!lab.history.started(task) || lab.history.ended(task)) continue;
    const cleans = lab.history.journal(task, 'cleanup').length > 0;
    lab.open(cleans ? `f ${task}` : `g ${task}`);
    await lab.quiesce();
  }
}

/** From its first line to its last. */
function overlap(history: History, tasks: readonly string[]): Contradiction | undefined {
  for (const task of tasks) {
    const start = history.started(task);
    const beside = tasks.find(
      (other) => other !== task && history.before(start).started(other) && !history.before(start).ended(other),
    );
    if (start && beside) return seen(`${task} began while ${beside} ran`, history.started(beside), start);
  }
  return undefined;
}

const unanswered = (history: History, task: string): Contradiction | undefined =>
  (history.result(task) ?? history.all('submit', task, 'fail')[0]) ? undefined : seen(`${task} was not`, history.last);

function outcome(history: History, { dialect }: Context): Contradiction | undefined {
  const completed = five.filter((task) => history.ending(task) === 'completed');
  const said = seen(`${completed.join(', ') || 'nobody'} completed`, history.last);
  if (dialect.is('supersede', 'queue')) {
    const order = [...five].sort((one, other) => (history.result(one)?.seq ?? 0) - (history.result(other)?.seq ?? 0));
    return completed.length === five.length && order.join() === five.join()
      ? undefined
      : seen(`the order was ${order.join(', ')}, and ${said.observed}`, history.last);
  }
  if (dialect.is('supersede', 'refuse-new')) {
    const others = five.slice(1).find((task) => !refused(history, task) || history.started(task));
    return completed.join() === 'T1' && others === undefined ? undefined : said;
  }
  return firstOf(
    history.told('T1') ? undefined : seen('T1 was not told', history.last),
    completed.join() === 'T5' ? undefined : said,
  );
}
