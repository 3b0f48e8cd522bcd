import { claim, describe, type Event, type History, type Program, seen } from '../../harness/index.ts';
import { lentLine } from '../cancellation/facts.ts';
import {
  type Cases,
  completes,
  endedBy,
  exactly,
  noneOf,
  notedBy,
  notYet,
  pendingAt,
  toldBy,
  untold,
} from './claims.ts';
import { deliveredTo, standing } from './facts.ts';
import { timedOut } from './time-limit.ts';
import { begun, opens, plays, waits } from './moves.ts';

const at = { t19: 'at 19 ms', t20: 'at 20 ms', z: 'once z is open', y: 'once y is open' };
const taken = { t99: 'at 99 ms', t100: 'at 100 ms' };

/** Runs steps under a limit; a timeout is noted. */
export const limited = (ms: number, body: Program, note: string): Program => [
  { try: { body: [{ within: { ms, body } }], catch: { timeout: [{ note }] } } },
];

/** What the calls of `within` failed with, in the order of failing: the inner one first. */
const failures = (history: History, task: string): readonly Event[] =>
  history
    .journal(task, 'lent')
    .filter(
      ({ value }) => (value as { step?: unknown }).step === 'within' && (value as { phase?: unknown }).phase === 'fail',
    );

/** The outer scope fails last; what failed before it was the inner one. */
const innerIsNoTimeout = claim('what the inner scope ended with is not a timeout', (history) => {
  const line = failures(history.before(history.noted('T', 'outer')), 'T').at(-2);
  const error = (line?.value as { error?: unknown } | undefined)?.error;
  return line && history.endingOf({ ...line, kind: 'fail', value: error }, 'result') === 'timeout'
    ? seen(`it was ${describe(error)}`, line)
    : undefined;
});

const long = 5_000;

/** PAT-17: of several limits the earliest counts, and only that one says so. */
export const nested: Cases = {
  'the-outer-expires-first': {
    workload: plays(
      { T: [...limited(20, limited(long, [{ gate: 'g' }], 'inner'), 'outer'), { gate: 'z' }, { return: 5 }] },
      { [at.t19]: waits(19), [at.t20]: waits(1), [at.z]: opens('z') },
    ),
    premise: (history) => ({
      'T stood under both limits': lentLine(history, 'T', 'within', 'call'),
      'the body was told, or left the inner scope': deliveredTo(history, 'T') ?? failures(history, 'T')[0],
    }),
    claims: [
      exactly(untold(at.t19, 'T')),
      exactly(notYet('T', 'outer', at.t19)),
      notedBy('T', 'outer', at.t20),
      noneOf(['T', 'inner']),
      innerIsNoTimeout,
      completes('T', 5),
    ],
  },

  'the-inner-expires-first': {
    workload: plays(
      {
        T: [
          ...limited(long, [...limited(20, [{ gate: 'g' }], 'inner'), { gate: 'y' }, { return: 1 }], 'outer'),
          { return: 5 },
        ],
      },
      { [at.t20]: waits(20), [at.y]: opens('y') },
    ),
    premise: (history) => ({
      'the body at gate g was told, or left the inner scope': deliveredTo(history, 'T') ?? failures(history, 'T')[0],
    }),
    claims: [notedBy('T', 'inner', at.t20), pendingAt('T', at.t20), noneOf(['T', 'outer']), completes('T', 5)],
  },

  'the-tasks-own-limit-is-the-outer': {
    workload: plays(
      { T: limited(long, [{ gate: 'g' }], 'inner') },
      { [at.t20]: waits(20) },
      { settings: { T: { timeout: 20 } } },
    ),
    premise: (history) => ({ 'T was told at its limit': deliveredTo(history.before(at.t20), 'T') }),
    claims: [noneOf(['T', 'inner']), timedOut('T')],
  },
};

const remains = (history: History, task: string): readonly (Event & { readonly left: unknown })[] =>
  history
    .journal(task, 'lent')
    .filter(
      ({ value }) =>
        (value as { step?: unknown }).step === 'remaining' && (value as { phase?: unknown }).phase === 'ok',
    )
    .map((event) => ({ ...event, left: (event.value as { value?: unknown }).value }));

