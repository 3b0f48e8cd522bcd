import { styleText } from 'node:util';
import type { Severity } from '../harness/outcome.ts';
import { placeText } from './finding-text.ts';
import { headline } from './headline.ts';
import type { Issue } from './issue.ts';
import type { Result } from './result.ts';
import { oneLine, withoutCommands } from './safe-text.ts';
import { type Tally, tally } from './sums.ts';
import { count } from './wording.ts';
import { labelled, wrap } from './wrap.ts';

export interface TerminalOptions {
  readonly columns: number;
  readonly color: boolean;
  /** Path of the report, for the last line. */
  readonly report?: string;
}

type Style = 'red' | 'yellow' | 'blue' | 'green' | 'dim' | 'bold';
type Paint = (style: Style, text: string) => string;

/** Issues shown with their facts; of the others, one line each while there is room. */
const whole = 3;
const briefly = 6;

/** The end of a run on a terminal, in at most some forty lines. */
export function renderTerminal(result: Result, issues: readonly Issue[], options: TerminalOptions): string {
  const columns = Math.max(20, Math.min(options.columns, 100));
  const paint: Paint = options.color
    ? (style, text) => styleText(style, text, { validateStream: false })
    : (_style, text) => text;
  const { tone, verdict, advice } = headline(result, issues);
  const style = ({ bad: 'red', unsure: 'yellow', note: 'blue', good: 'green' } as const)[tone];
  const lines = [
    ...areas(result, columns),
    '',
    ...issues.slice(0, whole).flatMap((issue, index) => [...block(issue, index + 1, columns, paint), '']),
    ...rest(issues, columns, paint),
    ...wrap(totals(result.sums.cases.all), columns),
    ...wrap(verdict, columns).map((line) => paint(style, line)),
    ...wrap(oneLine(advice.join(' '), 400), columns),
    ...(options.report === undefined ? [] : [`Report: ${oneLine(options.report, 400)}`]),
  ];
  return `${withoutCommands(lines.join('\n'))}\n`;
}

function areas(result: Result, columns: number): readonly string[] {
  const suites = [...new Set(result.requirements.map(({ suite }) => suite))];
  const width = Math.min(16, Math.max(0, ...suites.map((suite) => suite.length)));
  return suites.map((suite) => {
    const cases = result.outcomes.filter(({ case: id }) => id.startsWith(`${suite}/`));
    return clip(` ${oneLine(suite, 16).padEnd(width)}  ${parts(tally(cases))}`, columns);
  });
}

const parts = ({ pass, fail, inconclusive, skip, error }: Tally): string =>
  [
    `${pass} pass`,
    ...(fail ? [`${fail} FAIL`] : []),
    ...(error ? [`${error} ERROR`] : []),
    ...(inconclusive ? [`${inconclusive} inconclusive`] : []),
    ...(skip ? [`${skip} skip`] : []),
  ].join('  ');

const totals = ({ pass, fail, inconclusive, skip, error, total }: Tally): string =>
  `${pass} pass, ${fail} fail, ${inconclusive} inconclusive, ${skip} skip, ${error} error of ${count(total, 'case')}`;

const tierStyle: Readonly<Record<Severity, Style>> = { blocking: 'red', high: 'yellow', improvement: 'blue' };

function block(issue: Issue, number: number, columns: number, paint: Paint): readonly string[] {
  const title = `${number} ${issue.tier}  ${oneLine(issue.id, 60)} ${oneLine(issue.title, 100)}`;
  const where = issue.where ? [clip(`  ${oneLine(placeText(issue.where), 200)}`, columns)] : [];
  return [
    paint(tierStyle[issue.tier], clip(title, columns)),
    ...labelled('expected', oneLine(issue.expected, 140), columns).slice(0, 2),
    ...labelled('observed', oneLine(issue.observed, 140), columns).slice(0, 2),
    ...where,
    // Not wrapped or cut: it is there to be copied.
    paint('dim', `  ${oneLine(issue.reproduce, 400)}`),
  ];
}

function rest(issues: readonly Issue[], columns: number, paint: Paint): readonly string[] {
  const others = issues.slice(whole);
  if (others.length === 0) return [];
  const shown = others
    .slice(0, briefly)
    .map((issue, index) =>
      paint(
        tierStyle[issue.tier],
        clip(`${whole + index + 1} ${issue.tier}  ${oneLine(issue.id, 60)} ${oneLine(issue.title, 100)}`, columns),
      ),
    );
  const more = others.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${count(more, 'more issue')}, in the report`] : []), ''];
}

const clip = (line: string, columns: number): string => {
  const points = [...line];
  return points.length <= columns ? line : `${points.slice(0, columns - 1).join('')}…`;
};
