import { expect, test } from 'vitest';
import { generate, stale } from './documents.ts';

test('the committed documents are what their generators give', async () => {
  expect(stale(await generate())).toEqual([]);
  // Some of them show what whole runs of the built-in targets say.
}, 300_000);

test('a document that is missing, changed, cut short or too long is stale', () => {
  const files: Record<string, string> = { same: 'a\nb\n', changed: 'a\nc\n', short: 'a', long: 'a\nb\nc' };
  const documents = [
    { path: 'same', text: 'a\nb\n' },
    { path: 'missing', text: '' },
    { path: 'changed', text: 'a\nb\n' },
    { path: 'short', text: 'a\nb' },
    { path: 'long', text: 'a\nb' },
  ];
  expect(stale(documents, (path) => files[path])).toEqual([
    'missing is missing. Run `npm run docs` and commit the file.',
    'changed is stale: line 2 should be "b", found "c". Run `npm run docs` and commit the file.',
    'short is stale: line 2 should be "b", found the end of the file. Run `npm run docs` and commit the file.',
    'long is stale: line 3 should be the end of the file, found "c". Run `npm run docs` and commit the file.',
  ]);
});

test('a document has one generator', async () => {
  const twice = () => [{ path: 'docs/matrix.md', text: '' }];
  await expect(generate([twice, twice])).rejects.toThrow('Two generators write docs/matrix.md');
});
