import { type Claim, claim, type History, type Program, seen } from '../../harness/index.ts';
import { lentLine } from '../cancellation/facts.ts';
import { type Cases, completes, noneOf, notedBy, untold } from './claims.ts';
import { standing } from './facts.ts';
import { noOutcome, timedOut } from './time-limit.ts';
import { opens, plays, waits } from './moves.ts';

const at = { t1: 'at 1 ms', g: 'once g is open', day: 'after a day' };
const day = 86_400_000;
/** In real time: as long as nothing may happen. */
const absence = 100;

const works: Program = [{ gate: 'g' }, { note: 'worked' }];

export const oneDay = async (lab: Parameters<NonNullable<Cases[string]['workload']>>[0]): Promise<void> =>
  lab.advance(lab.mode === 'virtual' ? day : absence);

/** The submit was turned away with an error, and the body has not begun. */
export const refusedFor = (history: History, task: string): boolean =>
  (history.call('submit', task)?.answer?.kind === 'fail' || isRefused(history, task)) && !history.started(task);

const isRefused = (history: History, task: string): boolean => {
  const result = history.result(task);
  return result !== undefined && history.endingOf(result, 'result') === 'refused';
};

const soon = (task: string): Claim =>
  claim(`the result of ${task} has settled ${at.t1}`, (history) =>
    history.before(at.t1).result(task) ? undefined : seen('it was still pending', history.mark(at.t1)),
  );

const orRefused = (one: Claim): Claim => ({
  expected: (context) =>
    `the submit is refused, or ${typeof one.expected === 'string' ? one.expected : one.expected(context)}`,
  contradiction: (history, context) => (refusedFor(history, 'T') ? undefined : one.contradiction(history, context)),
});

const limits = (timeout: number) => ({ settings: { T: { timeout } } });
const moves = { [at.t1]: waits(1), [at.g]: opens('g') };

/** PAT-21: no time is no time, and no limit is no limit. */
export const zero: Cases = {
  'zero-expires-at-once': {
    workload: plays({ T: works }, moves, limits(0)),
    premise: (history) => ({ 'the submit was accepted': history.call('submit', 'T')?.answer?.kind === 'ok' }),
    claims: [soon('T'), timedOut('T'), noneOf(['T', 'worked'])],
  },

  'a-negative-limit-expires-or-is-refused': {
    workload: plays({ control: works, T: works }, moves, limits(-1)),
    premise: (history) => ({
      'the submit has an answer': history.call('submit', 'T')?.answer,
      'the same task without a limit starts': history.before(at.t1).started('control'),
    }),
    claims: [orRefused(soon('T')), orRefused(timedOut('T')), noneOf(['T', 'worked'])],
  },

  'no-limit-is-no-limit': {
    workload: plays({ T: [{ gate: 'g' }, { return: 1 }] }, { [at.day]: oneDay, [at.g]: opens('g') }),
    premise: (history) => ({ 'T stood at its gate': standing(history, { T: 'g' }, at.g) || history.started('T') }),
    claims: [untold(at.day, 'T'), noOutcome('T', at.day), completes('T', 1)],
  },

  'a-scope-of-zero-expires-at-once': {
    workload: plays(
      {
        T: [
          { try: { body: [{ within: { ms: 0, body: works } }], catch: { timeout: [{ note: 'caught' }] } } },
          { return: 1 },
        ],
      },
      moves,
    ),
    premise: (history) => ({ 'T called within': lentLine(history, 'T', 'within', 'call') }),
    claims: [notedBy('T', 'caught', at.t1), noneOf(['T', 'worked'])],
  },
};
