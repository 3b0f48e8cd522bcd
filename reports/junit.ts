import type { Outcome } from '../harness/outcome.ts';
import { findingText } from './finding-text.ts';
import type { Issue } from './issue.ts';
import type { Result } from './result.ts';
import { tally } from './sums.ts';
import { attribute, xmlText } from './xml.ts';

/**
 * JUnit XML, one suite a suite and one testcase a case. A case that could not be decided is skipped there, as the
 * format has no word for it; an issue that no case stands for is a testcase of the suite `issues`.
 */
export function renderJunit(result: Result, issues: readonly Issue[]): string {
  const suites = [...new Set(result.outcomes.map(suiteOf))].map((suite) => {
    const outcomes = result.outcomes.filter((outcome) => suiteOf(outcome) === suite);
    return element(
      suite,
      tally(outcomes),
      outcomes.map((outcome) => testcase(outcome, result.settings.target)),
    );
  });
  const others = issues.filter(({ kind }) => kind === 'capability' || kind === 'invariant');
  const failing = { pass: 0, fail: others.length, inconclusive: 0, skip: 0, error: 0, total: others.length };
  const extra = others.length > 0 ? [element('issues', failing, others.map(issueCase))] : [];
  const name = attribute('name', `quiesce ${result.kit}: ${result.target.name}`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${name}>\n${[...suites, ...extra].join('')}</testsuites>\n`;
}

const suiteOf = ({ case: id }: Outcome): string => id.slice(0, id.indexOf('/'));

const element = (suite: string, counts: ReturnType<typeof tally>, cases: readonly string[]): string => {
  const numbers = [
    attribute('tests', counts.total),
    attribute('failures', counts.fail),
    attribute('errors', counts.error),
    attribute('skipped', counts.skip + counts.inconclusive),
  ];
  return `  <testsuite${attribute('name', suite)}${numbers.join('')}>\n${cases.join('')}  </testsuite>\n`;
};

function testcase(outcome: Outcome, target: string): string {
  const suite = suiteOf(outcome);
  const place = outcome.where ? attribute('file', outcome.where.file) + attribute('line', outcome.where.line) : '';
  const head = `    <testcase${attribute('classname', suite)}${attribute('name', outcome.case.slice(suite.length + 1))}${place}`;
  const inside = verdictElement(outcome, target);
  return inside === '' ? `${head}/>\n` : `${head}>\n${inside}    </testcase>\n`;
}

function verdictElement(outcome: Outcome, target: string): string {
  const { verdict, finding, error, skip, because } = outcome;
  if (verdict === 'fail') {
    const message = attribute('message', `${finding?.rule ?? outcome.requirement}: ${finding?.observed ?? 'failed'}`);
    return `      <failure${message}${attribute('type', outcome.level)}>${body(outcome, target)}</failure>\n`;
  }
  if (verdict === 'error') {
    const said = `${error?.code ?? 'ERROR'}: ${error?.message ?? ''}`;
    return `      <error${attribute('message', said)}${attribute('type', error?.code ?? 'ERROR')}>${body(outcome, target)}</error>\n`;
  }
  if (verdict === 'skip') return `      <skipped${attribute('message', `${skip?.reason}: ${skip?.because}`)}/>\n`;
  return verdict === 'inconclusive' ? `      <skipped${attribute('message', `inconclusive: ${because}`)}/>\n` : '';
}

/** Some readers show the message alone, some the body alone: both say what was observed. */
const body = (outcome: Outcome, target: string): string => xmlText(findingText(outcome, { target }), 10_000);

const issueCase = (issue: Issue): string => {
  const text = `expected  ${issue.expected}\nobserved  ${issue.observed}\nreplay    ${issue.reproduce}`;
  const failure = `      <failure${attribute('message', `${issue.title}: ${issue.observed}`)}${attribute('type', issue.tier)}>${xmlText(text)}</failure>\n`;
  return `    <testcase${attribute('classname', 'issues')}${attribute('name', issue.id)}>\n${failure}    </testcase>\n`;
};
