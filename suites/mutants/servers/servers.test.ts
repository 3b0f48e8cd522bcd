import { expect, test } from 'vitest';
import type { Target } from '../../../harness/adapter/target.ts';
import type { Outcome } from '../../../harness/outcome.ts';
import { reached } from '../../../harness/process/wire-target.ts';
import { runCase } from '../../../harness/run-case.ts';
import type { Case } from '../../../harness/suite.ts';
import type { ProcessTarget } from '../../../harness/index.ts';
import { serverHttp } from '../../shutdown/server-http.ts';
import { serverSignals } from '../../shutdown/server-signals.ts';
import { serverStreams } from '../../shutdown/server-streams.ts';
import { suite } from '../../shutdown/suite.ts';
import { serverReference } from '../../reference/server/target.ts';
import { targetNamed } from '../../reference/server/targets.ts';
import { serverMutants } from './index.ts';

const names = Object.keys({ ...serverSignals, ...serverHttp, ...serverStreams });
const cases = suite.cases.filter(({ text }) => names.includes(text.name));
const door = { listen: () => () => undefined, progress: () => undefined };
const offer = { process: 'given', http: 'given', submit: 'given' };

async function run(tested: Case, target: ProcessTarget): Promise<Outcome> {
  const request = { case: tested.id, mode: 'process', offer, observed: {}, shutdown: {}, budget: 60_000 } as const;
  const settings = { dialect: {}, depth: 'quick' } as const;
  const { outcome } = await runCase(tested, (await reached(target)) as Target, request, settings, door);
  return outcome;
}

const said = ({ verdict, finding, because, error, invariants }: Outcome): unknown =>
  verdict === 'pass' && !invariants ? verdict : [verdict, finding?.observed ?? because ?? error?.message, invariants];

test('the reference server passes every case, but the one for servers whose second signal does not force', async () => {
  const outcomes = await Promise.all(cases.map((tested) => run(tested, serverReference())));
  const others = outcomes.filter(({ skip }) => skip === undefined);
  expect(others.map(said)).toEqual(others.map(() => 'pass'));
  expect(outcomes.filter(({ skip }) => skip).map((one) => one.case)).toEqual(['shutdown/the-bound-does-not-move']);
});

test.each([
  ['signal.map.INT', 'fast', 'int-finishes-the-cleanups'],
  ['signal.second.TERM', 'ignore', 'the-second-signal-does-what-is-declared'],
  ['signal.second.TERM', 'ignore', 'the-bound-does-not-move'],
])('so it does where %s is %s: %s', async (option, value, name) => {
  const tested = cases.find(({ text }) => text.name === name);
  const outcome = tested && (await run(tested, serverReference('', { [option]: value })));
  expect(outcome && said(outcome)).toBe('pass');
});

test.each(serverMutants.map((mutant) => [mutant.id, mutant] as const))(
  '%s fails its requirement',
  async (id, mutant) => {
    const own = cases.filter(({ requirement }) => requirement.id === mutant.own);
    const outcomes = await Promise.all(own.map((tested) => run(tested, targetNamed(id))));
    expect(outcomes.map(({ verdict }) => verdict)).toContain('fail');
  },
);

test('each of their requirements is that of a case, and their names are unique', () => {
  const known = cases.map(({ requirement }) => requirement.id);
  expect(serverMutants.filter(({ own }) => !known.includes(own))).toEqual([]);
  expect(new Set(serverMutants.map(({ id }) => id)).size).toBe(serverMutants.length);
  expect(() => targetNamed('SHU-99/nothing')).toThrow(expect.objectContaining({ code: 'SERVER_UNKNOWN' }));
});
