import {
  type Claim,
  claim,
  describe,
  type Event,
  firstOf,
  forEach,
  type History,
  type Program,
  seen,
  sights,
} from '../../harness/index.ts';
import { cancelOf, reached, returned } from '../cancellation/facts.ts';
import { type Cases, endedBy, exactly, neverRuns, noneOf, toldBy, untold, where } from './claims.ts';
import { deliveredTo, standing } from './facts.ts';
import { opens, plays, waits } from './moves.ts';

const at = {
  t49: 'at 49 ms',
  t50: 'at 50 ms',
  g: 'once g is open',
  t60: 'at 60 ms',
  h: 'once h is open',
  t109: 'at 109 ms',
  t110: 'at 110 ms',
};
const kinds: Readonly<Record<string, string>> = { 'timed-out': 'timeout', failed: 'failed', cancelled: 'cancelled' };

/** No view shows an outcome at that moment. */
export const noOutcome = (task: string, mark: string): Claim =>
  claim(`no view shows an outcome of ${task} ${mark}`, (history) => {
    const [sight] = sights(history.before(mark), task);
    return sight && seen(`${sight.view} shows ${sight.ending} at ${sight.event.at} ms`, sight.event);
  });

/** Every offered view shows what `outcome.timeout` declares. */
export const timedOut = (task: string): Claim =>
  claim(
    ({ dialect }) =>
      `every view shows that ${task} has ended as ${kinds[dialect.value('outcome.timeout')]} (outcome.timeout=${dialect.value('outcome.timeout')})`,
    (history, { dialect }) => {
      const all = sights(history, task);
      const wanted = kinds[dialect.value('outcome.timeout')];
      if (all.length === 0) return seen('no view shows an outcome', history.last);
      return forEach(all, ({ view, ending, event }) =>
        ending === wanted ? undefined : seen(`${view} shows ${ending}: ${describe(event.value)}`, event),
      );
    },
  );

const T: Program = [
  { try: { body: [{ note: 'started' }, { gate: 'g' }, { note: 'after' }], finally: [{ note: 'clean' }] } },
];

/** Name, code and reason of what a view shows. */
function marksOf(value: unknown): string {
  const { name, code, reason, data, message } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return JSON.stringify([
    name,
    code,
    describe(reason),
    typeof data === 'object' ? marksOf(data) : data,
    reason === undefined ? undefined : message,
  ]);
}

/** The two are told apart in each view: by kind, or by name, code or reason. */
const toldApart: Claim = claim(
  'every view shows T1, which timed out, and T2, which was cancelled, as different',
  (history, { dialect }) => {
    const other = sights(history, 'T2');
    return forEach(sights(history, 'T1'), ({ view, ending, event }) => {
      const twin = other.find((sight) => sight.view === view);
      // A word of state has no reason beside it: where a timeout is declared a cancellation, it says as much as it can.
      if (!twin || twin.ending !== ending || (view === 'query' && dialect.is('outcome.timeout', 'cancelled')))
        return undefined;
      return marksOf(twin.event.value) === marksOf(event.value)
        ? seen(
            `${view} shows both as ${ending}: ${describe(event.value)} and ${describe(twin.event.value)}`,
            event,
            twin.event,
          )
        : undefined;
    });
  },
);

const bySubmit = (one: Claim): Claim => where('timeout.start', ['submit'], one);
const byStart = (one: Claim): Claim => where('timeout.start', ['start', 'scope'], one);

const startOf = (history: History): Event | undefined => history.started('T');

/** PAT-14: too long is too long, and is called that. */
export const timeLimit: Cases = {
  'told-at-the-limit-and-not-before': {
    workload: async (lab) => {
      await plays({ T }, { [at.t49]: waits(49), [at.t50]: waits(1) }, { settings: { T: { timeout: 50 } } })(lab);
      await lab.read('read', 'T');
      lab.open('g');
      await lab.quiesce(at.g);
    },
    premise: (history) => ({
      'T had started': history.noted('T', 'started'),
      'T stood at its gate before the limit':
        standing(history, { T: 'g' }, history.mark(at.t49)) || history.before(at.t49).noted('T', 'started'),
    }),
    claims: [
      exactly(untold(at.t49, 'T')),
      exactly(noOutcome('T', at.t49)),
      toldBy(at.t50, 'T'),
      endedBy(at.t50, 'T'),
      noneOf(['T', 'after']),
      timedOut('T'),
    ],
  },

  'not-a-users-cancellation': {
    atEveryHop: true,
    workload: async (lab) => {
      await plays(
        { T1: [{ gate: 'g' }], T2: [{ gate: 'g' }] },
        { [at.t50]: waits(50) },
        { settings: { T1: { timeout: 50 } } },
      )(lab);
      lab.cancel('T2');
      await lab.quiesce('after the cancel');
      await lab.read('read', 'T1', 'T2');
    },
    premise: (history) => ({
      'T1 was told at its limit, and has ended': deliveredTo(history.before(at.t50), 'T1') && history.ended('T1'),
      'T2 was told after its cancel, and has ended':
        reached(history, 'T2', cancelOf(history, 'T2')) && history.ended('T2'),
      'the cancel call returned': returned(history, history.call('cancel', 'T2')),
    }),
    claims: [toldApart],
  },

  'the-queue-counts-as-declared': {
    workload: plays(
      { H: [{ gate: 'h' }], T: [{ note: 'started' }, { gate: 'g' }, { return: 1 }] },
      { [at.t50]: waits(50), [at.t60]: waits(10), [at.h]: opens('h'), [at.t109]: waits(49), [at.t110]: waits(1) },
      { settings: { T: { timeout: 50 } }, open: { concurrency: 1 } },
    ),
    premise: (history) => ({
      'H ran, and T waited, for longer than the limit':
        standing(history, { H: 'h' }, at.t60) && !history.before(at.t60).started('T'),
    }),
    claims: [
      ...[
        noOutcome('T', at.t60),
        claim('T starts when H has ended', (history) =>
          startOf(history.before(at.h)) ? undefined : seen('it had not', history.mark(at.h)),
        ),
        exactly(untold(at.t109, 'T')),
        toldBy(at.t110, 'T'),
      ].map(byStart),
      ...[
        claim('the outcome of T is there at 50 ms', (history) => {
          const until = history.before(at.t50);
          return firstOf(until.result('T') ? undefined : seen('its result was still pending', history.mark(at.t50)));
        }),
        timedOut('T'),
        neverRuns('T'),
      ].map(bySubmit),
    ],
  },
};
