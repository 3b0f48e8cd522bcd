import { expect, test } from 'vitest';
import { judged } from '../../../scripts/judged.ts';
import { CancellationToken } from './token.ts';

/** Of each requirement that the document's code does not meet, what in it is to blame. */
const defects = {
  'TOK-04': 'a reset takes the flag back before the run that was cancelled has looked at it',
  'TOK-14': 'whoever waits with a limit has cancelled the run when the limit is over: its partial results are lost',
  'TOK-15': 'of several messages that wait for one, each takes its end for its own turn; and there is one line for all',
} as const;

test('the orchestrator of the document fails what its defects break, the mended one nothing', async () => {
  const [before, mended] = await judged(['waves-before', 'waves-mended'], ['tokens', 'diagnostics']);
  expect(before?.failed).toEqual(Object.keys(defects));
  expect(before?.passed.filter((id) => id.startsWith('TOK'))).toEqual(
    ['01', '03', '05', '06', '07', '08', '09', '10', '11', '16'].map((number) => `TOK-${number}`),
  );
  expect(mended?.failed).toEqual([]);
  expect(mended?.passed.length).toBeGreaterThan(14);
  expect(mended?.passed).toEqual(expect.arrayContaining(Object.keys(defects)));
}, 120_000);

test('the first reason of a token stands', () => {
  const token = new CancellationToken();
  token.cancel('first');
  token.cancel('second');
  expect([token.cancelled, token.reason]).toEqual([true, 'first']);
});
