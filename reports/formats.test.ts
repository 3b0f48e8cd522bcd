import { expect, test } from 'vitest';
import { broken, hostile, input, knowledge } from './fixtures/result.ts';
import { expectGolden } from './fixtures/golden.ts';
import { renderCtrf } from './ctrf.ts';
import { renderAnnotations } from './github.ts';
import { renderHtml } from './html.ts';
import { renderJunit } from './junit.ts';
import { renderDiagnosis, renderSummary } from './markdown.ts';
import { buildResult } from './result.ts';
import { renderSarif } from './sarif.ts';
import { triage } from './triage.ts';

/** Everything that a target can name is hostile. */
const worst = buildResult({
  ...input,
  settings: { ...input.settings, target: hostile, suites: [hostile], filters: [hostile] },
  dialect: [{ option: hostile, choice: hostile, origin: 'adapter' }],
  absent: [hostile],
  smoke: { offer: { submit: hostile }, withoutEffect: { [hostile]: hostile }, observed: {}, shutdown: {} },
  troubles: [{ code: hostile, message: hostile, hint: hostile }],
  outcomes: input.outcomes.map((outcome) => ({
    ...outcome,
    ...(outcome.finding
      ? { finding: { ...outcome.finding, expected: hostile, observed: hostile, hint: hostile } }
      : {}),
    ...(outcome.skip ? { skip: { ...outcome.skip, because: hostile } } : {}),
    ...(outcome.verdict === 'inconclusive' ? { because: hostile } : {}),
    where: { file: hostile, line: 1, column: 1, function: hostile },
    history: (outcome.history ?? []).map((line) => ({ ...line, task: hostile, who: hostile, text: hostile })),
  })),
});
const issues = triage(worst, knowledge);
const everything = {
  diagnosis: renderDiagnosis(worst, issues),
  summary: renderSummary(worst, issues),
  html: renderHtml(worst, issues),
  junit: renderJunit(worst, issues),
  sarif: renderSarif(worst, issues),
  ctrf: renderCtrf(worst),
  annotations: renderAnnotations(issues),
};

test('no format passes an escape, a bidirectional override or a tag on', () => {
  for (const text of Object.values(everything)) expect(text).not.toMatch(/[\u001b\u202e\r]/);
  for (const text of [everything.html, everything.junit]) expect(text).not.toMatch(/<script/i);
  expect(everything.summary.replaceAll(/(`+)[^`].*?[^`]\1(?!`)/g, '')).not.toMatch(/<script/i);
});

test('a table of the diagnosis has as many cells in every row, whatever stands in them', () => {
  const rows = everything.diagnosis.replaceAll(/^(`{3,}).*?\n[^]*?^\1$/gm, '').split('\n');
  const cells = rows.map((row) => (row.startsWith('|') ? row.split(/(?<!\\)\|/).length : 0));
  const uneven = rows.filter((_row, index) => {
    const before = cells[index - 1] ?? 0;
    return cells[index] !== 0 && before !== 0 && cells[index] !== before;
  });
  expect(uneven).toEqual([]);
  expect(cells.filter((number) => number > 0).length).toBeGreaterThan(30);
});

test('JUnit is balanced, and counts what it holds', () => {
  const open = [...everything.junit.matchAll(/<(\/?)([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>/g)];
  const stack: string[] = [];
  const crossed = open.filter(([, closing, name = '', , empty]) => {
    if (closing) return stack.pop() !== name;
    if (!empty) stack.push(name);
    return false;
  });
  expect(crossed).toEqual([]);
  expect(stack).toEqual([]);
  expect(everything.junit.split('<').length - 1).toBe(open.length + 1);
  expect(everything.junit.match(/<testcase /g)?.length).toBe(
    worst.outcomes.length + issues.filter(({ kind }) => kind === 'capability' || kind === 'invariant').length,
  );
});

test('SARIF has a rule, a place and a fingerprint for each located issue, and says how many are not', () => {
  const located = triage(broken, knowledge).filter(({ where }) => where);
  const [run] = (
    JSON.parse(renderSarif(broken, triage(broken, knowledge))) as { runs: { results: object[]; properties: object }[] }
  ).runs;
  expect(run?.results).toHaveLength(located.length);
  expect(run?.results[0]).toMatchObject({
    ruleId: 'CAN-04',
    ruleIndex: 0,
    level: 'error',
    locations: [{ physicalLocation: { artifactLocation: { uri: 'src/coordinator.ts' }, region: { startLine: 58 } } }],
    partialFingerprints: { primaryLocationLineHash: located[0]?.fingerprint },
  });
  expect(run?.properties).toEqual({ issuesWithoutLocation: triage(broken, knowledge).length - located.length });
});

test('CTRF adds up', () => {
  const { summary, tests } = (
    JSON.parse(everything.ctrf) as { results: { summary: Record<string, number>; tests: { status: string }[] } }
  ).results;
  for (const status of ['passed', 'failed', 'skipped', 'other']) {
    expect(tests.filter((one) => one.status === status)).toHaveLength(summary[status] ?? -1);
  }
  expect(summary.tests).toBe(worst.outcomes.length);
});

test('annotations are one line an issue, nine at most and one that counts the rest', () => {
  const many = Array.from({ length: 30 }, () => issues)
    .flat()
    .slice(0, 30);
  const lines = renderAnnotations(many).trimEnd().split('\n');
  expect(lines).toHaveLength(10);
  for (const line of lines)
    expect(line).toMatch(/^::(error|warning|notice) (file=[^,:]*,line=1,col=1,)?title=[^,:]*::[^\n]*$/);
  expect(lines.at(-1)).toContain('21 more issues');
});

test('an address of a source leads to the web or nowhere', () => {
  const known = {
    ...knowledge,
    requirements: knowledge.requirements.map((one) => ({
      ...one,
      sources: [
        { title: 'x', url: 'javascript:alert(1)' },
        { title: 'y', url: 'https://a.b/(c)"d' },
      ],
    })),
  };
  const found = triage(broken, known);
  expect(renderDiagnosis(broken, found)).not.toContain('javascript:');
  expect(renderDiagnosis(broken, found)).toContain('(https://a.b/%28c%29%22d)');
  expect(renderHtml(broken, found)).not.toContain('javascript:');
});

test('a template that names what is not there is an error', () => {
  expect(renderDiagnosis(broken, [], { template: '{{prose verdict}}' })).toBe('Does not conform as a coordinator.\n');
  expect(() => renderDiagnosis(broken, [], { template: '{{prose verdikt}}' })).toThrow(
    /{{prose …}} something that is no text: a name that is not there/,
  );
});

test('the page, the summary and the JUnit file keep their bytes', () => {
  const found = triage(broken, knowledge);
  expectGolden('broken.html', renderHtml(broken, found));
  expectGolden('broken.summary.md', renderSummary(broken, found));
  expectGolden('broken.junit.xml', renderJunit(broken, found));
});
