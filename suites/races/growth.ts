import {
  claim,
  type Context,
  forEach,
  type History,
  type Lab,
  seen,
  type Snapshot,
  type Stock,
} from '../../harness/index.ts';
import type { Cases } from '../cancellation/claims.ts';
import { forgotten, soaked } from './soaks.ts';
import { retained } from './declared.ts';

/** Cycles before the first measure, and after it. */
const [first, further] = [200, 1_000];
const limit = 50;
const ways = ['return', 'throw', 'cancel', 'limit'] as const;
type Way = (typeof ways)[number];

const wayOf = (cycle: number): Way => ways[cycle % ways.length] ?? 'return';

/** One task comes, ends in its way, and goes; a way that is not offered leaves it to its own return. */
async function cycle(lab: Lab, number: number): Promise<void> {
  const [task, way] = [`T${number}`, wayOf(number)];
  const end = way === 'throw' ? { throw: 'E' } : { return: 1 };
  // Some libraries are cancelled by the signal of the job, which then cannot be everybody's.
  const signal = way === 'cancel' ? {} : { signal: 'long' };
  lab.submit(task, [{ gate: task }, end], { ...signal, ...(way === 'limit' ? { timeout: limit } : {}) });
  lab.subscribe(`c${number}`, task);
  await lab.quiesce();
  if (way === 'cancel') lab.cancel(task);
  if (way === 'limit') await lab.advance(limit);
  else await lab.quiesce();
  lab.open(task);
  await lab.quiesce();
  lab.unsubscribe(`c${number}`);
}

async function measure(lab: Lab, mark: string): Promise<void> {
  await lab.quiesce();
  lab.query();
  lab.own.count(mark);
  await lab.quiesce(mark);
}

/** The ways to end that this target has. */
const waysOf = ({ offer }: Context): readonly Way[] =>
  ways.filter(
    (way) =>
      (way !== 'cancel' || offer['cancel.running'] !== undefined) && (way !== 'limit' || offer.timeout !== undefined),
  );

/** The task whose end is none of its way: its own, or, if it was stopped, no completion. */
function astray(history: History, offered: readonly Way[]): number | undefined {
  const ends = new Map(history.all('end').map(({ task, value }) => [task, value]));
  const results = new Map(history.all('result').map((event) => [event.task, event]));
  const inItsWay = (number: number): boolean => {
    const [way, result] = [wayOf(number), results.get(`T${number}`)];
    if (!result || !ends.has(`T${number}`)) return false;
    if (!offered.includes(way)) return true;
    if (way === 'return' || way === 'throw')
      return ends.get(`T${number}`) === (way === 'return' ? 'returned' : 'threw');
    return history.endingOf(result, 'result') !== 'completed';
  };
  return Array.from({ length: first + further }, (_, number) => number).find((number) => !inItsWay(number));
}

/** RAC-23: nothing grows over thousands of cycles. */
export const growth: Cases = {
  'counts-return-to-the-baseline': {
    workload: async (lab) => {
      await lab.coordinator();
      for (let number = 0; number < first; number++) await cycle(lab, number);
      await measure(lab, 'first');
      for (let number = first; number < first + further; number++) await cycle(lab, number);
      await measure(lab, 'second');
    },
    premise: (history, context) => ({
      'every task ran and ended in its way': astray(history, waysOf(context)) === undefined,
      'two ways to end are offered': waysOf(context).length >= 2,
    }),
    claims: [
      claim(
        'listeners, timers, handles and what the query counts are as many after 1,200 tasks as after 200',
        (history, context) => {
          const [before, after] = [stockOf(history, 0), stockOf(history, 1)];
          return forEach(Object.keys(before), (name) =>
            same(name, before[name], after[name], context)
              ? undefined
              : seen(
                  `${name}: ${before[name]} after ${first} tasks, ${after[name]} after ${first + further}`,
                  history.last,
                ),
          );
        },
      ),
    ],
  },

  'the-heap-stays-flat': {
    unwatched: true,
    workload: (lab) => soaked(lab, 1_000, ['return', 'throw', 'cancel']),
    ...forgotten,
  },
};

/** Everything that is measured, by name. */
function stockOf(history: History, index: number): Readonly<Record<string, number | undefined>> {
  const stock = history.all('kit.count')[index]?.value as Stock | undefined;
  const { running, queued, kept, clients, ids } = (history.all('query', undefined, 'ok')[index]?.value ??
    {}) as Snapshot;
  return {
    'abort listeners on the signal': stock?.listeners['long'],
    timers: stock?.timers,
    handles: stock?.handles,
    running,
    queued,
    clients,
    'listed ids': ids?.length,
    'kept tasks': kept,
  };
}

/** What is declared to be kept may grow up to the declared number. */
function same(name: string, before: number | undefined, after: number | undefined, context: Context): boolean {
  if (before === after) return true;
  const mayBeKept = name === 'kept tasks' || name === 'listed ids';
  return mayBeKept && (after ?? 0) <= retained(context);
}
