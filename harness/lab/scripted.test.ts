import { expect, test } from 'vitest';
import type { Bench } from './bench.ts';
import { literal, scripted } from './scripted.ts';

test('data is written as it reads, and what only the case has is refused', () => {
  const data = { 'a-b': [1, -0, undefined, null, 'x"y'], ok: true, in: { gate: 'g' } };
  expect(literal(data)).toBe('{ "a-b": [1, -0, undefined, null, "x\\"y"], ok: true, in: { gate: "g" } }');
  expect(literal(new TypeError('no'))).toBe('Object.assign(new Error("no"), { name: "TypeError" })');
  expect(() => literal([() => 1])).toThrow('a function');
  expect(() => literal({ at: new Date(0) })).toThrow('an object of its own');
  expect(() => literal(Symbol('s'))).toThrow('a symbol');
});

test('calls are written in their order, with the awaits of a promise and the hops of a race, and go through', async () => {
  class Fake {
    #calls = 0;
    readonly recorder = { hop: 0 };
    readonly tokens = { make: (_name: string) => undefined };
    get calls(): number {
      return this.#calls;
    }
    submit(_task: string, _program: unknown): void {
      this.#calls += 1;
    }
    accepted(): boolean {
      return true;
    }
    async until(_what: string, holds: () => boolean): Promise<boolean> {
      return holds();
    }
  }
  const lines: string[] = [];
  const fake = new Fake();
  const lab = scripted(fake as unknown as Bench, lines);
  lab.submit('T', [{ gate: 'g' }]);
  lab.accepted('T');
  lab.tokens.make('K');
  lab.recorder.hop += 1;
  await lab.until('it is so', () => true);
  expect(fake.calls).toBe(1);
  expect(fake.recorder.hop).toBe(1);
  expect(lines).toEqual([
    'lab.submit("T", [{ gate: "g" }]);',
    'lab.tokens.make("K");',
    'await null;',
    'lab.recorder.hop += 1;',
    'await lab.until("it is so", () => true);',
  ]);
});
