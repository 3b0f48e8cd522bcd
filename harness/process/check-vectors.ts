import { readFileSync } from 'node:fs';
import type { Program } from '../adapter/program.ts';
import type { CheckBench, Line } from './check-bench.ts';

interface Vector {
  readonly name: string;
  readonly program: Program;
  readonly lent?: readonly string[];
  readonly needs?: readonly string[];
  readonly signal?: false;
  readonly token?: true;
  readonly script?: readonly Readonly<Record<string, unknown>>[];
  readonly journal: readonly Line[];
  readonly result: Readonly<Record<string, unknown>>;
}

/** A vector that came out in another way than it should. */
export interface Differing {
  readonly name: string;
  readonly expected: string;
  readonly found: string;
}

/**
 * The vectors that need neither a library nor a clock nor a hand on the body's signal: they can be tried on a
 * coordinator as it is, whatever it does around the body. `lends`: the primitives that it lends.
 */
export function plainVectors(lends: readonly string[] = []): readonly Vector[] {
  const file = new URL('../program/vectors.json', import.meta.url);
  const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { readonly vectors: readonly Vector[] };
  return vectors.filter(
    (vector) =>
      isPlain(vector) &&
      // What is expected to be missing, and is lent.
      !vector.journal.some(([, mark, detail]) => mark === 'unsupported' && lends.some((name) => name === detail)),
  );
}

const isPlain = ({ lent = [], needs = [], token, script = [], journal, program }: Vector): boolean =>
  lent.length === 0 &&
  needs.length === 0 &&
  token === undefined &&
  script.every((action) => 'open' in action) &&
  journal.every(([, mark]) => !['asked', 'stopped'].includes(mark)) &&
  !/"(?:join|call|stop|do|sleep)":/.test(JSON.stringify(program));

/** Runs one vector through the wire; nothing: it came out as it should. */
export async function tryVector(bench: CheckBench, vector: Vector, index: number): Promise<Differing | undefined> {
  // Gates stay open, so that each vector needs its own.
  const own = (gate: string): string => `v${index}/${gate}`;
  const task = await bench.run(`vector-${index}`, renamed(vector.program, own) as Program);
  for (const { open } of vector.script ?? []) {
    bench.open(own(String(open)));
    await bench.rest();
  }
  // A result crosses behind the rest that it came to.
  await bench.rest();
  const found = {
    journal: counted(task.lines, vector.journal),
    result: counted(task.result ?? pending, vector.result),
  };
  bench.open(...gatesOf(vector.program).map(own));
  const expected = { journal: vector.journal, result: vector.result };
  if (JSON.stringify(found) === JSON.stringify(expected)) return undefined;
  return { name: vector.name, expected: JSON.stringify(expected), found: JSON.stringify(found) };
}

const pending = { pending: true };

function renamed(value: unknown, own: (gate: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, own));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === 'gate' && typeof inner === 'string' ? own(inner) : renamed(inner, own),
    ]),
  );
}

const gatesOf = (program: Program): readonly string[] =>
  [...JSON.stringify(program).matchAll(/"gate":"([^"]*)"/g)].map(([, gate]) => gate ?? '');

/** What of a value counts: of an object the members that the vector names. */
function counted(value: unknown, wanted: unknown): unknown {
  if (wanted === '*' && typeof value === 'string') return '*';
  if (Array.isArray(value) && Array.isArray(wanted)) return value.map((item, at) => counted(item, wanted[at]));
  if (!isObject(value) || !isObject(wanted)) return value;
  return Object.fromEntries(Object.keys(wanted).map((name) => [name, counted(member(value, name), wanted[name])]));
}

/** The cause of an error crosses with what is said of it. */
const member = (value: Readonly<Record<string, unknown>>, name: string): unknown => {
  const { said } = value as { said?: { cause?: { message?: unknown } } };
  return name === 'cause' && said ? (said.cause?.message ?? said.cause) : value[name];
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
