import { claim, type Context, describe, firstOf, type History, type Program, seen } from '../../harness/index.ts';
import { accepted as cancelAccepted } from '../cancellation/facts.ts';
import type { Cases } from './claims.ts';
import { attempts, callOf, callText, endOf, reaches } from './facts.ts';
import { untilSettled } from './passing.ts';

const after = 10_000;

const failsWithNumber = (number: number): Program => [{ throw: `E${number}` }];

const attemptsText = (history: History, call: string): string =>
  `${attempts(history, call).length} attempts were made, and the operation ${callText(history, call)}`;

const endsAfter = (history: History, call: string, count: number) =>
  attempts(history, call).length === count
    ? undefined
    : seen(attemptsText(history, call), attempts(history, call).at(-1) ?? history.last);

/** REL-21: what is tried again, and how often. */
export const retry: Cases = {
  'stops-at-the-limit-with-the-last-cause': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.policies.build('R', 'retry', { attempts: 3, delay: 10 });
      lab.policies.build('control', 'retry', { attempts: 3, delay: 10 });
      lab.policies.call('R', 'call', failsWithNumber);
      lab.policies.call('control', 'third time', (number) => (number < 3 ? failsWithNumber(number) : [{ return: 7 }]));
      await untilSettled(lab, ['call', 'third time'], after);
    },
    premise: (history) => ({
      'an attempt was repeated': attempts(history, 'call')[1] ?? attempts(history, 'third time')[1],
    }),
    claims: [
      claim('three attempts, then a rejection from which the last error is reached', (history) => {
        const answer = callOf(history, 'call')?.answer;
        const told = answer?.kind === 'fail' && reaches(answer.value, 'E3');
        return firstOf(
          endsAfter(history, 'call', 3),
          told
            ? undefined
            : seen(
                `the operation ${callText(history, 'call')}, and E3 is not reached from that`,
                answer ?? history.last,
              ),
        );
      }),
      claim('an operation whose third attempt returns 7 fulfils with 7', (history) => {
        const answer = callOf(history, 'third time')?.answer;
        return answer?.kind === 'ok' && answer.value === 7
          ? undefined
          : seen(attemptsText(history, 'third time'), answer ?? history.last);
      }),
    ],
  },

  'a-cancelled-attempt-is-not-retried': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      lab.policies.build('R', 'retry', { attempts: 3, delay: 10 });
      lab.policies.call('R', 'call', (number) => ({ submit: `J${number}`, program: [{ gate: 'g' }] }));
      await lab.quiesce('running');
      lab.cancel('J1');
      await lab.quiesce();
      await untilSettled(lab, ['call'], after);
      lab.open('g');
      await lab.quiesce();
    },
    premise: (history) => ({
      'the job of attempt 1 ran': history.before('running').standsAt('J1', 'g'),
      'its cancel was accepted': cancelAccepted(history, history.call('cancel', 'J1')),
      'it ended': history.ended('J1'),
    }),
    claims: [
      claim(
        ({ dialect }) =>
          dialect.is('retry.cancelled', 'yes')
            ? 'a second attempt begins'
            : 'one attempt, and the operation does not fulfil (retry.cancelled=no)',
        (history, { dialect }: Context) => {
          const second = attempts(history, 'call')[1];
          if (dialect.is('retry.cancelled', 'yes'))
            return second ? undefined : seen(attemptsText(history, 'call'), history.ended('J1'));
          const answer = callOf(history, 'call')?.answer;
          return (second ?? (answer?.kind === 'ok' ? answer : undefined))
            ? seen(attemptsText(history, 'call'), second ?? answer)
            : undefined;
        },
      ),
    ],
  },

  'a-permanent-error-is-not-retried': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.policies.build('R', 'retry', { attempts: 3, delay: 10, permanent: 'P' });
      lab.policies.call('R', 'call', () => [{ throw: 'P' }]);
      lab.policies.call('R', 'control', () => [{ throw: 'E' }]);
      lab.policies.call('R', 'later', (number) => [{ throw: number === 1 ? 'E' : 'P' }]);
      await untilSettled(lab, ['call', 'control', 'later'], after);
    },
    premise: (history) => ({
      'an error without the mark is tried again': attempts(history, 'control')[1],
      'the first attempt threw the marked error': endOf(history, attempts(history, 'call')[0]),
    }),
    claims: [
      claim('one attempt, and a rejection from which its error is reached', (history) =>
        endsMarked(history, 'call', 1),
      ),
      claim('two attempts where the second throws the marked error', (history) => endsMarked(history, 'later', 2)),
    ],
  },

  'should-tell-the-number-of-attempts': {
    workload: async (lab) => {
      await lab.coordinator();
      for (const count of [3, 4]) {
        lab.policies.build(`R${count}`, 'retry', { attempts: count, delay: 10 });
        lab.policies.call(`R${count}`, `call ${count}`, failsWithNumber);
      }
      await untilSettled(lab, ['call 3', 'call 4'], after);
    },
    premise: (history) => ({
      'an attempt was repeated': attempts(history, 'call 3')[1] && attempts(history, 'call 4')[1],
    }),
    claims: [
      claim(
        'the final error, or the argument of the last attempt, has the number of attempts made, counted from one or from zero',
        (history) => {
          const [three, four] = [numbersOf(history, 'call 3'), numbersOf(history, 'call 4')];
          const made = [3, 4].map((count) => attempts(history, `call ${count}`).length);
          const tells = [...three].some(([place, number]) =>
            [0, 1].some((less) => number === (made[0] ?? 0) - less && four.get(place) === (made[1] ?? 0) - less),
          );
          return tells
            ? undefined
            : seen(
                `no number that goes with ${made.join(' and ')} attempts, in ${describe(callOf(history, 'call 3')?.answer?.value)}`,
                callOf(history, 'call 3')?.answer,
              );
        },
      ),
    ],
  },
};

/** The operation ends with the marked error, after so many attempts. */
function endsMarked(history: History, call: string, count: number) {
  const answer = callOf(history, call)?.answer;
  return firstOf(
    endsAfter(history, call, count),
    answer?.kind === 'fail' && reaches(answer.value, 'P')
      ? undefined
      : seen(`the operation ${callText(history, call)}`, answer ?? history.last),
  );
}

/** Numbers that an operation tells: in its final error, and to its last attempt. */
function numbersOf(history: History, call: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const { told } = (attempts(history, call).at(-1)?.value ?? {}) as { readonly told?: unknown };
  if (typeof told === 'number') found.set('the argument of the last attempt', told);
  const error: unknown = callOf(history, call)?.answer?.value;
  if (error === null || typeof error !== 'object') return found;
  for (const [name, value] of Object.entries(error)) if (typeof value === 'number') found.set(name, value);
  const { message } = error as { readonly message?: unknown };
  for (const [index, [digits]] of [...String(message).matchAll(/\b\d+\b/g)].entries())
    found.set(`number ${index} of the message`, Number(digits));
  return found;
}
