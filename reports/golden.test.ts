import { expect, test } from 'vitest';
import { findingText } from './finding-text.ts';
import { renderDiagnosis } from './markdown.ts';
import { formatResult } from './result-file.ts';
import { renderTerminal } from './terminal.ts';
import { triage } from './triage.ts';
import { broken, knowledge, mended } from './fixtures/result.ts';
import { expectGolden } from './fixtures/golden.ts';

const issues = triage(broken, knowledge);

test('the result of a broken coordinator keeps its bytes', () => {
  expectGolden('broken.result.json', formatResult(broken));
});

test('the diagnosis of a broken coordinator keeps its bytes', () => {
  expectGolden('broken.md', renderDiagnosis(broken, issues));
});

test('the diagnosis of a mended coordinator keeps its bytes', () => {
  expectGolden('mended.md', renderDiagnosis(mended, triage(mended, knowledge)));
});

test('the end of a run on a terminal keeps its bytes', () => {
  expectGolden(
    'broken.txt',
    renderTerminal(broken, issues, { columns: 80, color: false, report: 'quiesce-report/report.md' }),
  );
});

test('each outcome that is no pass keeps its text', () => {
  const texts = broken.outcomes
    .filter(({ verdict }) => verdict !== 'pass')
    .map((outcome) => findingText(outcome, { target: './adapter.ts' }));
  expect(texts.length).toBeGreaterThan(8);
  expectGolden('findings.txt', `${texts.join('\n\n')}\n`);
});
