import {
  carries,
  claim,
  type Event,
  firstOf,
  forEach,
  type History,
  type Lab,
  type Program,
  refuted,
  seen,
} from '../../harness/index.ts';
import type { Cases } from './claims.ts';
import { attempts, callOf, callText, endOf, isBy, lives, reaches, settled, timersAt } from './facts.ts';
import { meanwhile } from './passing.ts';

const fails: Program = [{ note: 'in' }, { throw: 'E' }];
const after = 10_000;

const abortOf = (history: History): Event | undefined => history.call('abort')?.invoke;

const noneAfter = (call: string, place: Event | undefined, history: History) =>
  refuted(attempts(history.after(place), call)[0], `attempt ${attempts(history, call).length} began after the abort`);

/** REL-19: a cancel ends the attempts. */
const cancelled: Cases = {
  'no-attempt-after-a-cancel-in-the-wait': {
    race: {
      name: 'abort between two attempts',
      setup: async (lab) => {
        await lab.coordinator();
        lab.policies.build('R', 'retry', { attempts: 5, delay: 50 });
        lab.policies.call('R', 'call', () => fails, { signal: 's' });
      },
      actors: () => [[{ name: 'x1', act: (lab) => lab.abort('s') }]],
      finish: (lab) => lab.advance(after),
    },
    premise: (history) => {
      const until = history.before(abortOf(history));
      const begun = attempts(until, 'call');
      return {
        'an attempt had ended and the next had not begun when s was aborted': endOf(until, begun.at(-1)),
        'not all attempts had been made': begun.length < 5 && !settled(until, 'call'),
      };
    },
    claims: [claim('no attempt begins after the abort', (history) => noneAfter('call', abortOf(history), history))],
  },

  'no-attempt-after-a-cancel-inside-an-attempt': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      const second: Readonly<Record<string, Program>> = {
        one: [{ gate: 'g' }],
        two: [{ deaf: [{ gate: 'g' }] }, { throw: 'E' }],
      };
      for (const call of ['one', 'two']) {
        lab.policies.build(`R ${call}`, 'retry', { attempts: 5, delay: 50 });
        lab.policies.call(`R ${call}`, call, (number) => (number === 2 ? (second[call] ?? []) : fails), {
          signal: `s ${call}`,
        });
      }
      await lab.quiesce();
      await lab.advance(50);
      await lab.quiesce('second');
      lab.abort('s one');
      lab.abort('s two');
      await lab.quiesce();
      lab.open('g');
      await lab.quiesce();
      await meanwhile(lab, after);
    },
    premise: (history) => ({
      'attempt 2 stood at its gate': lives(history, 'one/2', 'second') && lives(history, 'two/2', 'second'),
      'both signals were aborted': history.calls('abort')[1]?.invoke,
    }),
    claims: [
      claim('no third attempt begins, whether the second gave way or threw on its own', (history) =>
        firstOf(
          refuted(attempts(history, 'one')[2], 'attempt 3 began after a second that gave way'),
          refuted(attempts(history, 'two')[2], 'attempt 3 began after a second that threw on its own'),
        ),
      ),
    ],
  },
};

/** REL-19: nor does a first one begin. */
const abortedBefore: Cases[string] = {
  workload: async (lab) => {
    await lab.coordinator();
    lab.policies.build('R', 'retry', { attempts: 3, delay: 50 });
    lab.abort('s');
    lab.policies.call('R', 'call', () => fails, { signal: 's' });
    lab.policies.call('R', 'control', () => fails);
    await lab.quiesce('called');
    await meanwhile(lab, after);
  },
  premise: (history) => ({
    'a call whose signal is untouched makes an attempt': attempts(history, 'control')[0],
    'the signal was aborted before the call': abortOf(history),
  }),
  claims: [
    claim('no attempt begins, and the operation is rejected at once', (history) => {
      const answer = settled(history, 'call', 'called');
      return firstOf(
        refuted(attempts(history, 'call')[0], 'an attempt began'),
        answer?.kind === 'fail'
          ? undefined
          : seen(`the operation ${callText(history, 'call')}`, answer ?? history.mark('called')),
      );
    }),
  ],
};

