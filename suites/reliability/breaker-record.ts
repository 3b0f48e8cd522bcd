import { type History, type Lab, type Program } from '../../harness/index.ts';
import { failures, fails, getsThrough, open, opened, reaches, refusedAtOnce, rest, trials } from './breaker-steps.ts';
import type { Cases } from './claims.ts';
import { attempts, endOf, settled } from './facts.ts';

const hour = 3_600_000;

async function inTurn(lab: Lab, names: readonly string[], program: Program): Promise<void> {
  for (const name of names) {
    lab.policies.call('B', name, () => program);
    await lab.quiesce();
  }
}

const numbered = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${name} ${index + 1}`);

async function fresh(lab: Lab): Promise<void> {
  await lab.coordinator();
  lab.policies.build('B', 'breaker', { failures, rest, trials });
}

const reached = (history: History, call: string) => attempts(history, call)[0];

const refused = (history: History, call: string) => {
  const answer = settled(history, call);
  return !reached(history, call) && answer?.kind === 'fail' ? answer : undefined;
};

/** REL-23: what a breaker remembers, and for how long. */
export const breakerRecord: Cases = {
  'failures-long-past-do-not-open-it': {
    workload: async (lab) => {
      await fresh(lab);
      await inTurn(lab, numbered('failure', failures - 1), fails);
      await inTurn(lab, ['after four'], reaches);
      await lab.advance(hour);
      await inTurn(lab, numbered('success', 20), reaches);
      await inTurn(lab, ['the fifth'], fails);
      await inTurn(lab, ['after the fifth'], reaches);
      await lab.advance(hour);
      await inTurn(lab, numbered('in a row', failures), fails);
      await inTurn(lab, ['after five in a row'], reaches);
    },
    premise: (history) => ({
      'four failing calls reached the dependency': reached(history, `failure ${failures - 1}`),
      'five in a row open it': refused(history, 'after five in a row'),
    }),
    claims: [getsThrough('after four'), getsThrough('after the fifth')],
  },

  'rests-as-long-as-asked': {
    workload: async (lab) => {
      await open(lab);
      await lab.advance(rest - 10);
      lab.policies.call('B', 'before the end of the rest', () => reaches);
      await lab.quiesce('resting');
      await lab.advance(20);
      await inTurn(lab, ['after the rest'], reaches);
    },
    premise: opened,
    claims: [refusedAtOnce('before the end of the rest', 'resting'), getsThrough('after the rest')],
  },

  'closes-with-a-clean-record': {
    workload: async (lab) => {
      await open(lab);
      await inTurn(lab, ['while it is open'], reaches);
      await lab.advance(rest);
      await inTurn(lab, ['trial'], reaches);
      await lab.advance(hour);
      await inTurn(lab, ['one failure'], fails);
      await inTurn(lab, ['after it'], reaches);
    },
    premise: (history) => ({
      ...opened(history),
      'it was open': refused(history, 'while it is open'),
      'the trial reached the dependency and returned': endOf(history, reached(history, 'trial'))?.kind === 'ok',
    }),
    claims: [getsThrough('after it')],
  },

  'an-answer-from-before-does-not-close-it': {
    workload: async (lab) => {
      await fresh(lab);
      lab.policies.call('B', 'slow', () => [{ gate: 'g' }, { return: 1 }]);
      await lab.quiesce();
      await inTurn(lab, numbered('failure', failures), fails);
      lab.policies.call('B', 'control', () => reaches);
      await lab.quiesce('opened');
      lab.open('g');
      await lab.quiesce('answered');
      lab.policies.call('B', 'next', () => reaches);
      await lab.quiesce('refused');
    },
    premise: (history) => ({
      ...opened(history),
      // With an older call in flight a breaker that goes by a share of failures may not have opened yet.
      'it was open: the control was refused':
        settled(history, 'control', 'opened')?.kind === 'fail' && attempts(history, 'control').length === 0,
      'the slow call returned after the fifth failure': endOf(
        history.after(reached(history, `failure ${failures}`)),
        reached(history, 'slow'),
      ),
    }),
    claims: [refusedAtOnce('next', 'refused')],
  },

  'a-cancelled-trial-is-no-verdict': {
    atEveryHop: true,
    workload: async (lab) => {
      await open(lab);
      await lab.advance(rest);
      lab.policies.call('B', 'trial', () => [{ gate: 'g' }], { signal: 's' });
      await lab.quiesce();
      lab.abort('s');
      await lab.quiesce('aborted');
      lab.open('g');
      await lab.quiesce();
      await lab.advance(rest);
      await inTurn(lab, ['next'], reaches);
    },
    premise: (history) => ({
      ...opened(history),
      'the trial reached the dependency': reached(history, 'trial'),
      'it was told, or settled, by its abort':
        history.before('aborted').told('trial/1') ?? settled(history, 'trial', 'aborted'),
    }),
    claims: [getsThrough('next')],
  },
};
