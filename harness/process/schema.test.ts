import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { operations } from '../adapter/wire.ts';
import { pythonTarget } from '../../targets/python/python-target.ts';
import { FarProcess } from './far-process.ts';

const file = fileURLToPath(new URL('../../docs/wire-protocol.schema.json', import.meta.url));
const schema = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>> & {
  readonly $defs: Readonly<Record<string, { readonly properties: Readonly<Record<string, unknown>> }>>;
};
const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true });
ajv.addSchema(schema, 'wire');
const compiled = (name: string) => ajv.compile({ $ref: `wire#${name}` });
const validMessage = compiled('');
const validAnswer = (method: string) => compiled(`/$defs/answers/properties/${method}`);

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly result?: unknown;
}

/** A conversation with the mended asyncio coordinator: what is sent, one after the other, and all that comes. */
const sent: readonly (readonly [method: string, params: object])[] = [
  ['open', { protocol: 1 }],
  ['subscribe', { ref: 'listener 1' }],
  ['diagnostics', { ref: 'sink 1' }],
  ['submit', { id: 'T', spec: { id: 'T', program: [{ emit: { type: 'step' } }, { gate: 'g' }] } }],
  ['submit', { id: 'U', spec: { id: 'U', program: [{ throw: 'broken' }] }, timeout: 5000 }],
  ['flush', {}],
  ['query', { id: 'T' }],
  ['connect', { task: 'U' }],
  ['handle.cancel', { task: 'T', reason: 'enough' }],
  ['flush', {}],
  ['cancel', { id: 'T' }],
  ['shutdown', { mode: 'shutdown', grace: 10, force: 10 }],
  ['no.such', {}],
];

/** Has it all said, each request once the last is answered. */
function conversation(): Promise<readonly Message[]> {
  return new Promise((resolve, reject) => {
    const heard: Message[] = [];
    let next = 0;
    const ask = (): void => {
      const [method, params] = sent[next] ?? [];
      if (method === undefined) {
        far.kill();
        resolve(heard);
      } else far.send(JSON.stringify({ jsonrpc: '2.0', id: ++next, method, params }));
    };
    const onLine = (line: string): void => {
      const message = JSON.parse(line) as Message;
      heard.push(message);
      if (message.method === 'event') far.send(JSON.stringify({ jsonrpc: '2.0', id: message.id, result: null }));
      else if (message.method === undefined) ask();
    };
    const far = new FarProcess(pythonTarget('mended'), { onLine, onFault: reject });
    ask();
  });
}

test('everything that the Python client says fits the schema, and says what it was asked for', async () => {
  const heard = await conversation();
  for (const message of heard)
    expect([message, validMessage(message), validMessage.errors]).toEqual([message, true, null]);
  for (const { id, method, result } of heard) {
    if (method !== undefined || id === undefined || result === undefined) continue;
    const valid = validAnswer(sent[id - 1]?.[0] ?? '');
    expect([result, valid(result), valid.errors]).toEqual([result, true, null]);
  }
  const methods = new Set(heard.flatMap(({ method }) => method ?? []));
  expect([...methods].sort()).toEqual(['diagnostic', 'event', 'journal', 'settled']);
  expect(heard.at(-1)).toMatchObject({ id: sent.length, error: { code: -32601 } });
});

test('what the kit says fits too, and other things do not', () => {
  for (const [method, params] of sent.slice(0, -1)) {
    const message = { jsonrpc: '2.0', id: 1, method, params };
    expect([message, validMessage(message)]).toEqual([message, true]);
  }
  expect(validMessage({ jsonrpc: '2.0', method: 'gate', params: { names: ['g'] } })).toBe(true);
  expect(validMessage({ jsonrpc: '2.0', id: 1, method: 'no.such', params: {} })).toBe(false);
  expect(validMessage({ jsonrpc: '2.0', id: 1 })).toBe(false);
  expect(validMessage({ jsonrpc: '2.0', method: 'settled', params: { task: 'T' } })).toBe(false);
});

test('the schema knows the operations of the table', () => {
  const known = Object.keys(schema.$defs['answers']?.properties ?? {}).filter((name) => name !== 'flush');
  expect(known.sort()).toEqual(Object.keys(operations).sort());
});
