import { claim, describe, type History, refuted, seen } from '../../harness/index.ts';
import { type Cases, tally } from './claims.ts';
import { attempts, callOf, callText, isAt, settled } from './facts.ts';

const value = 'fallback';

/** How often the value was asked for, of one policy. */
const askedFor = (history: History, policy: string) => history.all('policy.value').filter(({ who }) => who === policy);

const askedOnce = (...policies: readonly string[]) =>
  claim("the fallback's value is asked for once", (history) => {
    const wrong = policies.find((policy) => askedFor(history, policy).length !== 1);
    if (wrong === undefined) return undefined;
    const asked = askedFor(history, wrong);
    return seen(`it was asked for ${tally(asked.length)}`, ...asked, history.last);
  });

const carriesValue = (said: unknown): boolean => describe(said).includes(value);

/** The call ended with the fallback's value, as it is or inside of what the library makes of it. */
const endsWithIt = (call: string) =>
  claim(`the call "${call}" ends with the fallback's value`, (history) => {
    const answer = callOf(history, call)?.answer;
    if (answer?.kind === 'ok' && carriesValue(answer.value)) return undefined;
    return seen(`the call ${callText(history, call)}`, answer ?? callOf(history, call)?.invoke);
  });

/** Somebody is told that it was used. */
function useIsVisible(history: History): boolean {
  const said = [...history.all('policy.used'), ...history.all('event'), ...history.all('diagnostic')];
  const told = said.some((event) => event.what === 'policy.used' || carriesValue(event.value));
  const answer = callOf(history, 'second')?.answer;
  return told || (answer !== undefined && answer.value !== value);
}

/** REL-04: what a fallback is for. */
export const fallback: Cases = {
  'runs-on-failure-and-is-visible': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.policies.build('control', 'fallback', { value });
      lab.policies.build('F', 'fallback', { value });
      lab.policies.call('control', 'first', () => [{ return: 1 }]);
      await lab.quiesce();
      lab.policies.call('F', 'second', () => [{ gate: 'g' }, { throw: 'E' }]);
      await lab.quiesce();
      lab.open('g');
    },
    premise: (history) => ({
      'the primary was called': attempts(history, 'second')[0],
      'it threw': history.ended('second/1')?.value === 'threw' ? history.ended('second/1') : undefined,
    }),
    claims: [
      claim('a primary that returns 1 is answered by 1, and the fallback is not asked', (history) => {
        const answer = callOf(history, 'first')?.answer;
        const asked = askedFor(history, 'control')[0];
        if (asked) return seen('the fallback was asked for its value', asked);
        return answer?.kind === 'ok' && answer.value === 1
          ? undefined
          : seen(`the call ${callText(history, 'first')}`, answer ?? history.last);
      }),
      endsWithIt('second'),
      askedOnce('F'),
      claim('that it was used is visible: by the hook, an event, a record, or a mark on the result', (history) =>
        useIsVisible(history)
          ? undefined
          : seen(
              'no hook was called, no event and no record tells it, and the result is the bare value',
              callOf(history, 'second')?.answer,
            ),
      ),
    ],
  },

  'runs-on-timeout': {
    workload: async (lab) => {
      await lab.coordinator({ timeout: 50 });
      lab.policies.build('F', 'fallback', { value });
      lab.policies.call('F', 'call', () => ({ submit: 'P', program: [{ gate: 'p' }], setting: { timeout: 50 } }));
      await lab.advance(49);
      await lab.quiesce('at 49');
      await lab.advance(1);
      await lab.quiesce();
    },
    premise: (history) => ({ 'P stood at its gate at 49': history.before('at 49').standsAt('P', 'p') }),
    claims: [
      claim('no fallback before the limit', (history) =>
        refuted(history.before('at 49').all('policy.value')[0], 'the fallback was asked for its value before 50 ms'),
      ),
      endsWithIt('call'),
      askedOnce('F'),
      claim('it is asked for at 50 ms', (history, context) => {
        const [asked] = askedFor(history, 'F');
        return asked && !isAt(asked, 50, context) ? seen(`it was asked for at ${asked.at} ms`, asked) : undefined;
      }),
    ],
  },

  'never-on-cancel': {
    atEveryHop: true,
    workload: async (lab) => {
      await lab.coordinator();
      lab.policies.build('control', 'fallback', { value });
      lab.policies.build('F', 'fallback', { value });
      lab.policies.call('control', 'failing', () => [{ throw: 'E' }]);
      lab.policies.call('F', 'call', () => [{ gate: 'g' }], { signal: 's' });
      await lab.quiesce('before');
      lab.abort('s');
      await lab.quiesce();
      lab.open('g');
    },
    premise: (history) => ({
      'a primary that fails is answered by the fallback': askedFor(history, 'control')[0],
      'the primary had started': history.before('before').started('call/1'),
      'it was told of the abort, or the call settled after it':
        history.after('before').told('call/1') ??
        (settled(history, 'call', 'before') ? undefined : settled(history, 'call')),
    }),
    claims: [
      claim("the fallback's value is never asked for", (history) =>
        refuted(askedFor(history, 'F')[0], 'it was asked for after the abort'),
      ),
      claim('the call does not end with it', (history) => {
        const answer = callOf(history, 'call')?.answer;
        return answer?.kind === 'ok' && carriesValue(answer.value)
          ? seen(`the call ${callText(history, 'call')}`, answer)
          : undefined;
      }),
    ],
  },

  'a-late-answer-is-discarded': {
    loud: true,
    workload: async (lab) => {
      await lab.coordinator({ timeout: 50 });
      lab.policies.build('F1', 'fallback', { value });
      lab.policies.build('F2', 'fallback', { value });
      const setting = { timeout: 50 };
      lab.policies.call('F1', 'one', () => ({
        submit: 'P',
        program: [{ deaf: [{ gate: 'p' }] }, { return: 'late' }],
        setting,
      }));
      lab.policies.call('F2', 'two', () => ({
        submit: 'Q',
        program: [{ deaf: [{ gate: 'p' }] }, { throw: 'E' }],
        setting,
      }));
      await lab.advance(50);
      await lab.quiesce();
      lab.open('p');
    },
    premise: (history) => {
      const [one, two] = [callOf(history, 'one')?.answer, callOf(history, 'two')?.answer];
      return {
        'P ended after the answer of the call': one && history.after(one).ended('P'),
        'Q ended after the answer of the call': two && history.after(two).ended('Q'),
      };
    },
    claims: [
      endsWithIt('one'),
      endsWithIt('two'),
      askedOnce('F1', 'F2'),
      claim('the late failure is not reported as unhandled', (history) => {
        const [stray] = history.all('stray');
        return refuted(stray, `${stray?.who}: ${describe(stray?.value)}`);
      }),
    ],
  },
};