async function abortTheWait(lab: Lab, ...reason: readonly [unknown?]): Promise<void> {
  await lab.coordinator();
  lab.policies.build('R', 'retry', { attempts: 5, delay: 10_000 });
  lab.own.count('before');
  lab.policies.call('R', 'call', () => fails, { signal: 's' });
  await lab.quiesce();
  await lab.advance(20);
  await lab.quiesce('at 20');
  lab.abort('s', ...reason);
  await lab.quiesce('aborted');
  lab.own.count('after');
}

const inTheWait = (history: History) => {
  const until = history.before('at 20');
  return {
    'attempt 1 had ended': endOf(until, attempts(until, 'call')[0]),
    'the operation was pending': settled(until, 'call') ? undefined : callOf(history, 'call')?.invoke,
    'the signal was aborted': abortOf(history),
  };
};

const keptTheReason = (...calls: readonly string[]) =>
  claim('the rejection carries the reason of the abort, and is not the error of the attempt', (history) =>
    forEach(calls, (call) => {
      const answer = settled(history, call, 'aborted');
      const right = answer?.kind === 'fail' && carriesReason(answer.value) && !isAttemptError(answer.value);
      const whose = calls.length > 1 ? `the operation whose attempt was ${call}` : 'the operation';
      return right ? undefined : seen(`${whose} ${callText(history, call)}`, answer ?? history.mark('aborted'));
    }),
  );

/** REL-20: a cancel ends the wait. */
const interrupted: Cases = {
  'settles-without-the-clock': {
    atEveryHop: true,
    workload: (lab) => abortTheWait(lab),
    premise: inTheWait,
    claims: [
      claim('the operation is rejected at once, with the clock at 20 ms', (history, context) => {
        const answer = settled(history, 'call', 'aborted');
        return answer?.kind === 'fail' && isBy(answer, 20, context)
          ? undefined
          : seen(`the operation ${callText(history, 'call')}`, answer ?? history.mark('aborted'));
      }),
      claim('no timer of the back-off is pending', (history) => {
        const left = timersAt(history, 'after') - timersAt(history, 'before');
        return left > 0
          ? seen(`${left} timers were pending after the operation had settled`, callOf(history, 'call')?.answer)
          : undefined;
      }),
      claim('one attempt in all', (history) => refuted(attempts(history, 'call')[1], 'a second attempt was made')),
    ],
  },

  'with-the-reason-of-the-cancel': {
    atEveryHop: true,
    workload: (lab) => abortTheWait(lab, 'the user went away'),
    premise: inTheWait,
    claims: [keptTheReason('call')],
  },

  'with-the-reason-of-a-cancel-inside-an-attempt': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      for (const [call, most] of [
        ['one of five', 5],
        ['the last', 1],
      ] as const) {
        lab.policies.build(`R ${call}`, 'retry', { attempts: most, delay: 50 });
        lab.policies.call(`R ${call}`, call, () => [{ deaf: [{ gate: 'g' }] }, { throw: 'E' }], {
          signal: `s ${call}`,
        });
      }
      await lab.quiesce('inside');
      lab.abort('s one of five', 'the user went away');
      lab.abort('s the last', 'the user went away');
      await lab.quiesce();
      lab.open('g');
      await lab.quiesce('aborted');
    },
    premise: (history) => ({
      'the attempts stood at their gate':
        lives(history, 'one of five/1', 'inside') && lives(history, 'the last/1', 'inside'),
      'their signals were aborted': history.calls('abort')[1]?.invoke,
      'the attempts threw an error of their own':
        endOf(history, attempts(history, 'one of five')[0]) && endOf(history, attempts(history, 'the last')[0]),
    }),
    claims: [keptTheReason('one of five', 'the last')],
  },
};

const carriesReason = (value: unknown): boolean =>
  carries(value, 'the user went away') || reaches(value, 'the user went away');
const isAttemptError = (value: unknown): boolean => value instanceof Error && value.message === 'E';

export const retryCancel: Cases = {
  ...cancelled,
  'no-attempt-where-the-signal-was-aborted-before': abortedBefore,
  ...interrupted,
};
