import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostile } from './fixtures/result.ts';
import {
  code,
  codeCell,
  commandData,
  commandProperty,
  cut,
  fence,
  html,
  oneLine,
  prose,
  terminal,
  visible,
} from './safe-text.ts';

const sharp = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          '`',
          '```',
          '|',
          '\\',
          '\n',
          '\r',
          '::',
          '##[',
          '<script',
          '\u001b[31m',
          '\u202e',
          ' ',
          '@',
          '%',
          '\u2028',
          '[',
          '](',
          '\ud800',
        ),
        fc.string(),
      ),
    )
    .map((parts) => parts.join('')),
  fc.constant(hostile),
);

const expectHolds = (claim: (text: string) => boolean): void =>
  fc.assert(fc.property(sharp, claim), { numRuns: 500, seed: 7 });

/** Pipes that would end a cell: those with an even number of backslashes before them. */
const openPipe = /(?<!\\)\|/;

test('nothing that acts instead of appearing is left in any form', () => {
  const acts = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]|\p{Cs}/u;
  for (const form of [visible, oneLine, prose, code, codeCell, fence, html, terminal, commandData, commandProperty]) {
    expectHolds((text) => !acts.test(form(text)));
  }
});

test('a cell stays one cell on one line', () => {
  for (const form of [prose, codeCell]) expectHolds((text) => !form(text).includes('\n') && !openPipe.test(form(text)));
});

test('prose and HTML hold no tag, entity or mention of their own', () => {
  for (const form of [prose, html])
    expectHolds((text) => !form(text).includes('<') && !/&(?!(amp|lt|gt|quot|#39);)/.test(form(text)));
  expectHolds((text) => !/[@#][\p{L}\p{N}]/u.test(prose(text)));
  expect(html("\"><img src=x onerror='a'>")).toBe('&quot;&gt;&lt;img src=x onerror=&#39;a&#39;&gt;');
});

test('markdown of foreign text is shown as it was written', () => {
  expect(prose('a|b *c* [d](e) `f` 1. g_h')).toBe('a\\|b \\*c\\* \\[d\\](e) \\`f\\` 1. g\\_h');
  expect(prose('1. one')).toBe('1\\. one');
  expect(prose('0.4.2')).toBe('0.4.2');
  expect(prose('see https://x.y')).toBe('see https://\u2060x.y');
});

test('code cannot be closed from inside', () => {
  expectHolds((text) => {
    const shown = code(text);
    const ticks = /^`+/.exec(shown)?.[0] ?? '';
    const inside = shown.slice(ticks.length, -ticks.length);
    return shown.endsWith(ticks) && !(inside.match(/`+/g) ?? []).some((run) => run === ticks);
  });
});

test('a fence cannot be closed from inside', () => {
  expectHolds((text) => {
    const [first = '', ...rest] = fence(text, 'text').split('\n');
    const ticks = /^`+/.exec(first)?.[0] ?? '';
    const closing = rest.map((line) => (/^ {0,3}(`+)\s*$/.exec(line)?.[1] ?? '').length >= ticks.length);
    return closing.indexOf(true) === rest.length - 1;
  });
});

test('no line is a command to a CI runner', () => {
  expectHolds((text) => !/^\s*::/m.test(terminal(text)) && !terminal(text).includes('##['));
  expectHolds((text) => !/[\n\r]/.test(commandData(text)) && !/[\n\r:,]/.test(commandProperty(text)));
  expect(terminal('  ::error::x')).toBe('  : :error::x');
  expect(commandData('100%\n::error')).toBe('100%25%0A::error');
});

test('a long text is cut, and says how long it was', () => {
  const long = 'x'.repeat(1_000_000);
  expect(oneLine(long)).toBe(`${'x'.repeat(2000)}… (1000000 characters)`);
  expect(fence(long).length).toBeLessThan(21_000);
  expect(cut('a😀b', 2)).toBe('a… (4 characters)');
});
