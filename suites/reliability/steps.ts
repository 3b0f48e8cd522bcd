import {
  claim,
  type Context,
  describe,
  type Event,
  firstOf,
  type History,
  missing,
  type Program,
  refuted,
  seen,
} from '../../harness/index.ts';
import { type Cases, resultText } from './claims.ts';
import { isAt } from './facts.ts';

const step = (program: Program): Program => [{ within: { ms: 100, body: program } }];
const limited = (body: Program): Program => [{ within: { ms: 300, body } }];

/** The result is that value, and came at that time. */
const completesAt = (ms: number, value: unknown) =>
  claim(`T completes with ${describe(value)} at ${ms} ms`, (history, context) => {
    const result = history.result('T');
    if (result?.kind === 'ok' && describe(result.value) === describe(value) && isAt(result, ms, context))
      return undefined;
    return seen(
      `the result of T ${resultText(result)}${result ? ` at ${result.at} ms` : ''}`,
      result ?? history.started('T'),
    );
  });

const cameAt = (event: Event | undefined, ms: number, context: Context, what: string, history: History) => {
  if (!event) return seen(`${what} did not come`, history.last);
  return isAt(event, ms, context) ? undefined : seen(`${what} came at ${event.at} ms`, event);
};

/** REL-03: a step that times out takes nobody with it. */
export const steps: Cases = {
  'the-caller-goes-on-after-the-step': {
    workload: async (lab) => {
      await lab.coordinator();
      const guarded: Program = [{ try: { body: step([{ gate: 'a' }]), catch: { timeout: [{ note: 'fallback' }] } } }];
      lab.submit('T', limited([...guarded, { gate: 'b' }, { note: 'done' }, { return: 'B' }]));
      await lab.advance(99);
      await lab.quiesce('at 99');
      await lab.advance(1);
      await lab.quiesce('at 100');
      await lab.advance(50);
      lab.open('b');
      await lab.quiesce();
      await lab.advance(500);
    },
    premise: (history) => ({ 'T stood at gate a at 99': history.before('at 99').standsAt('T', 'a') }),
    claims: [
      claim('the fallback of the step begins at 100 ms', (history, context) =>
        cameAt(history.noted('T', 'fallback'), 100, context, 'the fallback', history),
      ),
      completesAt(150, 'B'),
      claim('T is told of nothing after the fallback', (history) =>
        refuted(history.after(history.noted('T', 'fallback')).journal('T', 'told')[0], 'T was told after the fallback'),
      ),
    ],
  },

  'concurrent-steps-are-not-cancelled': {
    workload: async (lab) => {
      await lab.coordinator();
      const first: Program = [{ try: { body: step([{ gate: 'a' }]), catch: { timeout: [{ return: 'fallback' }] } } }];
      lab.submit('T', limited([{ all: [first, [{ gate: 'b' }, { return: 'B' }]] }]));
      await lab.advance(99);
      await lab.quiesce('at 99');
      await lab.advance(1);
      await lab.quiesce();
      await lab.advance(50);
      lab.open('b');
    },
    premise: (history) => ({
      'A stood at gate a at 99': history.before('at 99').standsAt('T/0', 'a'),
      'B stood at gate b at 99': history.before('at 99').standsAt('T/1', 'b'),
    }),
    claims: [
      claim('B is not told', (history) => refuted(history.told('T/1'), 'B was told')),
      completesAt(150, ['fallback', 'B']),
    ],
  },

  'the-policy-answers-at-the-limit-of-the-step': {
    workload: async (lab) => {
      await lab.coordinator();
      lab.policies.build('F', 'fallback', { value: 'F' });
      const primary = step([{ gate: 'a' }]);
      lab.submit('T', limited([{ do: { call: 'policy', policy: 'F', body: primary, wait: true } }, { gate: 'b' }]));
      await lab.advance(99);
      await lab.quiesce('at 99');
      await lab.advance(1);
      await lab.quiesce();
      await lab.advance(50);
      lab.open('b');
    },
    premise: (history) => ({
      'the primary stood at gate a at 99': history.before('at 99').standsAt('T', 'a'),
      'the policy had been called': history.before('at 99').call('policy.call', 'T')?.invoke,
    }),
    claims: [
      claim("the fallback's value is asked for once, at 100 ms", (history, context) => {
        const asked = history.all('policy.value');
        return firstOf(
          missing(asked[0], 'it was not asked for', history.last),
          asked.length > 1 ? seen(`it was asked for ${asked.length} times`, ...asked) : undefined,
          cameAt(asked[0], 100, context, 'the question', history),
        );
      }),
      completesAt(150, 'F'),
    ],
  },
};
