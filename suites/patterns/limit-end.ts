import { type Claim, claim, type Event, type History, missing, type Program, seen } from '../../harness/index.ts';
import { type Cases, inOrder, notYet, resultText } from './claims.ts';
import { noOutcome } from './time-limit.ts';
import { opens, plays, waits } from './moves.ts';

const at = { t20: 'at 20 ms', clean: 'once clean is open', x: 'once x is open' };

const cleansUp: Program = [
  { try: { body: [{ gate: 'g' }], finally: [{ note: 'in' }, { gate: 'clean' }, { note: 'cleaned' }] } },
];

/** The next task has started: at limit 1, the slot is free. */
const nextStart = (history: History): Event | undefined => history.started('N');

/** What says, at that moment, that the task still runs; undefined: nothing does. */
function signOfLife(history: History, mark: string, offer: Readonly<Record<string, unknown>>): string | undefined {
  const until = history.before(mark);
  if (offer['ended'] && until.all('ended', 'T').length === 0) return 'its end is pending';
  const counted = until
    .all('query', undefined, 'ok')
    .findLast(({ value }) => typeof (value as { running?: unknown } | undefined)?.running === 'number');
  if (counted && (counted.value as { running: number }).running > 0) return 'it is counted as running';
  return offer['limit'] && !nextStart(until) ? 'its slot is taken' : undefined;
}

/** Reported early, the end has to be seen apart: something says that the task runs, and no longer says so in the end. */
const staysInSight = (ended: string): Claim =>
  claim(
    `at 20 ms something else than the outcome says that T still runs, and no longer does ${ended}`,
    (history, { offer }) => {
      const early = signOfLife(history, 'read early', offer);
      if (early === undefined)
        return seen(
          'nothing does: its end is reported, it is not counted, and its slot is free',
          history.mark('read early'),
        );
      const late = signOfLife(history, 'read late', offer);
      return late === early ? seen(`${late}, also ${ended}`, history.mark('read late')) : undefined;
    },
  );

const observed = async (
  lab: Parameters<NonNullable<Cases[string]['workload']>>[0],
  program: Program,
  gate: string,
  mark: string,
) => {
  await lab.coordinator({ concurrency: 1 });
  lab.submit('T', program, { timeout: 20 });
  await lab.quiesce();
  lab.submit('N', [{ note: 'next' }]);
  await lab.advance(20);
  await lab.quiesce(at.t20);
  lab.query();
  await lab.quiesce('read early');
  lab.open(gate);
  await lab.quiesce(mark);
  lab.query();
  await lab.quiesce('read late');
};

const isAwaited = (one: Claim): Claim => ({
  expected: one.expected,
  contradiction: (history, context) =>
    context.dialect.is('timeout.settle', 'await') ? one.contradiction(history, context) : undefined,
});
const isEarly = (one: Claim): Claim => ({
  expected: one.expected,
  contradiction: (history, context) =>
    context.dialect.is('timeout.settle', 'early') ? one.contradiction(history, context) : undefined,
});

/** The result settles, after that line. */
const settlesAfter = (line: (history: History) => Event | undefined, what: string): Claim =>
  claim(`the result of T settles after ${what}`, (history) => {
    const [result, end] = [history.result('T'), line(history)];
    if (!result || !end) return seen(`${result ? what : 'the result'} never came`, history.last);
    return result.seq < end.seq
      ? seen(`it ${resultText(result)} at ${result.at} ms, before it`, result, end)
      : undefined;
  });

/** PAT-15: a timeout that is told is over. */
export const limitEnd: Cases = {
  'cleanup-comes-before-the-answer': {
    workload: (lab) => observed(lab, cleansUp, 'clean', at.clean),
    premise: (history) => ({
      'the cleanup waited at 20 ms':
        history.before(at.t20).noted('T', 'in') && !history.before(at.t20).noted('T', 'cleaned'),
    }),
    claims: [
      isAwaited(noOutcome('T', at.t20)),
      isAwaited(settlesAfter((history) => history.noted('T', 'cleaned'), 'its cleanup')),
      isEarly(staysInSight(at.clean)),
    ],
  },

  'a-deaf-body-is-waited-for': {
    workload: (lab) => observed(lab, [{ deaf: [{ gate: 'x' }, { note: 'still-here' }] }], 'x', at.x),
    premise: (history, { dialect }) => ({
      'the body was alive at 20 ms': dialect.is('cancel.delivery', 'kill', 'tell-then-kill')
        ? history.started('T')
        : history.started('T') && !history.before(at.t20).ended('T'),
    }),
    claims: [
      isAwaited({
        expected: 'no view shows an outcome before the body has ended',
        contradiction: (history) => {
          const [result, end] = [history.result('T'), history.ended('T')];
          return result && (!end || result.seq < end.seq)
            ? seen(`the result ${resultText(result)} at ${result.at} ms`, result, end)
            : undefined;
        },
      }),
      isAwaited(
        claim('the result of T settles once', (history) => {
          const all = history.all('result', 'T');
          return all.length === 1
            ? undefined
            : missing(undefined, `it did so ${all.length} times`, all[0] ?? history.last);
        }),
      ),
      isEarly(staysInSight(at.x)),
    ],
  },

  'a-scope-waits-too': {
    workload: plays(
      {
        T: [
          { try: { body: [{ within: { ms: 20, body: cleansUp } }], catch: { timeout: [{ note: 'caught' }] } } },
          { return: 1 },
        ],
      },
      { [at.t20]: waits(20), [at.clean]: opens('clean') },
    ),
    premise: (history) => ({
      'the cleanup waited at 20 ms':
        history.before(at.t20).noted('T', 'in') && !history.before(at.t20).noted('T', 'cleaned'),
    }),
    claims: [notYet('T', 'caught', at.t20), inOrder(['T', 'cleaned'], ['T', 'caught'])],
  },
};
