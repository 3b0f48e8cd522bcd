import {
  claim,
  type Contradiction,
  type Diagnostic,
  firstOf,
  forEach,
  type History,
  type Lab,
  type Part,
  refuted,
  seen,
} from '../../harness/index.ts';
import { leadsTo } from './claims.ts';
import { begun, call, type Cases, over } from './facts.ts';
import { readsNeeds, ready, startHeld, startsOf, stopHeld, stopOf } from './parts.ts';

const E = new Error('C cannot be started');
const F = new Error('A cannot be stopped');

/** B and C, and D, which needs both: and all of them A. */
const diamond = (service: string, held: 'start' | 'stop'): readonly Part[] =>
  [
    { name: 'A', after: [] },
    { name: 'B', after: ['A'] },
    { name: 'C', after: ['A'] },
    { name: 'D', after: ['B', 'C'] },
  ].map((part) => ({
    ...part,
    [held]: () => (part.name === 'B' || part.name === 'C' ? { gate: `${part.name} ${service}` } : {}),
  }));

const orders = [
  ['B', 'C'],
  ['C', 'B'],
] as const;

async function eachWay(lab: Lab, held: 'start' | 'stop'): Promise<void> {
  for (const order of orders) {
    const service = order.join('');
    await lab.coordinator();
    lab.services.manager(service, diamond(service, held));
    lab.services.start(service);
    await lab.quiesce();
    if (held === 'stop') lab.services.stop(service);
    await lab.quiesce(`none ${service}`);
    for (const name of order) {
      lab.open(`${name} ${service}`);
      await lab.quiesce(`${name} ${service}`);
    }
  }
}

/** One run after the other: that of this order. */
function run(history: History, order: readonly string[]): History {
  const until = history.before(`${order[1]} ${order.join('')}`);
  return order[0] === 'B' ? until : until.after('C BC');
}

const inParts = (history: History): string | undefined =>
  readsNeeds(history) ? undefined : 'the manager does not read what a component needs';

/** LIF-03, LIF-04: who needs several, and who is needed by several. */
export const graphs: Cases = {
  'all-that-it-needs': {
    workload: (lab) => eachWay(lab, 'start'),
    premise: (history) => ({
      'a start was at its gate in each run': orders.every((order) =>
        order.some((name) => startHeld(run(history, order), `none ${order.join('')}`, name)),
      ),
      'D was started': startsOf(history, 'D')[0],
    }),
    absent: inParts,
    claims: [
      claim('D is started when both B and C are ready, whichever is first', (history) =>
        forEach(orders, (order) => {
          const begins = startsOf(run(history, order), 'D')[0];
          const early = order.find((name) => begins && !ready(run(history, order).before(begins), name));
          return early === undefined ? undefined : seen(`D was started before ${early} was ready`, begins);
        }),
      ),
    ],
  },

  'as-long-as-it-is-needed': {
    workload: (lab) => eachWay(lab, 'stop'),
    premise: (history) => ({
      'a stop was at its gate in each run': orders.every((order) =>
        order.some((name) => stopHeld(run(history, order), `none ${order.join('')}`, name)),
      ),
      'A was stopped': stopOf(history, 'A'),
    }),
    absent: inParts,
    claims: [
      claim('A is stopped when both B and C have stopped, whichever is first', (history) =>
        forEach(orders, (order) => {
          const begins = stopOf(run(history, order), 'A');
          const early = order.find(
            (name) => begins && !over(run(history, order).before(begins), stopOf(run(history, order), name)),
          );
          return early === undefined ? undefined : seen(`the stop of A began before ${early} had stopped`, begins);
        }),
      ),
    ],
  },
};

async function managing(lab: Lab, parts: readonly Part[], mark: string): Promise<void> {
  await lab.coordinator();
  lab.services.manager('M', parts);
  lab.services.start('M');
  await lab.quiesce(mark);
}

const startFailed = (history: History) =>
  history.all('part.start.over').find(({ who, kind }) => who === 'C' && kind === 'fail');

