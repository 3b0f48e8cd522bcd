import {
  type Claim,
  claim,
  type Context,
  type Contradiction,
  firstOf,
  forEach,
  type History,
  type Lab,
  type Program,
  refuted,
  seen,
} from '../../harness/index.ts';
import { type Cases, finishesWaves, pendingAt, runText, settles } from './claims.ts';
import { answer, atGate, cancelCall, cancelled, entered, settled, told, whole } from './runs.ts';

const first = ['1.1', '1.2', '1.3'] as const;

/** As an item of a run, with a cleanup that waits. */
const careful = (wave: number, number: number): Program => {
  const name = `${wave}.${number}`;
  const body: Program = [
    { note: 'in' },
    { try: { body: [{ gate: name }, { note: 'out' }], finally: [{ gate: `f${name}` }, { note: 'end' }] } },
  ];
  return [...body, { return: name }];
};

/** TOK-06: what becomes of a wave that has been started. */
export const wholeWaves: Cases = {
  'items-started-together': {
    atEveryHop: true,
    workload: async (lab) => {
      await open(lab);
      lab.tokens.cancel('K');
      await lab.quiesce('cancelled');
      for (const [index, name] of first.entries()) {
        lab.open(name);
        await lab.quiesce(`at ${index}`);
        lab.open(`f${name}`);
        await lab.quiesce();
      }
      lab.open('2.1', 'f2.1');
    },
    premise: (history) => ({
      'three items of wave 1 were at their gates': first.every((name) =>
        atGate(history, 'R', name, cancelCall(history, 'K')),
      ),
      'the cancel returned': cancelled(history, 'K'),
    }),
    absent: (history) =>
      entered(history.before(cancelCall(history, 'K')), 'R', '1.1') &&
      !entered(history.before(cancelCall(history, 'K')), 'R', '1.2')
        ? 'the items of a wave run one at a time'
        : undefined,
    claims: [
      claim(
        (context) =>
          isAwait(context)
            ? 'every running item is told at once, and none goes on'
            : 'no item is told, and all three run to their end',
        (history, context) =>
          isAwait(context)
            ? forEach(first, (name) => interrupted(history, name, 'cancelled'))
            : forEach(first, (name) => undisturbed(history, name)),
      ),
      waitsForItems(),
      settles('R'),
      claim('no item of wave 2 starts', (history) => refuted(entered(history, 'R', '2.1'), 'item 2.1 began')),
      claim(
        (context) =>
          isAwait(context)
            ? 'wave 1 does not count as completed: last 0, and no result of it that is not marked'
            : 'wave 1 counts as completed: last 1',
        (history, context) => counted(history, isAwait(context) ? 0 : 1),
      ),
    ],
  },

  'items-one-at-a-time': {
    atEveryHop: true,
    workload: async (lab) => {
      await open(lab, 1);
      lab.tokens.cancel('K');
      await lab.quiesce('cancelled');
      for (const [index, name] of first.entries()) {
        lab.open(name);
        await lab.quiesce(`at ${index}`);
        lab.open(`f${name}`);
        await lab.quiesce();
      }
      lab.open('2.1', 'f2.1');
    },
    premise: (history) => ({
      'item 1.1 was at its gate, and 1.2 and 1.3 had not begun':
        atGate(history, 'R', '1.1', cancelCall(history, 'K')) &&
        !entered(history.before(cancelCall(history, 'K')), 'R', '1.2'),
      'the cancel returned': cancelled(history, 'K'),
    }),
    absent: (history) =>
      entered(history.before(cancelCall(history, 'K')), 'R', '1.2')
        ? 'a run does not keep to the limit of the coordinator'
        : undefined,
    claims: [
      claim(
        (context) => (finishesWaves(context) ? 'items 1.2 and 1.3 start and end' : 'items 1.2 and 1.3 never start'),
        (history, context) =>
          finishesWaves(context)
            ? forEach(first.slice(1), (name) => undisturbed(history, name))
            : firstOf(...first.slice(1).map((name) => refuted(entered(history, 'R', name), `item ${name} began`))),
      ),
      claim(
        (context) => (isAwait(context) ? 'item 1.1 is told' : 'item 1.1 ends untold'),
        (history, context) =>
          isAwait(context) ? interrupted(history, '1.1', 'cancelled') : undisturbed(history, '1.1'),
      ),
      waitsForItems(),
      settles('R'),
      claim(
        (context) =>
          finishesWaves(context) ? 'wave 1 counts as completed: last 1' : 'wave 1 does not count as completed: last 0',
        (history, context) => counted(history, finishesWaves(context) ? 1 : 0),
      ),
    ],
  },
};

const isAwait = ({ dialect }: Context): boolean => dialect.is('token.checkpoint', 'await');

async function open(lab: Lab, concurrency?: number): Promise<void> {
  await lab.coordinator(concurrency === undefined ? {} : { concurrency });
  lab.tokens.make('K');
  lab.tokens.run('R', [3, 1], careful, { token: 'K' });
  await lab.quiesce();
}

/** The item ran to its end as if nobody had been cancelled. */
function undisturbed(history: History, name: string): Contradiction | undefined {
  const task = `R/${name}`;
  return (
    refuted(told(history, 'R', name) && history.journal(task, 'told')[0], `item ${name} was told`) ??
    (history.noted(task, 'out') && history.noted(task, 'end')
      ? undefined
      : seen(`item ${name} ${history.started(task) ? 'did not get to its end' : 'never began'}`, history.last))
  );
}

function interrupted(history: History, name: string, mark: string): Contradiction | undefined {
  const heard = told(history.before(mark), 'R', name);
  return heard
    ? refuted(history.noted(`R/${name}`, 'out'), `item ${name} went on after it was told`)
    : seen(`item ${name} had not been told at rest`, history.mark(mark));
}

/** Looked at at every rest at which an item is in its cleanup or at its gate. */
function waitsForItems(): Claim {
  return claim('the run does not settle while an item runs', (history) => {
    const end = settled(history, 'R');
    const running = first.find(
      (name) => entered(history.before(end), 'R', name) && !history.before(end).ended(`R/${name}`),
    );
    return end && running
      ? seen(`it settled while item ${running} ran: ${runText(history, 'R')}`, end)
      : pendingAt(history, 'R', 'cancelled');
  });
}

/** What is handed over of a completed wave is another matter: here counts that it is completed. */
function counted(history: History, last: number): Contradiction | undefined {
  const given = answer(history, 'R');
  const unmarked = last === 0 ? whole('R', given).length : 0;
  return given?.last === last && unmarked === 0
    ? undefined
    : seen(`it was answered with ${runText(history, 'R')}`, settled(history, 'R') ?? history.last);
}
