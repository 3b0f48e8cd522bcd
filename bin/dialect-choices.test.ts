import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { checkChoices, dialectChoices } from './dialect-choices.ts';

const folder = mkdtempSync(join(tmpdir(), 'quiesce-dialect-'));
const adapter = join(folder, 'adapter.ts');

afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const refused = (code: string, hint: unknown) => expect.objectContaining({ kind: 'usage', code, hint });

test('the file beside the adapter is read, and what is given by hand beats it', () => {
  file('adapter.dialect.json', '{ "cancel.return": "void", "cancel.second": "error" }');
  expect(dialectChoices(adapter, [])).toEqual({ 'cancel.return': 'void', 'cancel.second': 'error' });
  expect(dialectChoices(adapter, ['cancel.return=accepted'])).toMatchObject({ 'cancel.return': 'accepted' });
  expect(dialectChoices(join(folder, 'other.ts'), [])).toEqual({});
});

test('a value may carry parameters, and a file may be given by its path', () => {
  expect(dialectChoices(undefined, ['client.buffer=16'])).toEqual({ 'client.buffer': 16 });
  expect(dialectChoices(undefined, ['rate.window={"value":"fixed","per":1000}'])).toEqual({
    'rate.window': { value: 'fixed', per: 1000 },
  });
  expect(dialectChoices(undefined, [file('mine.json', '{ "fairness": "barging" }')])).toEqual({ fairness: 'barging' });
});

test('an option of one shutdown mode is held against the plain one', () => {
  expect(dialectChoices(undefined, ['shutdown.now.queued=return'])).toEqual({ 'shutdown.now.queued': 'return' });
  expect(() => dialectChoices(undefined, ['shutdown.now.queued=retrun'])).toThrow(
    refused('DIALECT_VALUE_UNKNOWN', 'Was "return" meant?'),
  );
});

test('an option of one signal is held against the plain one', () => {
  expect(dialectChoices(undefined, ['signal.map.INT=fast'])).toEqual({ 'signal.map.INT': 'fast' });
  expect(() => dialectChoices(undefined, ['signal.map.HUP=fast'])).toThrow('found "signal.map.HUP"');
});

test("an adapter's own dialect is held against the same options, and is its own error", () => {
  expect(() => checkChoices({ 'cancel.retrun': 'void' }, 'the dialect of limiter', 'adapter')).toThrow(
    expect.objectContaining({
      kind: 'adapter',
      message: 'Expected a dialect option in the dialect of limiter, found "cancel.retrun".',
    }),
  );
  expect(() => checkChoices({ 'cancel.return': 'void', 'cancel.running': 'none' }, 'it', 'adapter')).not.toThrow();
});

test('a capability may be declared to be none, and to be nothing else', () => {
  expect(dialectChoices(undefined, ['cancel.byId=none'])).toEqual({ 'cancel.byId': 'none' });
  expect(() => dialectChoices(undefined, ['cancel.byId=yes'])).toThrow(
    expect.objectContaining({ code: 'DIALECT_OPTION_UNKNOWN' }),
  );
});

test('a misspelt option, a misspelt value and an unreadable file are told apart', () => {
  expect(() => dialectChoices(undefined, ['cancel.retrun=void'])).toThrow(
    refused('DIALECT_OPTION_UNKNOWN', 'Was "cancel.return" meant?'),
  );
  expect(() => dialectChoices(undefined, ['cancel.return=viod'])).toThrow(
    refused('DIALECT_VALUE_UNKNOWN', 'Was "void" meant?'),
  );
  expect(() => dialectChoices(undefined, ['nowhere.json'])).toThrow('there is no such file');
  expect(() => dialectChoices(undefined, [file('torn.json', '{ "cancel')])).toThrow('it is no JSON');
  expect(() => dialectChoices(undefined, [file('list.json', '[]')])).toThrow('it holds no object');
});