const rejectsWith = (history: History, error: Error): Contradiction | undefined => {
  const answer = call(history, 'start', 'M')?.answer;
  if (!answer) return seen('it was pending at rest', history.last);
  return answer.kind === 'fail' && leadsTo(answer.value, error)
    ? undefined
    : seen(`it ${answer.kind === 'fail' ? 'rejected without it' : 'fulfilled'}`, answer);
};

/** LIF-05: what a failure meets. */
export const failureMeets: Cases = {
  'nothing-begins-after-the-failure': {
    workload: async (lab) => {
      const parts: readonly Part[] = [
        { name: 'A', start: () => ({ gate: 'a' }) },
        { name: 'B', after: ['A'] },
        { name: 'C', start: () => ({ throws: E }) },
        { name: 'D', after: ['A', 'B'] },
      ];
      await managing(lab, parts, 'held');
      lab.open('a');
      await lab.quiesce();
    },
    premise: (history) => ({ 'the start of C failed': startFailed(history) }),
    claims: [
      claim('no start begins after that of C has failed', (history) => {
        const [late] = begun(history.after(startFailed(history)), 'part.start');
        return refuted(late, `${late?.who} was started`);
      }),
      claim('whoever had become ready is stopped, once', (history) =>
        forEach(['A', 'B', 'D'], (name) => {
          const count = begun(history, 'part.stop', name).length;
          const due = ready(history, name) ? 1 : 0;
          return count === due
            ? undefined
            : seen(`${name} was stopped ${count} times`, ready(history, name) ?? history.last);
        }),
      ),
      claim('the start rejects with the error of C, or one that leads to it', (history) => rejectsWith(history, E)),
    ],
  },

  'the-way-back-fails-too': {
    workload: (lab) =>
      managing(
        lab,
        [
          { name: 'A' },
          { name: 'B', after: ['A'], stop: () => ({ throws: F }) },
          { name: 'C', after: ['B'], start: () => ({ throws: E }) },
        ],
        'over',
      ),
    premise: (history) => ({
      'A and B were started, and the start of C failed':
        ready(history, 'A') && ready(history, 'B') && startFailed(history),
      'the stop of B failed': over(history, stopOf(history, 'B'))?.kind === 'fail',
    }),
    claims: [
      claim('A is stopped all the same, once', (history) => {
        const count = begun(history, 'part.stop', 'A').length;
        return count === 1 ? undefined : seen(`it was stopped ${count} times`, stopOf(history, 'B'));
      }),
      claim('the start rejects with the error of C, or one that leads to it', (history) => rejectsWith(history, E)),
    ],
  },
};

const twoFail: readonly Part[] = [
  { name: 'A', stop: () => ({ throws: F }) },
  { name: 'B', stop: () => ({ throws: E }) },
  { name: 'C' },
];

/** LIF-06: more than one stop fails. */
export const manyFail: Cases = {
  'two-stops-throw': {
    workload: async (lab) => {
      await managing(lab, twoFail, 'up');
      lab.services.stop('M');
      await lab.quiesce();
    },
    premise: (history) => ({
      'all three were started': ['A', 'B', 'C'].every((name) => ready(history, name)),
      'the stops of A and B failed': ['A', 'B'].every((name) => over(history, stopOf(history, name))?.kind === 'fail'),
    }),
    claims: [
      claim('C is stopped, and the errors of A and of B can be reached', (history) =>
        firstOf(
          stopOf(history, 'C') ? undefined : seen('C was not stopped', history.last),
          unreachable(history, F, 'A'),
          unreachable(history, E, 'B'),
        ),
      ),
    ],
  },
};

function unreachable(history: History, error: Error, whose: string): Contradiction | undefined {
  const answer = call(history, 'stop', 'M')?.answer;
  if (!answer) return seen('the stop was pending at rest', history.last);
  const recorded = history.all('diagnostic').some(({ value }) => leadsTo((value as Diagnostic).error, error));
  return recorded || leadsTo(answer.value, error)
    ? undefined
    : seen(`the error of ${whose} is neither in what the stop settled with nor in a record`, answer);
}
