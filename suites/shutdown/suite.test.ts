import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mutants } from '../mutants/index.ts';
import { serverMutants } from '../mutants/servers/index.ts';
import { suite } from './suite.ts';

const here = new URL('./', import.meta.url);
const sources = readdirSync(here)
  .filter((name) => name.endsWith('.ts') && !name.includes('.test.'))
  .map((name) => ({ name, text: readFileSync(new URL(name, here), 'utf8') }));
const { requirements } = suite.catalogue;
const ofProcess = ({ text, requirement }: (typeof suite.cases)[number]): boolean =>
  (text.modes ?? requirement.modes).join() === 'process';
const inProcess = suite.cases.filter((tested) => !ofProcess(tested));
const inAChild = suite.cases.filter(({ text }) => text.inChild);
const onServers = suite.cases.filter(
  (tested) => ofProcess(tested) && tested.untested === undefined && !inAChild.includes(tested),
);

test('the catalogue has the 30 requirements of shutdown', () => {
  expect(requirements.map(({ id }) => id)).toEqual(
    Array.from({ length: 30 }, (_, index) => `SHU-${String(index + 1).padStart(2, '0')}`),
  );
});

test('one case cannot be run yet, and two open the target in a process of its own', () => {
  const untested = suite.cases.filter((tested) => tested.untested !== undefined);
  expect(untested.map(({ text }) => text.name)).toEqual(['an-http2-peer-gets-goaway']);
  expect(inAChild.map(({ text }) => text.name)).toEqual(['the-process-ends-by-itself', 'the-default-action-is-back']);
  expect(new Set(inProcess.map(({ requirement }) => requirement.id)).size).toBe(22);
  expect(new Set([...inProcess, ...onServers].map(({ requirement }) => requirement.id)).size).toBe(30);
});

test('cases on servers do something, and have a premise and a claim', () => {
  expect(onServers.length).toBe(14);
  for (const { id, workload, premise, claims } of onServers) {
    expect({ id, workload: typeof workload, premise: typeof premise }).toEqual({
      id,
      workload: 'function',
      premise: 'function',
    });
    expect(claims.length).toBeGreaterThan(0);
  }
});

test('every case in this process is run for each shutdown mode, does something, and has a premise and a claim', () => {
  expect(inProcess.length).toBe(33);
  for (const { id, text, workload, premise, claims } of inProcess) {
    expect({ id, each: text.each, workload: typeof workload, premise: typeof premise }).toEqual({
      id,
      each: 'shutdown',
      workload: 'function',
      premise: 'function',
    });
    expect(claims.length).toBeGreaterThan(0);
    expect([text.premise, ...text.steps, ...text.expect].every((words) => words.length > 0)).toBe(true);
  }
});

test('every requirement that is tested in this process has a mutant', () => {
  const owners = new Set(mutants.map(({ own }) => own));
  const tested = new Set(inProcess.map(({ requirement }) => requirement.id));
  expect([...tested].filter((id) => !owners.has(id))).toEqual([]);
});

test('every requirement that is tested on servers has a faulty server', () => {
  const owners = new Set(serverMutants.map(({ own }) => own));
  const tested = new Set(onServers.map(({ requirement }) => requirement.id));
  expect([...tested].filter((id) => !owners.has(id))).toEqual([]);
});

const allowed =
  /^(?:lab\.(?:coordinator|reopen|read|quiesce|advance|pass|until)\(|lab\.server\.\w+\(|(?:untilTold|begun|held|answered)\(lab\b)/;

test('workloads await nothing but the lab', () => {
  const awaits = sources.flatMap(({ name, text }) =>
    [...text.matchAll(/\bawait\s+(.{0,60})/g)].map(([, what = '']) => ({ name, what })),
  );
  expect(awaits.length).toBeGreaterThan(100);
  expect(awaits.filter(({ what }) => !allowed.test(what))).toEqual([]);
});
