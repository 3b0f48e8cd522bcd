import { expect, test } from 'vitest';
import type { Door } from '../out.ts';
import { pages } from '../spec/pages.ts';
import { loadReference } from '../spec/reference.ts';
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

test('pages are printed as they are published', async () => {
  const published = pages(await loadReference());
  expect(await printed('capabilities')).toBe(published.get('capabilities.md'));
  expect(await printed()).toBe(published.get('index.md'));
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
