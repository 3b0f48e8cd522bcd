import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Door } from '../out.ts';
import { spec } from './spec.ts';

async function printed(what?: string): Promise<string> {
  let text = '';
  const door: Door = {
    out: { print: (more) => void (text += more), note: () => undefined, columns: 80, color: true, live: true },
    signal: new AbortController().signal,
  };
  expect(await spec(what === undefined ? {} : { what }, door)).toBe(0);
  return text;
}

const committed = (name: string): string =>
  readFileSync(new URL(`../../docs/reference/${name}.md`, import.meta.url), 'utf8');

test('pages are printed as they are published', async () => {
  expect(await printed('capabilities')).toBe(committed('capabilities'));
  expect(await printed()).toBe(await printed('index'));
});

test('a requirement and a dialect option are printed alone, in either case', async () => {
  const text = await printed('can-04');
  expect(text).toMatch(/^<a id="can-04"><\/a>\n\n## CAN-04 /);
  expect(await printed('cancellation')).toContain(text);
  expect(text).not.toContain('## CAN-05');
  expect(await printed('cancelAll.scope')).toMatch(/\n## cancelAll\.scope\n[^]*\| `queued` \|/);
});

test('an unknown name says what may be meant', async () => {
  await expect(printed('cancelation')).rejects.toThrow(
    expect.objectContaining({ kind: 'usage', code: 'SPEC_UNKNOWN', hint: 'Was "cancellation" meant?' }),
  );
});
