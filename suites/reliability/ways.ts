import {
  type Capability,
  claim,
  type Context,
  type History,
  type Lab,
  type Program,
  random,
  seedOf,
  seen,
} from '../../harness/index.ts';
import type { Cases } from './claims.ts';
import { accepted } from './facts.ts';

/** So many tasks of each way, in a coordinator of that limit. */
const perWay = 20;
const limit = 2;

/** One way of ending. */
interface Way {
  /** What it takes; the base takes nothing. */
  readonly needs?: Capability;
  /** Each way has a gate of its own: one that has been opened stays open. */
  readonly body: (gate: string) => Program;
  readonly setting?: { readonly timeout?: number; readonly signal?: string };
  /** What is done to the tasks of it once they are submitted; whoever is left then is let go. */
  readonly act?: (lab: Lab, tasks: readonly string[]) => Promise<void>;
}

const waits = (gate: string): Program => [{ gate }];
const failsOnTheWayOut = (gate: string): Program => [
  { try: { body: [{ gate }], catch: { cancelled: [{ throw: 'on the way out' }] } } },
];

const one = async (lab: Lab, task: string): Promise<void> => {
  lab.cancel(task);
  await lab.quiesce();
};

async function cancelEach(lab: Lab, tasks: readonly string[]): Promise<void> {
  for (const task of tasks) if (lab.accepted(task)) await one(lab, task);
}

const ways: Readonly<Record<string, Way>> = {
  return: { body: (gate) => [{ gate }, { return: 1 }] },
  throw: { body: (gate) => [{ gate }, { throw: 'failed' }] },
  'synchronous throw': { body: () => [{ throw: { value: 'at once', sync: true } }] },
  'cancelled at its gate': {
    needs: 'cancel.running',
    body: waits,
    act: cancelEach,
  },
  'cancelled, and failing on the way out': { needs: 'cancel.running', body: failsOnTheWayOut, act: cancelEach },
  'cancelled in the queue': {
    needs: 'cancel.queued',
    body: waits,
    act: async (lab, tasks) => {
      for (const task of [...tasks].reverse().slice(0, -limit)) if (lab.accepted(task)) await one(lab, task);
    },
  },
  'out of time': {
    needs: 'timeout',
    body: waits,
    setting: { timeout: 50 },
    act: async (lab) => {
      for (let round = 0; round < perWay / limit; round++) await lab.advance(50);
    },
  },
  'submitted with an aborted signal': { needs: 'signal.external', body: waits, setting: { signal: 'aborted' } },
};

const nameOf = (way: string, number: number | string): string => `${way} ${number}`;

async function submitAll(lab: Lab, way: string, kind: Way, count: number): Promise<void> {
  const tasks = Array.from({ length: count }, (_, index) => nameOf(way, index + 1));
  for (const task of tasks) lab.submit(task, kind.body(`go ${way}`), kind.setting ?? {});
  await lab.quiesce();
  await kind.act?.(lab, tasks);
  lab.open(`go ${way}`);
  await lab.quiesce();
}

const probesOf = (way: string): readonly string[] => [1, 2, 3].map((number) => `P${number} after ${way}`);

/** Three further tasks; whichever of them runs goes first. */
async function probe(lab: Lab, way: string): Promise<void> {
  const probes = probesOf(way);
  for (const task of probes) lab.submit(task, [{ gate: task }]);
  await lab.quiesce(`probed ${way}`);
  lab.open(probes.find((task) => lab.history.started(task)) ?? '');
  await lab.quiesce(`passed on ${way}`);
  lab.open(...probes);
  await lab.quiesce();
}

/** All ways in one, in an order of the seed's. */
async function mix(lab: Lab): Promise<void> {
  const draw = random(seedOf('ways of ending'));
  const kinds = Object.entries(ways);
  const tasks: string[] = [];
  for (let number = 1; number <= perWay; number++) {
    const [, kind] = kinds[Math.floor(draw() * kinds.length)] as [string, Way];
    tasks.push(nameOf('mixed', number));
    lab.submit(nameOf('mixed', number), kind.body('go mixed'), kind.setting ?? {});
  }
  await lab.quiesce();
  for (const task of tasks) if (lab.accepted(task) && draw() < 0.3) lab.cancel(task);
  await lab.advance(50);
  lab.open('go mixed');
  await lab.quiesce();
}

const offered = ({ offer }: Context): readonly string[] =>
  Object.keys(ways).filter((way) => {
    const { needs } = ways[way] as Way;
    return needs === undefined || offer[needs] !== undefined;
  });

/** How many tasks of a way have ended, by the journal or by what their caller knows. */
const endedOf = (history: History, way: string): number =>
  Array.from({ length: perWay }, (_, index) => nameOf(way, index + 1)).filter(
    (task) => history.ended(task) ?? history.result(task) ?? history.call('submit', task)?.answer?.kind === 'fail',
  ).length;

const unlikeFresh = (history: History, way: string) => {
  const startedBy = (mark: string) => probesOf(way).filter((task) => history.before(`${mark} ${way}`).started(task));
  const [first, later] = [startedBy('probed'), startedBy('passed on')];
  const taken = probesOf(way).filter((task) => accepted(history, task)).length;
  if (first.length !== limit)
    return seen(
      `of three further tasks after the way "${way}" ${first.length} had started`,
      history.mark(`probed ${way}`),
    );
  return later.length === taken
    ? undefined
    : seen(
        `after the way "${way}" ${later.length} of ${taken} had started once one of them had ended`,
        history.mark(`passed on ${way}`),
      );
};

/** Once slots are lost, nobody of a later way may ever start: that shows at the first way after which they are missing. */
function upToALoss(history: History, list: readonly string[]): readonly string[] {
  const lost = list.findIndex((way) => unlikeFresh(history, way));
  return lost < 0 ? list : list.slice(0, lost + 1);
}

/** REL-09: whatever a task comes to, its slot comes back, and only that one. */
export const waysOfEnding: Cases = {
  'n-more-run-after-every-way-of-ending': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator({ concurrency: limit, queueLimit: perWay });
      lab.abort('aborted');
      for (const [way, kind] of Object.entries(ways)) {
        await submitAll(lab, way, kind, perWay);
        await probe(lab, way);
      }
      await submitAll(lab, 'overflow', { body: waits }, perWay + limit + 8);
      await probe(lab, 'overflow');
      await mix(lab);
      await probe(lab, 'mixed');
    },
    premise: (history, context) =>
      Object.fromEntries(
        upToALoss(history, offered(context)).map((way) => [
          `at least ${limit} tasks of the way "${way}" have ended`,
          endedOf(history, way) >= limit,
        ]),
      ),
    claims: [...Object.keys(ways), 'overflow', 'mixed'].map((way) =>
      claim(
        `after the way "${way}" ${limit} of three further tasks start at once, and the third after the end of one of them`,
        (history, context) => (way in ways && !offered(context).includes(way) ? undefined : unlikeFresh(history, way)),
      ),
    ),
  },
};
