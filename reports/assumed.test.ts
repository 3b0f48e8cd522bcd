import { expect, test } from 'vitest';
import type { CaseText } from '../harness/suite.ts';
import { requirements } from './fixtures/requirements.ts';
import { outcome, run, without } from './fixtures/run.ts';
import type { Knowledge } from './knowledge.ts';
import type { DialectEntry } from './result.ts';
import { triage } from './triage.ts';

const scoped = { 'cancelAll.scope': ['all'] };

/** The requirement `CAN-01`, with one case for each of these conditions. */
function known(...whens: readonly CaseText['when'][]): Knowledge {
  const [first] = requirements;
  const cases = whens.map((when, index) => ({ ...first?.cases[0], name: `case-${index}`, ...(when ? { when } : {}) }));
  return {
    ...without,
    requirements: requirements.map((one) => (one.id === 'CAN-01' ? { ...one, cases: cases as CaseText[] } : one)),
    choices: {
      'cancelAll.scope': { standard: 'all', all: ['all', 'running', 'queued'] },
      'terminal.when': { standard: 'after-cleanup', all: ['after-cleanup'] },
    },
  };
}

function assumed(knowledge: Knowledge, dialect: readonly DialectEntry[] = []) {
  const own = knowledge.requirements.find(({ id }) => id === 'CAN-01')?.cases ?? [];
  const outcomes = own.map(({ name }) => ({ ...outcome('CAN-01', 'fail'), case: `cancellation/${name}@drain` }));
  return triage(run(outcomes, { dialect }), knowledge)[0]?.assumed;
}

test('a default that all cases of an issue rest on is named, with what else may be declared', () => {
  expect(assumed(known(scoped, scoped))).toEqual([
    { option: 'cancelAll.scope', choice: 'all', instead: ['running', 'queued'] },
  ]);
});

test('it excuses nothing where one case does not rest on it, or nothing else is legitimate', () => {
  expect(assumed(known(scoped, undefined))).toEqual([]);
  expect(assumed(known({ 'terminal.when': ['after-cleanup'] }))).toEqual([]);
  expect(assumed(known({ 'cancelAll.scope': ['all', 'running', 'queued'] }))).toEqual([]);
});

test('so is one that the broken claim says it is measured by', () => {
  const knowledge = known(undefined);
  const measured = (expected: string) => {
    const failed = outcome('CAN-01', 'fail');
    const finding = { ...failed.finding, rule: 'CAN-01', expected, observed: 'it does not', witness: [2] };
    return triage(run([{ ...failed, case: 'cancellation/case-0', finding }]), knowledge)[0]?.assumed;
  };
  expect(measured('all of them end (cancelAll.scope=all)')).toEqual([
    { option: 'cancelAll.scope', choice: 'all', instead: ['running', 'queued'] },
  ]);
  expect(measured('all of them end (no.option=all)')).toEqual([]);
});

test('what somebody chose, or was seen, is not taken for granted; also of one shutdown mode', () => {
  for (const origin of ['adapter', 'observed'] as const)
    expect(assumed(known(scoped), [{ option: 'cancelAll.scope', choice: 'all', origin }])).toEqual([]);
  expect(assumed(known(scoped), [{ option: 'cancelAll.drain.scope', choice: 'all', origin: 'file' }])).toEqual([]);
});

test('a case of the same name in another suite has conditions of its own', () => {
  const knowledge = known(scoped);
  const requirements = knowledge.requirements.map((one) =>
    one.id === 'RAC-17' ? { ...one, cases: one.cases.map((text) => ({ ...text, name: 'case-0' })) } : one,
  );
  expect(assumed({ ...knowledge, requirements })).toEqual([
    { option: 'cancelAll.scope', choice: 'all', instead: ['running', 'queued'] },
  ]);
});
