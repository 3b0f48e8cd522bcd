import {
  claim,
  type Context,
  type Contradiction,
  describe,
  type Event,
  firstOf,
  forEach,
  type History,
  type Lab,
  refuted,
  seen,
} from '../../harness/index.ts';
import { leadsTo } from './claims.ts';
import { call, type Cases, settledBy } from './facts.ts';
import { managed, names, parts, ready, startsOf, stopOf, stops } from './parts.ts';

const E = new Error('C cannot be started');
const ways = ['rejects', 'throws'] as const;

/** LIF-05: a start that fails. */
export const failingStart: Cases = {
  'started-ones-are-stopped': {
    workload: async (lab) => {
      for (const way of ways) await failing(lab, way);
    },
    premise: (history) => ({
      'A and B were started, and the start of C failed': ways.every(
        (way) => ready(part(history, way), 'A') && ready(part(history, way), 'B') && failed(part(history, way)),
      ),
    }),
    claims: [
      claim('while B is stopping, A has not begun to, and the start is pending', (history, context) =>
        forEach(ways, (way) => rolling(part(history, way), context, `rolling ${way}`)),
      ),
      claim('A and B are stopped once, and D, which waits for C, is neither started nor stopped', (history, context) =>
        forEach(ways, (way) => takenDown(part(history, way), context)),
      ),
      claim('the start rejects with the error of C, or one that leads to it', (history) =>
        forEach(ways, (way) => {
          const answer = call(part(history, way), 'start', 'M')?.answer;
          return answer?.kind === 'fail' && leadsTo(answer.value, E)
            ? undefined
            : seen(`it ${answer ? `settled with ${describe(answer.value)}` : 'was pending'}`, answer ?? history.last);
        }),
      ),
    ],
  },

  'start-again': {
    workload: async (lab) => {
      const mended = { start: { C: (n: number) => (n === 1 ? { throws: E } : {}) } };
      await managed(lab, mended);
      lab.services.start('M');
      await lab.quiesce('again');
      await lab.coordinator();
      lab.services.manager('N', parts());
      lab.services.start('N');
      await lab.quiesce();
    },
    premise: (history) => ({ 'the first start rejected': call(history, 'start', 'M')?.answer?.kind === 'fail' }),
    claims: [
      claim(
        ({ dialect }) =>
          dialect.is('shutdown.restart', 'restartable')
            ? 'the second start starts all four'
            : 'the second start is refused and starts nothing, or starts all four',
        (history, { dialect }) => secondStart(history, dialect.is('shutdown.restart', 'restartable')),
      ),
      claim('a new instance starts all four', (history) => {
        const later = history.after('again');
        const missing = names.find((name) => !ready(later, name));
        return missing === undefined ? undefined : seen(`${missing} was not`, history.last);
      }),
    ],
  },
};

async function failing(lab: Lab, way: (typeof ways)[number]): Promise<void> {
  const gate = `b ${way}`;
  await managed(lab, {
    chained: true,
    start: { C: { throws: E, ...(way === 'throws' ? { sync: true } : {}) } },
    stop: { B: { gate } },
  });
  await lab.quiesce(`rolling ${way}`);
  lab.open(gate);
  await lab.quiesce(way);
}

/** One run after the other, each up to its mark. */
function part(history: History, way: (typeof ways)[number]): History {
  const until = history.before(way);
  return way === 'rejects' ? until : until.after('rejects');
}

const failed = (history: History): Event | undefined =>
  history.all('part.start.over').find(({ who, kind }) => who === 'C' && kind === 'fail');

function rolling(history: History, { dialect }: Context, mark: string): Contradiction | undefined {
  return firstOf(
    dialect.is('stop.order', 'concurrent')
      ? undefined
      : refuted(stopOf(history.before(mark), 'A'), 'the stop of A had begun'),
    refuted(settledBy(history, mark, call(history, 'start', 'M')), 'the start had settled'),
  );
}

/** Where nothing orders them, D has been started with the others: it has to be stopped with them. */
function takenDown(history: History, { dialect }: Context): Contradiction | undefined {
  if (dialect.is('stop.order', 'concurrent'))
    return stops(
      history,
      ['A', 'B', 'D'].filter((name) => ready(history, name)),
    );
  return firstOf(
    stops(history, ['A', 'B']),
    refuted(startsOf(history, 'D')[0], 'D was started'),
    refuted(stopOf(history, 'D'), 'D, which was never started, was stopped'),
  );
}

function secondStart(history: History, restartable: boolean): Contradiction | undefined {
  const second = call(history, 'start', 'M', 1);
  const later = history.after(second?.invoke).before('again');
  const all = names.every((name) => ready(later, name));
  const none = names.every((name) => startsOf(later, name).length === 0);
  const refused = second?.answer?.kind === 'fail' && none;
  if (all || (!restartable && refused)) return undefined;
  const text = second?.answer ? `it settled with ${describe(second.answer.value)}` : 'it was pending';
  return seen(
    `${text}, and started ${names.filter((name) => startsOf(later, name).length > 0).join(', ') || 'nothing'}`,
    second?.answer ?? history.mark('again'),
  );
}