/** Exact on the virtual clock; in real time more than nothing, and no more than that. */
const left = (index: number, ms: number) =>
  claim(`at the ${index === 0 ? 'first' : 'second'} asking ${ms} ms remain`, (history, { mode }) => {
    const found = remains(history, 'T')[index];
    const right =
      mode === 'virtual' ? found?.left === ms : typeof found?.left === 'number' && found.left > 0 && found.left <= ms;
    return right ? undefined : seen(`${describe(found?.left)} did`, found ?? history.last);
  });

/** PAT-19: whoever works for somebody has no more time than he has. */
export const inherited: Cases = {
  'a-longer-inner-limit-postpones-nothing': {
    workload: plays(
      { T: [...limited(100, [{ within: { ms: 10_000, body: [{ gate: 'g' }] } }], 'caught'), { return: 1 }] },
      { [taken.t99]: waits(99), [taken.t100]: waits(1) },
    ),
    premise: (history) => ({
      'the body stood at its gate under both limits':
        lentLine(history.before(begun), 'T', 'within', 'call') && standing(history, { T: 'g' }, begun),
    }),
    claims: [exactly(untold(taken.t99, 'T')), toldBy(taken.t100, 'T'), notedBy('T', 'caught', taken.t100)],
  },

  'an-expired-inner-limit-removes-nothing': {
    workload: plays(
      { T: [...limited(100, [...limited(20, [{ gate: 'g' }], 'inner'), { gate: 'h' }], 'outer'), { return: 1 }] },
      { [at.t20]: waits(20), [taken.t99]: waits(79), [taken.t100]: waits(1) },
    ),
    premise: (history) => ({ 'the inner limit had passed': history.noted('T', 'inner') }),
    claims: [
      notedBy('T', 'inner', at.t20),
      exactly(notYet('T', 'outer', taken.t99)),
      notedBy('T', 'outer', taken.t100),
    ],
  },

  'a-child-ends-with-its-parent': {
    workload: plays(
      { P: [{ spawn: { name: 'C', body: [{ within: { ms: 10_000, body: [{ gate: 'g' }] } }] } }, { gate: 'p' }] },
      { [taken.t99]: waits(99), [taken.t100]: waits(1) },
      { settings: { P: { timeout: 100 } } },
    ),
    premise: (history) => ({
      'the child stood at its gate': history.before(taken.t99).started('P/C'),
      'the parent was told at its limit': deliveredTo(history.before(taken.t100), 'P'),
    }),
    claims: [exactly(untold(taken.t99, 'P/C')), toldBy(taken.t100, 'P/C'), endedBy(taken.t100, 'P/C')],
  },

  'the-remaining-time-is-the-smaller': {
    workload: plays(
      {
        T: [{ within: { ms: 1_000, body: [{ gate: 'a' }, { within: { ms: 10_000, body: [{ remaining: true }] } }] } }],
      },
      { 'at 300 ms': waits(300, 'a') },
    ),
    premise: (history) => ({
      'the remaining time was asked for, at 300 ms': remains(history, 'T').find(({ at }) => at >= 300),
    }),
    claims: [left(0, 700)],
  },
};

/** PAT-20: what is handed on is what is left. */
export const downstream: Cases = {
  'each-hop-is-offered-what-is-left': {
    workload: plays(
      {
        T: [
          ...limited(
            1000,
            [{ gate: 'a' }, { remaining: true }, { gate: 'b' }, { remaining: true }, { gate: 'c' }],
            'caught',
          ),
          { return: 1 },
        ],
      },
      { 'at 300 ms': waits(300, 'a'), 'at 450 ms': waits(150, 'b'), 'at 999 ms': waits(549), 'at 1000 ms': waits(1) },
    ),
    premise: (history) => ({
      'the remaining time was asked for twice, at 300 and at 450 ms':
        remains(history, 'T')[0] && remains(history, 'T').find(({ at }) => at >= 450),
    }),
    claims: [
      left(0, 700),
      left(1, 550),
      exactly(notYet('T', 'caught', 'at 999 ms')),
      toldBy('at 1000 ms', 'T'),
      notedBy('T', 'caught', 'at 1000 ms'),
    ],
  },
};
