import { claim, seen } from '../../harness/index.ts';
import { getsThrough, open, opened, reaches, refusedAtOnce, rest, failures, trials } from './breaker-steps.ts';
import type { Cases } from './claims.ts';
import { attempts, settled } from './facts.ts';

const ten = Array.from({ length: 10 }, (_, index) => `trial ${index + 1}`);
const twenty = Array.from({ length: 20 }, (_, index) => `cancelled ${index + 1}`);

/** REL-23: closed, open, and trying. */
export const breaker: Cases = {
  'opens-and-refuses': {
    workload: async (lab) => {
      await open(lab);
      lab.policies.call('B', 'sixth', () => reaches);
      await lab.quiesce('refused');
    },
    premise: opened,
    claims: [refusedAtOnce('sixth', 'refused')],
  },

  'half-open-is-limited': {
    workload: async (lab) => {
      await open(lab);
      await lab.advance(rest);
      for (const trial of ten) lab.policies.call('B', trial, () => [{ note: 'in' }, { gate: 'g' }, { return: 1 }]);
      await lab.quiesce('look');
      lab.open('g');
      await lab.quiesce();
      lab.policies.call('B', 'later', () => reaches);
      await lab.quiesce();
    },
    premise: (history) => ({
      ...opened(history),
      'a trial reached the dependency while other calls were made': ten.some(
        (trial) => attempts(history.before('look'), trial).length > 0,
      ),
    }),
    claims: [
      claim(
        ({ offer }) =>
          `at most ${trials} of ten calls reaches the dependency while it has not ended${offer['breaker.trials'] ? '' : ' (the number is the default)'}`,
        (history) => {
          const made = ten.flatMap((trial) => attempts(history.before('look'), trial));
          return made.length > trials
            ? seen(`${made.length} calls reached the dependency at once`, ...made)
            : undefined;
        },
      ),
      getsThrough('later'),
    ],
  },

  'a-failed-trial-opens-again': {
    workload: async (lab) => {
      await open(lab);
      await lab.advance(rest);
      lab.policies.call('B', 'trial', () => [{ throw: 'E' }]);
      await lab.quiesce();
      lab.policies.call('B', 'too early', () => reaches);
      await lab.quiesce('refused');
      await lab.advance(rest);
      lab.policies.call('B', 'after the rest', () => reaches);
      await lab.quiesce();
    },
    premise: (history) => ({
      ...opened(history),
      'the trial reached the dependency and threw': attempts(history, 'trial')[0],
    }),
    claims: [refusedAtOnce('too early', 'refused'), getsThrough('after the rest')],
  },

  'cancelled-calls-do-not-count': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      lab.policies.build('B', 'breaker', { failures, rest, trials });
      for (const call of twenty) lab.policies.call('B', call, () => [{ gate: 'g' }], { signal: call });
      await lab.quiesce();
      for (const call of twenty) lab.abort(call);
      await lab.quiesce('aborted');
      lab.policies.call('B', 'last', () => reaches);
      await lab.quiesce();
    },
    premise: (history) => ({
      'twenty calls reached the dependency': twenty.every((call) => attempts(history, call).length === 1),
      'each was told, or settled, by its abort': twenty.every(
        (call) => history.before('aborted').told(`${call}/1`) ?? settled(history, call, 'aborted'),
      ),
    }),
    claims: [getsThrough('last')],
  },
};
