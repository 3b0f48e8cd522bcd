import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

type Line = readonly [task: string, mark: string, detail?: unknown];
interface Run {
  readonly name: string;
  readonly journal: readonly Line[];
  readonly result: Readonly<Record<string, unknown>>;
}

const file = fileURLToPath(new URL('../../harness/program/vectors.json', import.meta.url));
const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { readonly vectors: readonly Run[] };
const runner = fileURLToPath(new URL('fixtures/run_vectors.py', import.meta.url));
const runs = JSON.parse(execFileSync('python3', [runner, file], { encoding: 'utf8' })) as readonly Run[];

/** What of a value counts: of an object the members that the vector names; `*` stands for any text. */
function counted(value: unknown, wanted: unknown): unknown {
  if (wanted === '*' && typeof value === 'string') return '*';
  if (Array.isArray(value) && Array.isArray(wanted)) return value.map((item, index) => counted(item, wanted[index]));
  if (!isObject(value) || !isObject(wanted)) return value;
  return Object.fromEntries(Object.entries(wanted).map(([name, member]) => [name, counted(value[name], member)]));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Only the lines of one task have an order that another language can keep. */
const byTask = (journal: readonly Line[]): Readonly<Record<string, readonly Line[]>> =>
  Object.fromEntries(
    journal.map(([task]) => [task, journal.filter(([other]) => other === task)] satisfies [string, readonly Line[]]),
  );

test.each(vectors.map((vector, index) => [vector.name, vector, runs[index]] as const))('%s', (name, vector, run) => {
  expect(run?.name).toBe(name);
  const journal = byTask(run?.journal ?? []);
  const wanted = byTask(vector.journal);
  expect(counted(journal, wanted)).toEqual(wanted);
  expect(Object.keys(journal).sort()).toEqual(Object.keys(wanted).sort());
  expect(counted(run?.result, vector.result)).toEqual(vector.result);
  expect(Object.keys(run?.result ?? {}).sort()).toEqual(Object.keys(vector.result).sort());
});
