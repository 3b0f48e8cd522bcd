import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Finding, Outcome, Verdict } from '../harness/outcome.ts';
import type { Requirement } from '../harness/suite.ts';
import { chargesOf } from './charge.ts';
import { requirements } from './fixtures/requirements.ts';
import { broken, input, knowledge, line } from './fixtures/result.ts';
import { outcome, run, shape, withFaults, without } from './fixtures/run.ts';
import type { Knowledge } from './knowledge.ts';
import type { Result } from './result.ts';
import { triage } from './triage.ts';

test('what rests on a failed prerequisite is folded under it, and its outcome stays', () => {
  const result = run([
    outcome('CAN-01', 'fail'),
    outcome('CAN-04', 'fail'),
    outcome('CAN-16', 'fail'),
    outcome('RAC-08', 'fail'),
  ]);
  expect(shape(result)).toEqual({ 'CAN-01': ['CAN-04', 'CAN-16'], 'RAC-08': [] });
  expect(result.requirements.find(({ id }) => id === 'CAN-04')).toMatchObject({
    verdict: 'fail',
    blockedBy: ['CAN-01'],
  });
});

test('a prerequisite that is not offered, not proved or passed blocks nothing', () => {
  for (const verdict of ['skip', 'inconclusive', 'pass', 'error'] as const) {
    expect(shape(run([outcome('CAN-01', verdict), outcome('CAN-04', 'fail')]))).toEqual({ 'CAN-04': [] });
  }
});

const base = { ...requirements.find(({ id }) => id === 'CAN-01'), after: [], cases: [] } as unknown as Requirement;

test('prerequisites count through one that was not judged, and not through one that passed', () => {
  const chain = (id: string, after: readonly string[]) => ({ ...base, id, after, cases: [] });
  const known: Knowledge = {
    requirements: [chain('X-1', []), chain('X-2', ['X-1']), chain('X-3', ['X-2'])],
    fixes: {},
    faults: [],
    choices: {},
  };
  const middle = (verdict: Verdict): Result =>
    run(
      [
        { ...outcome('CAN-01', 'fail'), requirement: 'X-1', case: 'x/a' },
        { ...outcome('CAN-01', verdict), requirement: 'X-2', case: 'x/b' },
        { ...outcome('CAN-01', 'fail'), requirement: 'X-3', case: 'x/c' },
      ],
      { requirements: known.requirements },
    );
  expect(shape(middle('inconclusive'), known)).toEqual({ 'X-1': ['X-3'] });
  expect(shape(middle('fail'), known)).toEqual({ 'X-1': ['X-2', 'X-3'] });
  expect(shape(middle('pass'), known)).toEqual({ 'X-1': [], 'X-3': [] });
});

test('a ring of prerequisites ends at its first requirement', () => {
  const ring = [
    { ...base, id: 'X-1', after: ['X-2'], cases: [] },
    { ...base, id: 'X-2', after: ['X-1'], cases: [] },
  ];
  const result = run(
    ring.map(({ id }, index) => ({ ...outcome('CAN-01', 'fail'), requirement: id, case: `x/${index}` })),
    { requirements: ring },
  );
  expect(shape(result, { requirements: ring, fixes: {}, faults: [], choices: {} })).toEqual({ 'X-1': ['X-2'] });
});

test('what is missing holds the cases that wait for it, and weighs as much as they do', () => {
  const skip = { reason: 'blocked', because: 'capability/shutdown' } as const;
  const [issue, ...others] = triage(
    run([outcome('SHU-01', 'skip', { skip }), outcome('SHU-03', 'skip', { skip })], { absent: ['shutdown'] }),
    without,
  );
  expect(others).toEqual([]);
  expect(issue).toMatchObject({ id: 'capability/shutdown', kind: 'capability', tier: 'blocking', cases: [] });
  expect(issue?.blocked).toEqual(['shutdown/waits-for-running-bodies', 'shutdown/a-deaf-task-does-not-hold-it']);
  expect(triage(run([], { absent: ['shutdown'] }), without)[0]).toMatchObject({ tier: 'high' });
});

test('a capability without effect explains every failure that needs it', () => {
  const smoke = {
    offer: {},
    withoutEffect: { 'cancel.running': 'cancel answered true, and the body ran on' },
    observed: {},
    shutdown: {},
  };
  const result = run([outcome('CAN-01', 'fail'), outcome('CAN-04', 'fail'), outcome('REL-07', 'fail')], { smoke });
  expect(shape(result)).toEqual({ 'capability/cancel.running': ['CAN-01', 'CAN-04'], 'REL-07': [] });
});

test('deaths of the host are one issue a kind, and what rests on them is folded there', () => {
  const dead = (id: string, kind: string): Outcome =>
    outcome(id, 'fail', { finding: { rule: `host/${kind}`, expected: 'a', observed: 'b', witness: [] } });
  const result = run([
    dead('CAN-01', 'exit'),
    dead('RAC-08', 'exit'),
    dead('REL-07', 'blocked'),
    outcome('CAN-04', 'fail'),
    outcome('REL-24', 'fail'),
  ]);
  expect(shape(result)).toEqual({ 'host/exit': ['CAN-04'], 'host/blocked': ['REL-24'] });
  expect(triage(result, without).find(({ id }) => id === 'host/exit')?.cases).toHaveLength(3);
});

