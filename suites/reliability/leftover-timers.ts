import { type Claim, claim, type History, type Lab, type Program, seen } from '../../harness/index.ts';
import { cancelOf, countOf, lentLine, stockOf, waitsIn } from '../cancellation/facts.ts';
import type { Cases } from './claims.ts';

const hour = 3_600_000;
const twenty = Array.from({ length: 20 }, (_none, index) => index + 1);
const kinds = ['plain', 'timed'] as const;
const named = (kind: (typeof kinds)[number]): readonly string[] => twenty.map((number) => `${kind} ${number}`);

/** Those of a signal that times out by itself cannot be cleared, and hold nothing. */
const noMoreThan = (control: string): Claim =>
  claim(`no more timers hold the process than after ${control}`, (history) => {
    const [plain, timed] = kinds.map((kind) => stockOf(history, kind));
    const more = plain && timed ? timed.holding - plain.holding : 0;
    return more > 0 ? seen(`${more} more hold it`, countOf(history, 'timed')) : undefined;
  });

/** Twenty tasks, one after the other, without a timer and then with one, each over before the next is submitted. */
const forty = (plain: Program, timed: Program, end: (lab: Lab, task: string) => void) => async (lab: Lab) => {
  await lab.coordinator();
  for (const kind of kinds) {
    for (const task of named(kind)) {
      lab.submit(task, kind === 'plain' ? plain : timed);
      await lab.quiesce();
      end(lab, task);
      await lab.quiesce();
    }
    lab.own.count(kind);
  }
};

const allOver = (history: History): boolean =>
  kinds.every((kind) => named(kind).every((task) => history.ended(task))) && countOf(history, 'timed')?.at === 0;

/** Limits are kept at all: what does not end in time is cut short. */
const overrun: Program = [{ within: { ms: 10, body: [{ gate: 'never' }] } }];

/** REL-28: a timer goes with what it was for. */
export const leftoverTimers: Cases = {
  'cancelled-sleeps-leave-nothing': {
    workload: forty([{ gate: 'g' }], [{ sleep: hour }], (lab, task) => lab.cancel(task)),
    premise: (history) => ({
      'all forty bodies have ended, and no time has passed': allOver(history),
      'twenty were cancelled in a lent sleep': named('timed').every((task) =>
        waitsIn(history, task, 'sleep', cancelOf(history, task)),
      ),
    }),
    claims: [noMoreThan('twenty tasks that were cancelled at a gate')],
  },

  'kept-limits-leave-nothing': {
    workload: async (lab) => {
      const timed: Program = [{ within: { ms: hour, body: [{ note: 'inside' }] } }, { return: 1 }];
      await forty([{ return: 1 }], timed, () => {})(lab);
      lab.submit('late', overrun);
      await lab.advance(10);
    },
    premise: (history) => ({
      'all forty bodies have ended, and no time has passed': allOver(history),
      'twenty did something within a limit': named('timed').every((task) =>
        history.journal(task, 'note').some(({ value }) => value === 'inside'),
      ),
      'another limit was not kept, and cut short what ran within it': lentLine(history, 'late', 'within', 'fail'),
    }),
    claims: [noMoreThan('twenty tasks without a limit')],
  },
};
