import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Lent } from '../adapter/lent.ts';
import type { Program, StepName } from '../adapter/program.ts';
import type { Json } from '../adapter/wish.ts';
import { Gates } from '../lab/gates.ts';
import { runProgram } from './interpreter.ts';
import type { ProgramKit } from './kit.ts';
import { modelLent, modelVariants } from './fixtures/model-lent.ts';
import { plain } from './plain.ts';
import { validateProgram } from './validate.ts';

type Line = readonly [task: string, mark: string, detail?: Json];
type Action = Readonly<Record<string, Json>>;
interface Vector {
  readonly name: string;
  readonly program: Program;
  readonly lent?: readonly string[];
  readonly signal?: false;
  readonly token?: true;
  readonly script?: readonly Action[];
  readonly journal: readonly Line[];
  readonly result: Readonly<Record<string, Json>>;
}

const { vectors } = JSON.parse(readFileSync(new URL('vectors.json', import.meta.url), 'utf8')) as {
  readonly vectors: readonly Vector[];
};

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }));
afterEach(() => void vi.useRealTimers());

const rest = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** One run of a vector: what happens from outside, and what came of it. */
class Trial {
  readonly lines: Line[] = [];
  result: Record<string, unknown> = { pending: true };
  readonly #vector: Vector;
  readonly #controller = new AbortController();
  readonly #gates = new Gates();
  readonly #awaited = new Map<string, { resolve(value: unknown): void; reject(error: unknown): void }>();
  readonly #cancels = new Map<string, (...reason: unknown[]) => unknown>();
  #tokenCancelled = false;

  constructor(vector: Vector) {
    this.#vector = vector;
  }

  async run(): Promise<void> {
    const script = this.#vector.script ?? [];
    if (!script.some((action) => 'start' in action)) this.#start();
    for (const action of script) {
      await rest();
      await this.#act(action);
    }
    await rest();
  }

  #start(): void {
    const cleanups: (() => Promise<void>)[] = [];
    try {
      const run = runProgram('T', this.#vector.program, this.#kit(), this.#signal(), {
        lent: this.#lent(cleanups),
        token: this.#vector.token && this.#token(),
      });
      void this.#outcome(run, cleanups);
    } catch (error) {
      this.result = { ...said(error), sync: true };
    }
  }

  async #outcome(run: Promise<Json>, cleanups: (() => Promise<void>)[]): Promise<void> {
    try {
      const value = await cleaned(run, cleanups);
      this.result = { value: plain(value) };
    } catch (error) {
      this.result = said(error);
    }
  }

  async #act(action: Action): Promise<void> {
    const [name = '', argument] = Object.entries(action)[0] ?? [];
    const text = typeof argument === 'string' ? argument : '';
    const { reason } = (name === 'cancel' ? action : (argument ?? {})) as { reason?: Json };
    const reasons = reason === undefined ? [] : [reason];
    const acts: Readonly<Record<string, () => unknown>> = {
      start: () => this.#start(),
      open: () => this.#gates.open(text),
      abort: () => this.#controller.abort(...reasons),
      again: () => this.#controller.signal.dispatchEvent(new Event('abort')),
      advance: () => vi.advanceTimersByTimeAsync(Number(argument)),
      cancel: () => this.#cancels.get(text)?.(...reasons),
      cancelToken: () => (this.#tokenCancelled = true),
      resolve: () => this.#answer(text)?.resolve(answers[text]),
      reject: () => this.#answer(text)?.reject(new Error(`${text} failed`)),
    };
    const act = acts[name];
    if (!act) throw new Error(`an unknown action "${name}"`);
    await act();
  }

  #answer(name: string) {
    const awaited = this.#awaited.get(name);
    if (!awaited) throw new Error(`nobody waits for "${name}"`);
    return awaited;
  }

  #signal(): AbortSignal | undefined {
    return this.#vector.signal === false ? undefined : this.#controller.signal;
  }

  #token() {
    const cancelled = (): boolean => this.#tokenCancelled;
    return {
      get cancelled() {
        return cancelled();
      },
      cancel: () => (this.#tokenCancelled = true),
      check: () => {
        if (cancelled()) throw new Error('token cancelled');
      },
    };
  }

  #lent(cleanups: (() => Promise<void>)[]): Lent {
    const world = {
      signal: this.#signal(),
      now: () => Date.now(),
      released: (name: string) => void this.lines.push(['T', 'note', `released ${name}`]),
    };
    const members: Readonly<Record<string, unknown>> = { ...modelLent(world, cleanups) };
    const lent: Record<string, unknown> = {};
    for (const name of this.#vector.lent ?? []) {
      Object.assign(lent, modelVariants(world)[name] ?? { [name]: members[name] });
    }
    return lent;
  }

  #kit(): ProgramKit {
    const awaited = (name: string): Promise<unknown> =>
      new Promise((resolve, reject) => void this.#awaited.set(name, { resolve, reject }));
    return {
      note: (task, mark, detail) =>
        void this.lines.push(detail === undefined ? [task, mark] : [task, mark, plain(detail)]),
      gate: (name, opened) => this.#gates.wait(name, opened),
      join: awaited,
      call: awaited,
      act: (what) => {
        this.lines.push(['T', 'asked', what]);
        return awaited(what.call);
      },
      stop: (what) => void this.lines.push(['T', 'stopped', what]),
      scope: (name, cancel) => void this.#cancels.set(name, cancel),
    };
  }
}

async function cleaned(run: Promise<Json>, cleanups: readonly (() => Promise<void>)[]): Promise<Json> {
  try {
    return await run;
  } finally {
    for (const cleanup of cleanups) await cleanup();
  }
}

const answers: Readonly<Record<string, Json>> = { J: "J's value", ping: 'ping answered', cancelAll: 'yes' };

function said(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return error === undefined ? { raised: null, undefined: true } : { raised: error };
  return { error: error.message, ...(error.cause instanceof Error ? { cause: error.cause.message } : {}) };
}

/** What of a value counts: of an object the members that the vector names; `*` stands for any text. */
function counted(value: unknown, wanted: unknown): unknown {
  if (wanted === '*' && typeof value === 'string') return '*';
  if (Array.isArray(value) && Array.isArray(wanted)) return value.map((item, index) => counted(item, wanted[index]));
  if (!isObject(value) || !isObject(wanted)) return value;
  return Object.fromEntries(Object.entries(wanted).map(([name, member]) => [name, counted(value[name], member)]));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

test.each(vectors.map((vector) => [vector.name, vector] as const))('%s', async (_name, vector) => {
  expect(validateProgram(vector.program)).toBeUndefined();
  const trial = new Trial(vector);
  await trial.run();
  expect(counted(trial.lines, vector.journal)).toEqual(vector.journal);
  expect(Object.keys(trial.result).sort()).toEqual(Object.keys(vector.result).sort());
  expect(counted(trial.result, vector.result)).toEqual(vector.result);
});

test('there is a vector for every step, and their names are unique', () => {
  const known = new Set<StepName>();
  const walk = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return;
    for (const [key, inner] of Object.entries(value)) {
      known.add(key as StepName);
      walk(inner);
    }
  };
  walk(vectors.map((vector) => vector.program));
  const steps = 'note sleep gate check return throw try deaf later call join stop do emit shield within move remaining';
  const more = 'scope all settle race any group supervise spawn map hold acquire use defer transaction read write';
  expect([...`${steps} ${more}`.split(' ')].filter((step) => !known.has(step as StepName))).toEqual([]);
  expect(new Set(vectors.map((vector) => vector.name)).size).toBe(vectors.length);
});
