import {
  claim,
  type Context,
  type Event,
  forEach,
  type History,
  type Lab,
  seen,
  type Snapshot,
} from '../../harness/index.ts';
import { retained } from '../races/declared.ts';
import { forgotten, soaked } from '../races/soaks.ts';
import { type Cases } from './claims.ts';

const rounds = 10;
const perRound = 200;

async function manyRounds(lab: Lab): Promise<void> {
  await lab.coordinator({ concurrency: 2 });
  lab.submit('L', [{ gate: 'l' }]);
  await lab.quiesce();
  for (let round = 1; round <= rounds; round++) {
    for (let number = 1; number <= perRound; number++) lab.submit(`T${round}.${number}`, [{ return: number }]);
    await lab.quiesce();
    const kept = lab.dialect.parameter('retention', 'ms');
    if (lab.dialect.is('retention', 'time') && typeof kept === 'number') await lab.advance(kept);
    lab.query();
    await lab.quiesce();
  }
}

/** What the query for all tasks answered, round by round. */
const looks = (history: History): readonly (readonly [Snapshot, Event])[] =>
  history.all('query', undefined, 'ok').map((event) => [(event.value ?? {}) as Snapshot, event] as const);

const settledResults = (history: History): number =>
  history.all('result').filter(({ task }) => task?.startsWith('T')).length;

const liveShown = ({ running = 0, ids = [] }: Snapshot): boolean => running > 0 || ids.includes('L');

const grown = (history: History, context: Context) => {
  const most = retained(context);
  return forEach(looks(history), ([{ running, queued, kept, ids }, at]) => {
    if (running !== undefined && running !== 1) return seen(`it counts ${running} that run`, at);
    if (queued !== undefined && queued !== 0) return seen(`it counts ${queued} that wait`, at);
    if (kept !== undefined && kept > most) return seen(`it keeps ${kept} ended tasks`, at);
    return ids !== undefined && ids.length > 1 + most ? seen(`it lists ${ids.length} tasks`, at) : undefined;
  });
};

/** REL-25: what has ended is forgotten. */
export const growth: Cases = {
  'tables-stay-within-the-retention': {
    workload: manyRounds,
    premise: (history) => ({
      'the results of 2000 tasks were read': settledResults(history) >= rounds * perRound,
      'the live task was shown at every look, or ended ones were counted at one':
        looks(history).length === rounds &&
        (looks(history).every(([snapshot]) => liveShown(snapshot)) ||
          looks(history).some(([{ kept = 0 }]) => kept > 0)),
    }),
    claims: [
      claim(
        (context) =>
          `one task runs, none waits, and at most ${retained(context)} ended ones are kept, after every 200 tasks`,
        grown,
      ),
    ],
  },

  'should-keep-the-heap-flat': {
    unwatched: true,
    workload: (lab) => soaked(lab, 1_000, ['return']),
    ...forgotten,
  },
};
