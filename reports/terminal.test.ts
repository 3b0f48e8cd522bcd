import { expect, test } from 'vitest';
import { broken, knowledge, mended } from './fixtures/result.ts';
import { renderTerminal } from './terminal.ts';
import { triage } from './triage.ts';

const issues = triage(broken, knowledge);

test('it fits a narrow terminal, but for the commands, which are there to be copied', () => {
  const lines = renderTerminal(broken, issues, { columns: 40, color: false, report: 'r.md' }).split('\n');
  const wide = lines.filter((line) => [...line].length > 40);
  expect(wide.length).toBeGreaterThan(0);
  for (const line of wide) expect(line).toMatch(/^ {2}npx quiesce /);
  expect(lines.length).toBeLessThanOrEqual(45);
});

test('colour is there where it is asked for, and nowhere else', () => {
  expect(renderTerminal(broken, issues, { columns: 80, color: true })).toContain('\u001b[31m');
  expect(renderTerminal(broken, issues, { columns: 80, color: false })).not.toContain('\u001b');
});

test('the report comes last', () => {
  const shown = renderTerminal(mended, [], { columns: 80, color: false, report: 'quiesce-report/report.md' });
  expect(shown.trimEnd().split('\n').at(-1)).toBe('Report: quiesce-report/report.md');
  expect(shown).toContain('Conforms: 14 of 14 judged cases pass.');
});

test('many issues are counted, not listed', () => {
  const many = Array.from({ length: 60 }, (_none, index) =>
    issues.slice(0, 1).map((issue) => ({ ...issue, id: `X-${index}` })),
  ).flat();
  const shown = renderTerminal(broken, many, { columns: 80, color: false }).split('\n');
  expect(shown).toContain('and 51 more issues, in the report');
  expect(shown.length).toBeLessThanOrEqual(45);
});
