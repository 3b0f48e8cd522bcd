import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Target } from '../adapter/target.ts';
import { runCase } from '../run-case.ts';
import { defineSuite } from '../suite.ts';
import { claim, seen } from '../checkers/claim.ts';
import { reached } from './wire-target.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const client = { PYTHONPATH: path('../../clients/python') };

const told = {
  name: 'told',
  needs: [],
  premise: '',
  steps: [],
  expect: [],
};
const suite = defineSuite(
  {
    suite: 'wire',
    prefix: 'WIR',
    title: 'Across the wire',
    requirements: [
      {
        ...{ id: 'WIR-01', title: 'A cancel arrives', level: 'MUST', severity: 'high', text: '', why: '' },
        ...{ needs: [], views: [], modes: ['real'], after: [], dialect: [], sources: [], cases: [told] },
      },
    ],
  },
  {
    told: {
      workload: async (lab) => {
        await lab.coordinator();
        lab.submit('T', [{ try: { body: [{ gate: 'g' }], finally: [{ gate: 'f' }] } }]);
        await lab.quiesce();
        lab.cancel('T');
        await lab.quiesce('cancelled');
        lab.open('f');
      },
      premise: (history) => ({
        'T had begun': history.started('T'),
        'T was cancelled': history.call('cancel', 'T')?.invoke,
      }),
      claims: [
        claim('T is told before the next rest, and ends by it', (history) =>
          history.before('cancelled').told('T') && history.ended('T')?.value === 'cancelled'
            ? undefined
            : seen('it was not', history.mark('cancelled')),
        ),
        claim('the result of T is a cancellation, and comes behind the end of T', (history) =>
          history.ending('T') === 'cancelled' && (history.result('T')?.seq ?? 0) > (history.ended('T')?.seq ?? 0)
            ? undefined
            : seen('it is not', history.result('T')),
        ),
      ],
    },
  },
);

async function outcomeOn(how: string) {
  const command = ['python3', path('fixtures/fatal.py'), how] as const;
  const target = (await reached({ name: '', command: [...command], env: client })) as Target;
  expect(target).toMatchObject({ name: 'fatal', pace: 1, dialect: { 'cancel.delivery': 'exception' } });
  const [tested] = suite.cases;
  if (!tested) throw new Error('there is a case');
  const request = { case: tested.id, mode: 'real', offer: {}, observed: {}, shutdown: {}, budget: 20_000 } as const;
  const door = { listen: () => () => undefined, progress: () => undefined };
  const { outcome } = await runCase(tested, target, request, { dialect: {}, depth: 'quick' }, door);
  return outcome;
}

test('a case runs on a coordinator in another process, and its journal comes in order with its result', async () => {
  const outcome = await outcomeOn('lives');
  expect([outcome.verdict, outcome.finding, outcome.error, outcome.invariants]).toEqual([
    'pass',
    undefined,
    undefined,
    undefined,
  ]);
});

test('an end in the middle of a case is the coordinator’s own doing', async () => {
  const outcome = await outcomeOn('exits');
  expect(outcome).toMatchObject({ verdict: 'fail', finding: { rule: 'host/exit' } });
  expect(outcome.finding?.observed).toMatch(/it ended with code 5/);
});

test('so is an event loop that is blocked', async () => {
  const outcome = await outcomeOn('blocks');
  expect(outcome).toMatchObject({ verdict: 'fail', finding: { rule: 'host/blocked' } });
  expect(outcome.finding?.observed).toMatch(/`flush` was sent, and no answer came within 5000 ms/);
});
