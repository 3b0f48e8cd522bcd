import { expect, test } from 'vitest';
import { judged } from '../../../scripts/judged.ts';

/** Of each requirement that the document's code does not meet, what in it is to blame. */
const defects = {
  'PAT-02': 'a cancellation is neither a value nor an exception: a cancelled operation is in neither list',
  'PAT-13': 'nobody keeps a reference of what is shielded: nobody waits for it',
  'REL-04': 'the fallback is for a timeout and nothing else, and nobody learns that it was used',
} as const;

test('the patterns of the document fail what their defects break, the mended ones nothing', async () => {
  const [before, mended] = await judged(['patterns-before', 'patterns-mended'], ['patterns', 'reliability']);
  expect(before?.failed).toEqual(Object.keys(defects));
  expect(mended?.failed).toEqual([]);
  expect(mended?.passed.length).toBeGreaterThan(30);
  expect(mended?.passed).toEqual(expect.arrayContaining([...(before?.passed ?? []), ...Object.keys(defects)]));
}, 120_000);
