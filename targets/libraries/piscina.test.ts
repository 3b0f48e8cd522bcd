import { expect, test } from 'vitest';
import { survey } from '../../scripts/survey.ts';
import { builtInTargets } from '../index.ts';

const cases = ['CAN-28', 'CAN-11', 'CAN-12', 'waits-for-running-bodies@close', 'refused-until-the-end@close'];

test('killed bodies are gone before their slot is given on; and its close cuts off what still runs', async () => {
  const address = builtInTargets['piscina']?.address ?? '';
  const [one] = await survey([['piscina', address]], { suites: ['cancellation', 'shutdown'], cases, depth: 'quick' });
  expect(one?.refused).toBeUndefined();
  const judged = one?.outcomes.filter(({ verdict }) => verdict !== 'skip') ?? [];
  expect(judged.map(({ case: id, verdict, error }) => [id, verdict, error?.message])).toEqual([
    ['cancellation/its-turn-comes-and-it-does-not-run', 'pass', undefined],
    ['cancellation/while-the-slot-is-taken', 'pass', undefined],
    ['cancellation/the-slot-is-free-after-death', 'pass', undefined],
    ['cancellation/one-outcome-at-every-moment', 'pass', undefined],
    ['shutdown/waits-for-running-bodies@close', 'fail', undefined],
    ['shutdown/refused-until-the-end@close', 'pass', undefined],
  ]);
  // Of two running tasks the second is terminated once the first has ended: so it is without the kit, in 5.3.2.
  const found = judged.find(({ verdict }) => verdict === 'fail');
  expect(found?.finding?.observed).toMatch(/^it was fulfilled with undefined at \d+ ms$/);
  const cut = found?.history?.find(({ what, task, text }) => what === 'result' && task === 'T2' && text !== undefined);
  expect(cut?.text).toContain('Terminating worker thread');
}, 120_000);