test('what a standing invariant finds goes to its owner, or stands under its own name', () => {
  const found = (owner?: string): Finding => ({
    rule: 'invariant/settles-once',
    expected: 'a',
    observed: 'b',
    witness: [],
    ...(owner ? { owner } : {}),
  });
  expect(shape(run([outcome('CAN-01', 'pass', { invariants: [found('RAC-15')] }), outcome('RAC-15', 'fail')]))).toEqual(
    { 'RAC-15': [] },
  );
  expect(shape(run([outcome('CAN-01', 'pass', { invariants: [found('RAC-99')] })]))).toEqual({
    'invariant/settles-once': [],
  });
  expect(shape(run([outcome('CAN-01', 'pass', { invariants: [found()] })]))).toEqual({ 'invariant/settles-once': [] });
});

test('a SHOULD is at most an improvement, and blocks nothing inside a MUST', () => {
  expect(triage(run([outcome('OBS-03', 'fail')]), without)[0]).toMatchObject({ tier: 'improvement', level: 'SHOULD' });
  const half = run([outcome('CAN-01', 'fail', { level: 'SHOULD' }), outcome('CAN-04', 'fail')]);
  expect(shape(half)).toEqual({ 'CAN-04': [], 'CAN-01': [] });
});

test('the shortest history of the case itself is shown, with its schedule in the command', () => {
  const lines = (count: number) => Array.from({ length: count }, (_none, index) => line(index + 1, 'invoke', 'cancel'));
  const result = run([
    outcome('CAN-04', 'fail', { history: lines(9) }),
    outcome('CAN-04', 'fail', { case: 'cancellation/a-paused-client-is-told', history: lines(4), schedule: '.s1+2c1' }),
  ]);
  expect(triage(result, without)[0]).toMatchObject({
    shown: { case: 'cancellation/a-paused-client-is-told' },
    reproduce: 'npx quiesce replay ./adapter.ts cancellation/a-paused-client-is-told:.s1+2c1',
  });
});

test('a fingerprint depends on rule, operation and function, not on the line or the message', () => {
  const at = (line: number, observed: string, name: string): string | undefined =>
    triage(
      run([
        outcome('CAN-01', 'fail', {
          finding: { rule: 'CAN-01', expected: 'a', observed, witness: [] },
          where: { file: 'a.ts', line, column: 1, function: name },
        }),
      ]),
      without,
    )[0]?.fingerprint;
  expect(at(1, 'x', 'cancel')).toBe(at(99, 'y', 'cancel'));
  expect(at(1, 'x', 'cancel')).not.toBe(at(1, 'x', 'run'));
});

test('a name cannot leave its word in the command', () => {
  const result = run([outcome('CAN-01', 'fail')], { settings: { ...input.settings, target: "./a'; rm -rf ~" } });
  expect(triage(result, without)[0]?.reproduce).toBe(
    "npx quiesce replay './a'\\''; rm -rf ~' cancellation/a-waiting-body-learns-of-it",
  );
});

test('every finding of any run is in exactly one issue', () => {
  const ids = requirements.map(({ id }) => id);
  const fault = fc.record({
    id: fc.string(),
    fault: fc.string(),
    own: fc.constantFrom(...ids),
    trips: fc.subarray(ids),
  });
  const found = fc.record({
    rule: fc.constantFrom('invariant/a', 'invariant/b'),
    owner: fc.constantFrom(...ids, 'Z-1'),
    expected: fc.string(),
    observed: fc.string(),
    witness: fc.constant([]),
  });
  const any = fc
    .tuple(
      fc.constantFrom(...ids),
      fc.constantFrom<Verdict>('pass', 'fail', 'skip', 'inconclusive', 'error'),
      fc.array(found, { maxLength: 2 }),
      fc.boolean(),
    )
    .map(([id, verdict, invariants, died]) =>
      outcome(id, verdict, {
        invariants,
        ...(died && verdict === 'fail'
          ? { finding: { rule: 'host/exit', expected: 'a', observed: 'b', witness: [] } }
          : {}),
      }),
    );
  const idle = fc.subarray(['cancel.running', 'events', 'limit']);
  fc.assert(
    fc.property(
      fc.array(any, { maxLength: 16 }),
      fc.array(fault, { maxLength: 12 }),
      idle,
      (outcomes, faults, names) => {
        const smoke = {
          offer: {},
          withoutEffect: Object.fromEntries(names.map((name) => [name, 'x'])),
          observed: {},
          shutdown: {},
        };
        const result = run(outcomes, { smoke });
        const issues = triage(result, withFaults(...faults));
        const rules = issues.flatMap(({ id, consequences }) => [id, ...consequences.map(({ rule }) => rule)]);
        expect(new Set(rules).size).toBe(rules.length);
        const charged = chargesOf(result);
        for (const { rule, case: id } of charged) {
          const holders = issues.filter(
            (issue) => issue.id === rule || issue.consequences.some((one) => one.rule === rule),
          );
          expect(holders).toHaveLength(1);
          expect(holders[0]?.cases).toContain(id);
        }
        expect(new Set(issues.flatMap(({ cases }) => cases))).toEqual(new Set(charged.map(({ case: id }) => id)));
      },
    ),
    { numRuns: 300, seed: 7 },
  );
});

test('the order is the tier, and triage repeats itself', () => {
  const issues = triage(broken, knowledge);
  expect(issues.map(({ tier }) => tier)).toEqual([
    'blocking',
    'blocking',
    'blocking',
    'blocking',
    'high',
    'high',
    'high',
    'improvement',
  ]);
  expect(triage(broken, knowledge)).toEqual(issues);
});
